import {
  gsrnOf,
  LocalDate,
  MarketCalendar,
  Outbox,
  ProcessStore,
  requestHistoricalData
} from "@datahub-settlement/core"
import { memoryIntake } from "@datahub-settlement/core/testing"
import { DatahubClient } from "@datahub-settlement/datahub-client"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted } from "effect"
import { FetchHttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { OUTBOX, sendOutbox } from "../../src/serve/sendOutbox.ts"
import { ServeStatus } from "../../src/serve/ServeStatus.ts"
import { scriptedDatahub, type ScriptedDatahub } from "./scriptedDatahub.ts"

const gsrn = gsrnOf("57131399900000001")
const period = MarketCalendar.monthPeriod(LocalDate.make("2025-01-01"))
const ask = requestHistoricalData({ process: "BRS-025", gsrn, period })
const send = sendOutbox(60_000, { idleMs: 1, firstMs: 1, mostMs: 1 })

const refusal = (code: string): string => JSON.stringify({ error: { code, message: "The process type is wrong" } })

const clientOf = ({ url }: ScriptedDatahub) =>
  DatahubClient.layer({
    baseUrl: url,
    tokenUrl: `${url}/token`,
    clientId: "test",
    clientSecret: Redacted.make("test"),
    scope: "test",
    retry: { attemptsMax: 1 }
  }).pipe(Layer.provide(FetchHttpClient.layer))

/** What DataHub answers, and what then stands in the outbox and of the process. */
const cases = [
  ["a document that is wrong", 400, refusal("00402"), "refused", "rejected"],
  ["an id that was used before: it may have been taken", 400, refusal("00101"), "refused", "sent"],
  ["an answer that says nothing", 400, "<html>Bad Request</html>", "refused", "sent"],
  ["no access: a document cannot help it", 403, "", "refused", "sent"]
] as const

describe("what DataHub does not take", () => {
  for (const [name, status, body, outboxState, state] of cases) {
    it.live(name, () =>
      Effect.gen(function* () {
        const datahub = yield* scriptedDatahub
        const client = clientOf(datahub)
        yield* Effect.gen(function* () {
          const { messageId } = yield* ask
          datahub.fail(/^requestvalidated/i, status, 1, body)
          yield* send
          const outbox = yield* Outbox
          const [entry] = yield* outbox.list({ limit: 9 })
          assert.deepStrictEqual([entry?.messageId, entry?.state], [messageId, outboxState])
          const [process] = yield* (yield* ProcessStore).list({ limit: 9 })
          assert.strictEqual(process?.state, state)
          const { event } = process!.history.at(-1)!
          if (state === "rejected") {
            assert.deepStrictEqual("reasons" in event && event.reasons, [
              { code: "00402", text: "The process type is wrong" }
            ])
            yield* ask
            yield* send
            assert.strictEqual(datahub.sent.all.length, 1)
          }
        }).pipe(Effect.provide(Layer.mergeAll(memoryIntake(), ServeStatus.layer, client)))
      })
    )
  }
})

describe("a document whose sending failed", () => {
  it.live("is not taken for sent while it waits for its next attempt", () =>
    Effect.gen(function* () {
      const datahub = yield* scriptedDatahub
      const patience = { idleMs: 1, firstMs: 600_000, mostMs: 600_000 }
      const round = sendOutbox(60_000, patience)
      yield* Effect.gen(function* () {
        assert.strictEqual(yield* round, "idle")
        yield* ask
        datahub.fail(/^requestvalidated/i, 503)
        assert.strictEqual((yield* Effect.flip(round))._tag, "Unavailable")
        const status = yield* ServeStatus
        yield* status.set(OUTBOX, { state: "failing" })
        assert.strictEqual(yield* round, "untried")
        // Another process may have sent it: then there is nothing left to fail.
        const outbox = yield* Outbox
        const [entry] = yield* outbox.list({ limit: 1 })
        yield* outbox.sent(entry!.messageId, Date.now())
        assert.strictEqual(yield* round, "idle")
      }).pipe(Effect.provide(Layer.mergeAll(memoryIntake(), ServeStatus.layer, clientOf(datahub))))
    })
  )
})

describe("a document whose sending was broken off", () => {
  it.effect(
    "may have been taken: it is nobody's before its lease ends, then sent with the same ids, and taken once",
    () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(Date.parse("2025-06-10T09:00:00Z"))
        const datahub = yield* scriptedDatahub
        const round = sendOutbox(60_000, { idleMs: 1, firstMs: 1, mostMs: 1 })
        yield* Effect.gen(function* () {
          const { messageId } = yield* ask
          const entry = Effect.map(
            Outbox.use((outbox) => outbox.list({ limit: 9 })),
            ([first]) => [first?.messageId, first?.state, first?.attempts]
          )
          datahub.answerGate = new Promise(() => {})
          const sending = yield* Effect.forkChild(round)
          yield* Effect.promise(() => datahub.sent.first("the document", () => true))
          yield* Fiber.interrupt(sending)
          datahub.answerGate = Promise.resolve()
          assert.deepStrictEqual(yield* entry, [messageId, "waiting", 1])
          yield* TestClock.adjust(59_999)
          assert.strictEqual(yield* round, "idle")
          yield* TestClock.adjust(1)
          datahub.fail(/^requestvalidated/i, 400, 1, refusal("00101"))
          assert.strictEqual(yield* round, "more")
          assert.deepStrictEqual(yield* entry, [messageId, "sent", 2])
          assert.strictEqual(yield* round, "idle")
          assert.strictEqual(
            datahub.exchanges.count(({ what }) => /^requestvalidated/i.test(what)),
            2
          )
          assert.strictEqual(datahub.sent.all.length, 1)
        }).pipe(Effect.provide(Layer.mergeAll(memoryIntake(), ServeStatus.layer, clientOf(datahub))))
      })
  )
})
