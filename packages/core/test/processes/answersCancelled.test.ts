import { assert, describe, it } from "@effect/vitest"
import {
  encodeCancellationNotice,
  handleMessage,
  Inbox,
  type MarketProcess,
  ProcessStore,
  signUp
} from "@datahub-settlement/core"
import { memoryIntake } from "@datahub-settlement/core/testing"
import { Effect, Layer, Option } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making } from "../intake/Making.ts"

const ask = signUp({
  gsrn,
  startAt: day("2025-02-01"),
  customer: "lives there",
  name: "Nordlys ApS",
  cvr: "12345678",
  balanceResponsible: "5790009990024"
})

const told = (made: Making, cancels?: string, processType = "D44"): void =>
  made.make(processType, "E78", (header) =>
    encodeCancellationNotice({
      header,
      records: [{ transactionId: `c-${header.messageId}`, gsrn, ...(cancels === undefined ? {} : { cancels }) }]
    })
  )

const processes = ProcessStore.use((store) => store.list({ limit: 10 }))

const world = () => Layer.mergeAll(memoryIntake(), TestClock.layer())

/** What is said of RSM-025, and that it was kept and changed nothing. */
const saidOf = (made: Making) =>
  Effect.gen(function* () {
    const before = yield* processes
    const message = made.messages.at(-1)!
    const { notes, outcome } = yield* handleMessage(message)
    assert.strictEqual(outcome, "stored")
    assert.deepStrictEqual(yield* processes, before)
    const inbox = yield* Inbox
    assert.deepStrictEqual(yield* inbox.body(message.messageId), Option.some(message.body))
    return notes
  })

const named = ({ id }: MarketProcess, state: string) =>
  `process ${id} (Change of supplier, gaining supplier, "${state}")`

describe("word that something was cancelled (RSM-025)", () => {
  it.effect("is a task where it names a request of ours, or may mean one", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2025-01-10T09:00:00Z"))
      const { process, transactionId } = yield* ask
      const made = new Making()
      told(made, transactionId)
      const one = named(process, "Sent, not answered yet")
      const start = `DataHub tells of a cancellation (RSM-025/D44) on ${gsrn}`
      assert.deepStrictEqual(yield* saidOf(made), [
        `task: See whether ${one} is cancelled. ${start}, of ${transactionId}, which is a request of this process; it stays as it is`
      ])
      told(made)
      assert.deepStrictEqual(yield* saidOf(made), [
        `task: See whether ${one} is cancelled. ${start}, and does not say of which request; nothing is changed`
      ])
      told(made, "t-other")
      assert.deepStrictEqual(yield* saidOf(made), [`${start}, of t-other: it is no request of ours`])
    }).pipe(Effect.provide(world()))
  )

  it.effect("is listed where the process has ended, and where nothing is ours", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2025-01-10T09:00:00Z"))
      const made = new Making()
      told(made, undefined, "D45")
      const start = `DataHub tells of a cancellation (RSM-025/D45) on ${gsrn}`
      assert.deepStrictEqual(yield* saidOf(made), [`${start}: it is no request of ours`])
      made.notice("E03", day("2025-03-01"))
      yield* handleMessage(made.messages.at(-1)!)
      told(made, undefined, "D45")
      assert.deepStrictEqual(yield* saidOf(made), [`${start}: it is no request of ours`])
      const { process, transactionId } = yield* ask
      made.answer("RequestChangeOfSupplier", "E03", transactionId, [{ code: "E22" }])
      yield* handleMessage(made.messages.at(-1)!)
      told(made, transactionId, "D45")
      assert.deepStrictEqual(yield* saidOf(made), [
        `${start}, of ${transactionId}: ${named(process, "Refused by DataHub")} has ended`
      ])
    }).pipe(Effect.provide(world()))
  )
})
