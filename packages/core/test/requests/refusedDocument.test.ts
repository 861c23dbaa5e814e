import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { handleMessage } from "../../src/intake/index.ts"
import { Portfolio } from "../../src/portfolio/index.ts"
import { openTasks, ProcessStore, timeline } from "../../src/processes/index.ts"
import {
  cancelRequest,
  noteRefusedDocument,
  requestHistoricalData,
  sendCustomerData,
  signUp,
  type SignUp,
  type SubmittedRequest
} from "../../src/requests/index.ts"
import { spotProductOf } from "../../src/testing/index.ts"
import { day, gsrn, Making } from "../intake/Making.ts"
import { customer } from "./customerTables.ts"
import { today, world } from "./RefusalTable.ts"

const { from: _, ...terms } = spotProductOf()

const wish: SignUp = {
  gsrn,
  startAt: day("2025-02-01"),
  customer: "lives there",
  name: "Nordlys ApS",
  cvr: "12345678",
  balanceResponsible: "5790009990024",
  contract: { terms }
}

const reasons = [{ code: "00402", text: "The process type is not one of those" }]

const refuse = ({ messageId, transactionId }: Omit<SubmittedRequest, "process">) =>
  noteRefusedDocument({ messageId, transactionIds: [transactionId] }, today + 1000, reasons)

const stateOf = (id: string) =>
  ProcessStore.use((store) => Effect.map(store.list({ limit: 9 }), (all) => all.find((one) => one.id === id)!))
const contracts = Portfolio.use((portfolio) =>
  Effect.map(portfolio.versions([gsrn]), (points) => points.get(gsrn)?.contracts.length ?? 0)
)

const accept = (transactionId: string) =>
  Effect.suspend(() => {
    const made = new Making()
    made.answer("RequestChangeOfSupplier", "E03", transactionId)
    return handleMessage(made.messages[0]!)
  })

describe("a document that DataHub would not even take", () => {
  it.effect("ends its process as a refusal does, and the same can be asked for anew", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      const first = yield* signUp(wish)
      const notes = yield* refuse(first)
      assert.deepStrictEqual(notes, [
        `process ${first.process.id} (Change of supplier, gaining supplier): Refused by DataHub`
      ])
      const rejected = yield* stateOf(first.process.id)
      assert.strictEqual(rejected.state, "rejected")
      assert.strictEqual(yield* contracts, 0)
      const last = timeline(rejected).at(-1)!
      assert.include(last.what, "00402 (The process type is not one of those)")
      assert.strictEqual(last.messageId, first.messageId)
      yield* refuse(first)
      assert.deepStrictEqual(yield* stateOf(first.process.id), rejected)
      const second = yield* signUp(wish)
      assert.notStrictEqual(second.process.id, first.process.id)
      assert.strictEqual(yield* contracts, 1)
    }).pipe(Effect.provide(world))
  )

  it.effect("leaves a switch as it was when it is a cancellation or customer data, with a task", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      const { process, transactionId } = yield* signUp(wish)
      yield* accept(transactionId)
      yield* refuse(yield* sendCustomerData({ reason: "E03", gsrn, startAt: wish.startAt, customer }))
      assert.strictEqual((yield* stateOf(process.id)).state, "dataDue")
      yield* refuse(yield* cancelRequest(process.id))
      const after = yield* stateOf(process.id)
      assert.strictEqual(after.state, "dataDue")
      assert.deepStrictEqual(
        openTasks(after).flatMap(({ effect }) => (effect.kind === "task" ? [effect.what] : [])),
        ["Correct the customer data and send them again", "Look at why the cancellation was refused"]
      )
      assert.strictEqual((yield* cancelRequest(process.id)).process.state, "cancelSent")
      assert.strictEqual(yield* contracts, 1)
    }).pipe(Effect.provide(world))
  )

  it.effect("ends a request for data, and is nothing to tell where it belongs to no process", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      const period = { from: day("2024-12-01"), to: day("2025-01-01") }
      const asked = yield* requestHistoricalData({ process: "BRS-025", gsrn, period })
      yield* refuse(asked)
      assert.strictEqual((yield* stateOf(asked.process.id)).state, "rejected")
      assert.deepStrictEqual(yield* refuse({ messageId: "m-9", transactionId: "t-9" }), [])
    }).pipe(Effect.provide(world))
  )
})
