import { DeadLetters, Portfolio } from "@datahub-settlement/core"
import { memoryIntake } from "@datahub-settlement/core/testing"
import { DatahubClient, DequeueRefused } from "@datahub-settlement/datahub-client"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { waiting } from "../../test/serve/wireMessages.ts"
import { pollQueue } from "./pollQueue.ts"
import { ServeStatus } from "./ServeStatus.ts"
import { StopRequest } from "./StopRequest.ts"

/** A queue with one message, which may refuse to let it go. */
const queueOf = (messageId: string, isLetGo: () => boolean) => {
  let isThere = true
  const { body } = waiting(messageId)
  const message = { messageId, queue: "measuredata", body: new TextEncoder().encode(body), contentType: "" }
  const refused = new DequeueRefused({
    operation: "dequeue",
    subject: messageId,
    status: 400,
    correlationId: undefined,
    bodyHead: "",
    attempts: 1,
    messageId
  })
  return Layer.succeed(DatahubClient, {
    peek: () => Effect.sync(() => (isThere ? Option.some(message) : Option.none())),
    dequeue: () =>
      Effect.suspend(() => {
        if (!isLetGo()) return Effect.fail(refused)
        isThere = false
        return Effect.succeed("dequeued" as const)
      }),
    submit: () => Effect.die("nothing is sent")
  })
}

const surroundings = (client: ReturnType<typeof queueOf>) =>
  Layer.mergeAll(client, memoryIntake(), ServeStatus.layer, StopRequest.layer)

describe("a round of a poller", () => {
  it.effect("keeps a message among the dead letters that meets a fault of ours, and goes on", () =>
    Effect.gen(function* () {
      const portfolio = yield* Portfolio
      const faulty = { ...portfolio, known: () => Effect.die(new Error("a bug")) }
      const round = pollQueue("measuredata").pipe(Effect.provideService(Portfolio, faulty))
      expect([yield* round, yield* round]).toEqual(["more", "idle"])
      const letters = yield* DeadLetters.use((letters) => letters.list({ limit: 9 }))
      expect(letters).toMatchObject([{ messageId: "m-1", reason: { kind: "Defect", text: "Error: a bug" } }])
    }).pipe(Effect.provide(surroundings(queueOf("m-1", () => true))))
  )

  it.effect("is done with a message that DataHub does not have any more, and fails when it comes again and again", () =>
    Effect.gen(function* () {
      expect(yield* pollQueue("measuredata")).toBe("more")
      expect((yield* Effect.flip(pollQueue("measuredata")))._tag).toBe("DequeueRefused")
      const status = yield* ServeStatus
      expect((yield* status.workers)[0]?.counts).toEqual({ applied: 1 })
    }).pipe(Effect.provide(surroundings(queueOf("m-1", () => false))))
  )
})
