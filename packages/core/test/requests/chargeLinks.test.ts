import { assert, describe, it } from "@effect/vitest"
import {
  advanceDueProcesses,
  changeChargeLinks,
  type ChargeKey,
  energinet,
  handleMessage,
  Inbox,
  isFinal,
  openTasks,
  Outbox,
  type ProcessEffect,
  ProcessStore,
  timeline
} from "@datahub-settlement/core"
import { memoryIntake } from "@datahub-settlement/core/testing"
import { Effect, Layer, Option } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making, tariff } from "../intake/Making.ts"

const world = () => Layer.mergeAll(memoryIntake(), TestClock.layer())
const began = day("2025-01-01")
const from = day("2025-01-05")
const tax: ChargeKey = { owner: energinet, type: "D03", code: "EA-001" }
const zeroTax: ChargeKey = { owner: energinet, type: "D03", code: "EA-000" }
const REQUEST = "RequestChangeBillingMasterData"

const handleAll = (made: Making) => Effect.forEach(made.messages.splice(0), (message) => handleMessage(message))

const found = (id: string) =>
  ProcessStore.use((store) => Effect.map(store.find(id), (process) => Option.getOrThrow(process)))

/** A metering point of ours on 10 January, with a link to the tax. */
const supplied = Effect.fnUntraced(function* (made: Making) {
  yield* TestClock.setTime(Date.parse("2025-01-10T09:00:00Z"))
  made.masterData("E03", { validFrom: began, supplyStart: began, connectionState: "E22" })
  made.links(tax, 1, began)
  yield* handleAll(made)
})

const whats = (effects: ReadonlyArray<{ readonly effect: ProcessEffect }>) =>
  effects.map(({ effect }) => (effect.kind === "task" ? effect.what : effect.kind))

describe("links of charges that we ask for (BRS-037)", () => {
  it.effect("are followed until DataHub has accepted them and told them", () =>
    Effect.gen(function* () {
      const made = new Making()
      yield* supplied(made)
      const changes = [
        { charge: tax, from, stop: true },
        { charge: zeroTax, from }
      ]
      const { messageId, process, transactionId } = yield* changeChargeLinks({ gsrn, changes })
      const [sent] = yield* Outbox.use((outbox) => outbox.list({ limit: 9 }))
      assert.deepStrictEqual([sent?.document, sent?.messageId], [REQUEST, messageId])
      assert.deepStrictEqual([process.kind, process.state, process.effectiveAt], ["chargeLinks", "sent", from])
      const again = yield* Effect.flip(changeChargeLinks({ gsrn, changes: changes.toReversed() }))
      assert.strictEqual(again._tag, "ProcessActive")
      const beside = yield* changeChargeLinks({ gsrn, changes: [{ charge: zeroTax, from: day("2025-02-01") }] })
      made.answer(REQUEST, "D17", transactionId)
      // Links of the grid company's, and the first half of what was asked for.
      made.links(tariff, 1, from)
      made.links(tax, 1, from, from)
      yield* handleAll(made)
      assert.strictEqual((yield* found(process.id)).state, "accepted")
      made.links(zeroTax, 1, from)
      yield* handleAll(made)
      const done = yield* found(process.id)
      assert.deepStrictEqual([done.state, isFinal(done), openTasks(done)], ["effectuated", true, []])
      assert.deepStrictEqual(
        timeline(done).map(({ messageId: message, state, what }) => [what, state, message]),
        [
          ["Request sent", "Sent, not answered yet", messageId],
          ["Request accepted", "Accepted, links (RSM-031) not here yet", "m-3"],
          ["Charge links (RSM-031) D17", "Accepted, links (RSM-031) not here yet", "m-4"],
          ["Charge links (RSM-031) D17", "Accepted, links (RSM-031) not here yet", "m-5"],
          ["Charge links (RSM-031) D17", "The links are changed", "m-6"]
        ]
      )
      // Of the other change nothing is accepted yet, whatever has come.
      assert.strictEqual((yield* found(beside.process.id)).state, "sent")
      const notes = (yield* Inbox.use((inbox) => inbox.messages({ limit: 100 }))).flatMap((one) => one.notes)
      assert.deepStrictEqual(
        notes.filter((note) => /^(task|process)/.test(note)),
        []
      )
    }).pipe(Effect.provide(world()))
  )

  it.effect("are refused with what it means and what can be done, and asked for anew", () =>
    Effect.gen(function* () {
      const made = new Making()
      yield* supplied(made)
      const { process, transactionId } = yield* changeChargeLinks({ gsrn, changes: [{ charge: zeroTax, from }] })
      made.answer(REQUEST, "D17", transactionId, [{ code: "E17" }])
      yield* handleAll(made)
      const rejected = yield* found(process.id)
      assert.strictEqual(rejected.state, "rejected")
      assert.deepStrictEqual(whats(openTasks(rejected)), ["Correct the change of links, and ask for it anew"])
      assert.match(
        timeline(rejected).at(-1)!.why,
        /E17: the date lies outside the deadline\. What to do: .*at most 21 days/
      )
      const { process: second } = yield* changeChargeLinks({ gsrn, changes: [{ charge: zeroTax, from: began }] })
      const seenTo = yield* found(process.id)
      assert.deepStrictEqual(openTasks(seenTo), [])
      assert.match(timeline(seenTo)[1]!.outcomes[0]!.by, new RegExp(`by process ${second.id}, Change of charge links`))
    }).pipe(Effect.provide(world()))
  )

  it.effect("are somebody's task when answer or links do not come in time", () =>
    Effect.gen(function* () {
      const made = new Making()
      yield* supplied(made)
      const { process, transactionId } = yield* changeChargeLinks({ gsrn, changes: [{ charge: zeroTax, from }] })
      yield* TestClock.adjust("2 hours")
      yield* advanceDueProcesses()
      const unanswered = openTasks(yield* found(process.id))
      assert.match(whats(unanswered).join(), /^No answer has come: see whether it has left the outbox/)
      yield* TestClock.adjust("1 minute")
      made.answer(REQUEST, "D17", transactionId)
      yield* handleAll(made)
      assert.deepStrictEqual(openTasks(yield* found(process.id)), [])
      yield* TestClock.adjust("200 hours")
      yield* advanceDueProcesses()
      assert.match(whats(openTasks(yield* found(process.id))).join(), /^Ask for the charge links in DataHub's portal/)
      made.links(zeroTax, 1, from)
      yield* handleAll(made)
      assert.deepStrictEqual(openTasks(yield* found(process.id)), [])
    }).pipe(Effect.provide(world()))
  )
})
