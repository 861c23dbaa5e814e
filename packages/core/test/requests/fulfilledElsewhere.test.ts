import { assert, describe, it } from "@effect/vitest"
import {
  advanceDueProcesses,
  changeChargeLinks,
  energinet,
  handleMessage,
  type MarketProcess,
  openTasks,
  ProcessStore,
  requestHistoricalData,
  sendCustomerData,
  signUp,
  takeEvent,
  timeline
} from "@datahub-settlement/core"
import { memoryIntake, processOf } from "@datahub-settlement/core/testing"
import { Effect, Layer, Option } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making } from "../intake/Making.ts"
import { eventOf } from "../processes/shorthand.ts"
import { otherPoint } from "./RefusalTable.ts"

const world = () => Layer.mergeAll(memoryIntake(), TestClock.layer())

const found = (id: string) =>
  ProcessStore.use((store) => Effect.map(store.find(id), (process) => Option.getOrThrow(process)))

/** A stored process after some events in short. */
const stored = Effect.fnUntraced(function* (opened: MarketProcess, ...texts: ReadonlyArray<string>) {
  yield* (yield* ProcessStore).open(opened)
  let process = opened
  for (const text of texts) {
    const taken = yield* takeEvent(process, eventOf(text, process, process.history.length))
    assert.isTrue(taken.legal, text)
    process = taken.process
  }
  return process
})

const today = TestClock.setTime(Date.parse("2025-06-10T09:00:00Z"))

/** The metering point is ours since January. */
const supplied = Effect.gen(function* () {
  const made = new Making()
  made.masterData("E03", { validFrom: day("2025-01-01"), supplyStart: day("2025-01-01") })
  yield* Effect.forEach(made.messages.splice(0), (message) => handleMessage(message))
  return made
})

const at = (kind: MarketProcess["kind"], role: MarketProcess["role"], more = {}) =>
  processOf(kind, role, { gsrn, ...more })

const waits = (process: MarketProcess, what: RegExp): boolean =>
  openTasks(process).some(({ effect }) =>
    what.test(
      effect.kind === "task" ? effect.what : effect.kind === "send" ? `${effect.rsm}/${effect.processType}` : ""
    )
  )

const outcome = (process: MarketProcess) =>
  timeline(process)
    .flatMap(({ outcomes }) => outcomes)
    .at(-1)

const address = { streetCode: "0001", streetName: "Havnegade", number: "1", postalCode: "5000", city: "Odense C" }
const where = { ...address, country: "DK", cityCode: "461", addressId: "0a3f50b8-3412-32b8-e044-0003ba298018" }
const customer = {
  name: "Nordlys ApS",
  cvr: "12345678",
  protectedName: false,
  contacts: ["D01", "D04"].map((type) => ({ type, name: "Nordlys ApS", address: where }))
}
const who = { gsrn, name: "Nordlys ApS", cvr: "12345678", balanceResponsible: "5790009990024" }
const update = sendCustomerData({ reason: "E34", gsrn, startAt: day("2025-06-10"), customer })

describe("what a process asks for and another one of the metering point does", () => {
  it.effect("an update of customer data that was refused is corrected by the next one", () =>
    Effect.gen(function* () {
      yield* today
      yield* supplied
      const { id } = yield* stored(at("customerData", "current"), "sent", "refused E17")
      yield* stored(at("customerData", "current", { id: "other", gsrn: otherPoint }), "sent", "refused E17")
      assert.isTrue(waits(yield* found(id), /^Correct the customer's data/))
      const { messageId, process } = yield* update
      const corrected = yield* found(id)
      assert.deepStrictEqual(openTasks(corrected), [])
      assert.deepStrictEqual(outcome(corrected), {
        asked: "task: Correct the customer's data and send them with the date of today or yesterday",
        how: "done",
        at: Date.parse("2025-06-10T09:00:00Z"),
        by: `Task done 2.1, by process ${process.id}, Update of customer data: Request sent`,
        messageId
      })
      assert.isTrue(waits(yield* found("other"), /^Correct the customer's data/))
    }).pipe(Effect.provide(world()))
  )

  it.effect("customer data of the first day are sent by an update, which may wait for an earlier one", () =>
    Effect.gen(function* () {
      yield* today
      yield* supplied
      const steps = ["sent", "accepted", "customerDataSent", "customerDataAccepted", "dateReached"]
      const { id } = yield* stored(at("changeOfSupplier", "gaining"), ...steps)
      const ahead = at("forcedSwitch", "new", { id: "ahead", effectiveAt: day("2025-07-01") })
      yield* stored(ahead, "notice D31", "masterData D31", "dateReached")
      assert.isTrue(waits(yield* found(id), /^RSM-027.E34/))
      yield* update
      assert.isFalse(waits(yield* found(id), /^RSM-027.E34/))
      // What begins on a later day is not told by data of today.
      assert.isTrue(waits(yield* found("ahead"), /^RSM-027.E34/))
    }).pipe(Effect.provide(world()))
  )

  it.effect("readings that the host asks for by itself are asked for", () =>
    Effect.gen(function* () {
      yield* today
      const { id } = yield* stored(at("erroneousSwitch", "previous"), "resumptionRequested", "resumptionAccepted")
      yield* advanceDueProcesses()
      const asked = (yield* ProcessStore.use((store) => store.list({ limit: 9 }))).find(
        (one) => one.kind === "dataRequest"
      )
      const process = yield* found(id)
      assert.isFalse(waits(process, /^RSM-015/))
      assert.strictEqual(outcome(process)?.asked, "send RSM-015/E23")
      assert.match(outcome(process)!.by, new RegExp(`by process ${asked!.id}, Request for data: Request sent`))
      assert.isTrue(waits(process, /^See what of D07 has not come/))
    }).pipe(Effect.provide(world()))
  )

  it.effect("readings that are asked for already need not be asked for again", () =>
    Effect.gen(function* () {
      yield* today
      const period = { from: day("2025-06-01"), to: day("2025-06-10") }
      const other = yield* requestHistoricalData({ process: "BRS-025", gsrn, period })
      const { id } = yield* stored(at("erroneousSwitch", "previous"), "resumptionRequested", "resumptionAccepted")
      yield* advanceDueProcesses(1)
      const process = yield* found(id)
      assert.isFalse(waits(process, /^RSM-015/))
      assert.match(outcome(process)!.by, new RegExp(`by process ${other.process.id},`))
    }).pipe(Effect.provide(world()))
  )

  it.effect("readings of a part of the time, or a yearly sum, are not what was asked for", () =>
    Effect.gen(function* () {
      yield* today
      const steps = ["resumptionRequested", "resumptionAccepted", "deadlinePassed data"]
      const { id } = yield* stored(at("erroneousSwitch", "previous"), ...steps)
      yield* requestHistoricalData({ process: "BRS-024", gsrn })
      const ask = (date: string) =>
        requestHistoricalData({ process: "BRS-025", gsrn, period: { from: day(date), to: day("2025-06-09") } })
      yield* ask("2025-06-02")
      assert.isTrue(waits(yield* found(id), /^RSM-015/))
      yield* ask("2025-06-01")
      assert.isFalse(waits(yield* found(id), /^RSM-015/))
    }).pipe(Effect.provide(world()))
  )

  it.effect("who is no mover changes supplier, on whatever date", () =>
    Effect.gen(function* () {
      yield* today
      const { id } = yield* stored(at("moveIn", "new"), "sent", "refused D17")
      assert.isTrue(waits(yield* found(id), /^See whether it is a change of supplier/))
      yield* signUp({ ...who, startAt: day("2025-07-01"), customer: "lives there" })
      assert.deepStrictEqual(openTasks(yield* found(id)), [])
    }).pipe(Effect.provide(world()))
  )

  it.effect("who has not lived there moves in, on a date before as well", () =>
    Effect.gen(function* () {
      yield* today
      const ahead = at("changeOfSupplier", "gaining", { effectiveAt: day("2025-07-01") })
      const { id } = yield* stored(ahead, "sent", "refused D07")
      assert.isTrue(waits(yield* found(id), /^See whether it is a move-in/))
      yield* signUp({ ...who, startAt: day("2025-06-09"), customer: "moves in" })
      assert.deepStrictEqual(openTasks(yield* found(id)), [])
    }).pipe(Effect.provide(world()))
  )

  it.effect("who asks for other links has seen what fits the new customer", () =>
    Effect.gen(function* () {
      yield* today
      yield* supplied
      const links = ["sent", "accepted", "chargeLinks E65"]
      const { id } = yield* stored(at("moveIn", "new"), ...links)
      const ask = (date: string) =>
        changeChargeLinks({
          gsrn,
          changes: [{ charge: { owner: energinet, type: "D03", code: "EA-000" }, from: day(date) }]
        })
      yield* ask("2025-05-31")
      assert.isTrue(waits(yield* found(id), /^See whether tax/), "links of the customer before")
      yield* ask("2025-06-01")
      assert.isFalse(waits(yield* found(id), /^See whether tax/))
    }).pipe(Effect.provide(world()))
  )

  it.effect("the owner has registered when a move-in comes, with us or with another", () =>
    Effect.gen(function* () {
      yield* today
      const made = yield* supplied
      const { id } = yield* stored(at("moveOut", "current"), "sent", "accepted", "dateReached")
      assert.isTrue(waits(yield* found(id), /^Tell the owner/))
      made.notice("E01", day("2025-06-20"))
      yield* Effect.forEach(made.messages, handleMessage)
      const process = yield* found(id)
      assert.isFalse(waits(process, /^Tell the owner/))
      assert.match(outcome(process)!.by, /Move-in, previous supplier: Notice \(RSM-004\)$/)
    }).pipe(Effect.provide(world()))
  )
})
