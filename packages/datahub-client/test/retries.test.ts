import { describe, expect, it } from "@effect/vitest"
import { Duration, Effect, Option } from "effect"
import { failureOf, httpClients, scene, withClockRunning } from "./clients.ts"
import { answer, cut, jsonAnswer, message, silence, type Step } from "./scriptedDatahub.ts"

const document = { name: "RequestEndOfSupply", messageId: "m-1", body: `{"mRID":"m-1"}` } as const
const used = (code: string): Step => jsonAnswer(400, { Error: { Code: code, Message: "used", Target: "MessageId" } })

/** Ways in which a request may have been carried out without anybody here knowing. */
const lost: ReadonlyArray<readonly [what: string, step: Step]> = [
  ["a broken connection", cut],
  ["silence", silence],
  [
    "an answer that breaks off",
    (response) => {
      response.writeHead(200, { "Content-Length": "100" })
      response.write("half of it", () => void response.socket?.destroy())
    }
  ],
  ["500", answer(500)],
  ["503", answer(503)]
]

/** Only where nothing comes is there a reason to hurry. */
const hurried = (step: Step) => (step === silence ? ({ requestTimeout: "500 millis" } as const) : {})

describe.each(httpClients)("over $name", ({ layer }) => {
  it.live.each(lost)("after %s, a dequeue that is refused was carried out before", ([, step]) =>
    Effect.gen(function* () {
      const { client, server } = yield* scene(hurried(step), layer)
      server.steps.push(step, answer(400))
      expect(yield* client.dequeue("m-1")).toBe("already gone")
      expect(server.seen.map(({ path }) => path)).toEqual(["/v1.0/cim/dequeue/m-1", "/v1.0/cim/dequeue/m-1"])
      // As the hub before this one answered.
      server.steps.push(step, answer(404))
      expect(yield* client.dequeue("m-2")).toBe("already gone")
    }).pipe(Effect.scoped)
  )

  it.live.each(lost)("after %s, ids that are known are our own, and the same document was sent twice", ([, step]) =>
    Effect.gen(function* () {
      const { client, server } = yield* scene(hurried(step), layer)
      server.steps.push(step, used("00101"), step, used("00102"))
      expect(yield* client.submit(document)).toMatchObject({ outcome: "already received", messageId: "m-1" })
      expect(yield* client.submit(document)).toMatchObject({ outcome: "already received" })
      expect(server.seen.map(({ body }) => body)).toEqual(Array.from({ length: 4 }, () => document.body))
    }).pipe(Effect.scoped)
  )

  it.live.each(lost)("after %s, the message comes all the same", ([, step]) =>
    Effect.gen(function* () {
      const { client, server } = yield* scene(hurried(step), layer)
      server.steps.push(step, message("m-1"))
      expect(Option.getOrThrow(yield* client.peek("measuredata")).messageId).toBe("m-1")
      expect(server.seen).toHaveLength(2)
    }).pipe(Effect.scoped)
  )
})

describe("a request that was not carried out", () => {
  it.live.each([
    ["429", [answer(429)]],
    ["401", [answer(401)]]
  ] as const)("makes no excuse for what comes after it: %s", ([, steps]) =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.steps.push(...steps, answer(400))
      expect(yield* failureOf(client.dequeue("m-1"))).toMatchObject({ _tag: "DequeueRefused" })
      server.steps.push(...steps, used("00101"))
      expect(yield* failureOf(client.submit(document))).toMatchObject({ _tag: "DocumentRefused" })
    }).pipe(Effect.scoped)
  )

  it.live("nor does a token that could not be had", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.tokenSteps.push(answer(503), cut)
      server.steps.push(used("00101"))
      expect(yield* failureOf(client.submit(document))).toMatchObject({ _tag: "DocumentRefused", attempts: 3 })
    }).pipe(Effect.scoped)
  )

  it.live("nothing that was lost excuses a refusal for another reason", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene()
      server.steps.push(cut, used("00302"), cut, answer(400))
      expect(yield* failureOf(client.submit(document))).toMatchObject({ errors: [{ code: "00302" }] })
      // Nothing can be read from this one.
      expect(yield* failureOf(client.submit(document))).toMatchObject({ _tag: "DocumentRefused", errors: [] })
    }).pipe(Effect.scoped)
  )
})

describe("the pause", () => {
  // The clock runs on while a request is under way.
  const slow = {
    requestTimeout: "10 days",
    retry: { attemptsMax: 3, firstDelay: "1 second", delayMax: "2 minutes" }
  } as const

  it.effect("is as long as Retry-After says, in seconds", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene(slow)
      server.steps.push(answer(429, { "Retry-After": "20" }), message("m-1"))
      yield* withClockRunning(client.peek("measuredata"))
      const [first, second] = server.seen
      expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(20_000)
      expect(second!.atMs - first!.atMs).toBeLessThan(3_600_000)
    }).pipe(Effect.scoped)
  )

  it.effect("is as long as Retry-After says, as a date", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene(slow)
      const sent = Date.UTC(2026, 0, 5, 12)
      server.steps.push(
        answer(503, { Date: new Date(sent).toUTCString(), "Retry-After": new Date(sent + 30_000).toUTCString() }),
        answer(202)
      )
      yield* withClockRunning(client.submit(document))
      const [first, second] = server.seen
      expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(30_000)
      expect(second!.atMs - first!.atMs).toBeLessThan(3_600_000)
    }).pipe(Effect.scoped)
  )

  it.effect("is never longer than the limit; the failure tells what was asked for", () =>
    Effect.gen(function* () {
      const { client, server } = yield* scene({ ...slow, retry: { attemptsMax: 2, delayMax: "30 seconds" } })
      server.steps.push(answer(429, { "Retry-After": "86400" }), answer(429, { "Retry-After": "86400" }))
      const failure = yield* withClockRunning(failureOf(client.dequeue("m-1")), 500)
      expect(failure).toMatchObject({ _tag: "Throttled", attempts: 2, retryAfter: Duration.days(1) })
      const [first, second] = server.seen
      expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(30_000)
      expect(second!.atMs - first!.atMs).toBeLessThan(3_600_000)
    }).pipe(Effect.scoped)
  )
})
