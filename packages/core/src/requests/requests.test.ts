import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making } from "../../test/intake/Making.ts"
import { Inbox, Outbox } from "../exchange/index.ts"
import { handleMessage } from "../intake/index.ts"
import { encodeMeasureData, encodeRequestAnswer } from "../messages/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { openTasks, ProcessStore } from "../processes/index.ts"
import { memoryIntake, seriesOf, spotProductOf } from "../testing/index.ts"
import { advanceDueProcesses } from "./advanceDueProcesses.ts"
import { reportErroneousMove } from "./corrections.ts"
import { cancelRequest, moveOut } from "./endings.ts"
import { requestHistoricalData } from "./requestData.ts"
import { sendCustomerData } from "./sendCustomerData.ts"
import { type SignUp, signUp } from "./signUp.ts"

const world = () => Layer.mergeAll(memoryIntake(), TestClock.layer())

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

const today = TestClock.setTime(Date.parse("2025-01-10T09:00:00Z"))
const outgoing = Outbox.use((outbox) => outbox.list({ limit: 100 }))
const contracts = Portfolio.use((portfolio) =>
  Effect.map(portfolio.versions([gsrn]), (points) => points.get(gsrn)?.contracts ?? [])
)
const notes = Effect.map(
  Inbox.use((inbox) => inbox.messages({ limit: 100 })),
  (all) => all.flatMap((entry) => entry.notes)
)

/** DataHub's answer to a transaction of ours. */
const answer = (made: Making, answers: string, code?: string): void => {
  const request = "RequestChangeOfSupplier"
  const name = code === undefined ? (`Confirm${request}` as const) : (`Reject${request}` as const)
  made.make("E03", "414", (header) =>
    encodeRequestAnswer({
      header: { ...header, reasonCode: code === undefined ? "A01" : "A02" },
      name,
      request,
      accepted: code === undefined,
      records: [{ transactionId: `a-${header.messageId}`, answers, reasons: code === undefined ? [] : [{ code }] }]
    })
  )
}

const handleAll = ({ messages }: Making) => Effect.forEach(messages, handleMessage)

describe("a request", () => {
  it.effect("is a process and a document in the outbox, or neither", () =>
    Effect.gen(function* () {
      yield* today
      const refused = yield* Effect.flip(signUp({ ...wish, startAt: day("2025-01-10"), cvr: "1" }))
      assert.strictEqual(refused._tag, "RequestRefused")
      const { messageId, process, transactionId } = yield* signUp(wish)
      assert.strictEqual(process.state, "sent")
      assert.deepStrictEqual(
        (yield* outgoing).map((entry) => [entry.messageId, entry.document, entry.transactionIds]),
        [[messageId, "RequestChangeOfSupplier", [transactionId]]]
      )
      const again = yield* Effect.flip(signUp(wish))
      assert.strictEqual(again._tag, "ProcessActive")
      assert.strictEqual((yield* outgoing).length, 1)
      assert.strictEqual((yield* ProcessStore.use((store) => store.list({ limit: 10 }))).length, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("leaves no trace of a step that does not fit", () =>
    Effect.gen(function* () {
      yield* today
      const { process } = yield* signUp(wish)
      const early = yield* Effect.flip(cancelRequest(process.id))
      assert.strictEqual(early._tag, "StepRefused")
      const [stored] = yield* ProcessStore.use((store) => store.openFor(gsrn))
      assert.deepStrictEqual(stored, process)
      assert.strictEqual((yield* outgoing).length, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("takes its answer, once, and a refusal takes what was agreed back", () =>
    Effect.gen(function* () {
      yield* today
      const { process, transactionId } = yield* signUp(wish)
      const made = new Making()
      answer(made, transactionId, "E22")
      answer(made, "nobody's")
      yield* handleAll(made)
      yield* handleAll(made)
      const [stored] = yield* ProcessStore.use((store) => store.openFor(gsrn))
      assert.isUndefined(stored)
      const [rejected] = yield* ProcessStore.use((store) => store.list({ limit: 10 }))
      assert.strictEqual(rejected?.id, process.id)
      assert.deepStrictEqual(
        rejected?.history.map(({ to }) => to),
        ["sent", "rejected"]
      )
      assert.deepStrictEqual(yield* contracts, [])
      assert.deepStrictEqual(
        (yield* notes).filter((note) => note.startsWith("task:")),
        ["task: Find the process that the answer to nobody's belongs to. No request of that id is known."]
      )
    }).pipe(Effect.provide(world()))
  )

  it.effect("asks for customer data until they are sent", () =>
    Effect.gen(function* () {
      yield* today
      const { transactionId } = yield* signUp(wish)
      const made = new Making()
      answer(made, transactionId)
      made.masterData("E03", { validFrom: wish.startAt, supplyStart: wish.startAt })
      yield* handleAll(made)
      const open = ProcessStore.use((store) => Effect.map(store.openFor(gsrn), ([process]) => process!))
      const kinds = Effect.map(open, (process) => openTasks(process).map(({ effect }) => effect.kind))
      assert.deepStrictEqual(yield* kinds, ["send"])
      const address = { streetCode: "0001", streetName: "Havnegade", number: "1", postalCode: "5000", city: "Odense C" }
      const where = { ...address, country: "DK", cityCode: "461", addressId: "0a3f50b8-3412-32b8-e044-0003ba298018" }
      const customer = {
        name: wish.name,
        cvr: wish.cvr,
        protectedName: false,
        contacts: ["D01", "D04"].map((type) => ({ type, name: wish.name, address: where }))
      }
      yield* sendCustomerData({ reason: "E03", gsrn, startAt: wish.startAt, customer })
      assert.deepStrictEqual(yield* kinds, [])
      assert.strictEqual((yield* open).state, "dataDue")
      assert.strictEqual((yield* contracts).length, 1)
    }).pipe(Effect.provide(world()))
  )

  it.effect("for data ends when the whole period has come, in however many documents", () =>
    Effect.gen(function* () {
      yield* today
      const period = { from: day("2025-01-01"), to: day("2025-01-04") }
      const { process, transactionId } = yield* requestHistoricalData({ process: "BRS-025", gsrn, period })
      const made = new Making()
      const readings = (from: string, to: string) =>
        made.make("E23", "E66", (header) => {
          const days = [from, to].map((date) => ({ from: day(date), to: day(date) + 86_400_000 }))
          const series = days.map((one, index) => ({
            ...seriesOf({ gsrn, period: one, kwh: "1", messageId: header.messageId }),
            transactionId: `s-${header.messageId}-${index}`
          }))
          const answers = new Map(series.map((one) => [one.transactionId, transactionId]))
          return encodeMeasureData({ header, series, otherSeries: [], answers })
        })
      readings("2025-01-03", "2025-01-02")
      yield* handleAll(made)
      const found = ProcessStore.use((store) => Effect.map(store.findByRequest(transactionId), (one) => one))
      assert.strictEqual((yield* Effect.flatten(Effect.map(found, Effect.fromOption))).state, "sent")
      readings("2025-01-01", "2025-01-02")
      yield* handleAll(made)
      const [answered] = yield* ProcessStore.use((store) => store.list({ limit: 1 }))
      assert.strictEqual(answered?.id, process.id)
      assert.strictEqual(answered?.state, "answered")
      assert.strictEqual(answered?.history.length, 3)
    }).pipe(Effect.provide(world()))
  )

  it.effect("moves on with time, and a move-out ends the customer's relation and nothing else", () =>
    Effect.gen(function* () {
      yield* today
      const made = new Making()
      made.masterData("E03", { validFrom: day("2025-01-01"), supplyStart: day("2025-01-01") })
      made.customer("Nordlys ApS", day("2025-01-01"))
      yield* handleAll(made)
      const { process, transactionId } = yield* moveOut({ gsrn, endAt: day("2025-01-20") })
      answer(made, transactionId)
      yield* handleAll(made)
      assert.deepStrictEqual((yield* advanceDueProcesses()).notes, [])
      yield* TestClock.setTime(day("2025-01-20"))
      const { notes: told } = yield* advanceDueProcesses()
      assert.deepStrictEqual(told, [
        `process ${process.id} (moveOut): The customer has left. The supply goes on, with an unknown customer.`
      ])
      assert.deepStrictEqual((yield* advanceDueProcesses()).notes, [])
      const point = (yield* Portfolio.use((portfolio) => portfolio.versions([gsrn]))).get(gsrn)
      assert.deepStrictEqual(
        point?.customers.map(({ from, to }) => [from, to]),
        [[day("2025-01-01"), day("2025-01-20")]]
      )
      assert.deepStrictEqual(
        point?.supply.map(({ to }) => to),
        [undefined]
      )
    }).pipe(Effect.provide(world()))
  )
})

describe("a move that had another date", () => {
  const cases = [
    ["later", "2025-02-05"],
    ["earlier", "2025-01-30"]
  ] as const
  for (const [name, corrected] of cases) {
    it.effect(`is put right: ${name}`, () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(Date.parse("2025-02-10T09:00:00Z"))
        const moveAt = day("2025-02-01")
        const correctedAt = day(corrected)
        const made = new Making()
        made.masterData("E65", { validFrom: moveAt, supplyStart: moveAt })
        yield* handleAll(made)
        yield* reportErroneousMove({ gsrn, moveAt, correctedAt, by: "a caseworker" })
        made.notice("D34", moveAt)
        yield* handleAll(made)
        const [process] = yield* ProcessStore.use((store) => store.list({ limit: 10 }))
        assert.strictEqual(process?.state, "corrected")
        const point = (yield* Portfolio.use((portfolio) => portfolio.versions([gsrn]))).get(gsrn)
        assert.deepStrictEqual(
          point?.supply.map(({ from, to }) => [from, to]),
          [[correctedAt, undefined]]
        )
      }).pipe(Effect.provide(world()))
    )
  }
})

describe("what comes unasked", () => {
  it.effect("begins a process, or is noted where nobody can say which one it belongs to", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.notice("E03", day("2025-02-01"))
      made.notice("D34", day("2025-03-01"))
      yield* handleAll(made)
      yield* handleAll(made)
      const processes = yield* ProcessStore.use((store) => store.list({ limit: 10 }))
      assert.deepStrictEqual(
        processes.map(({ history, kind, role, state }) => [kind, role, state, history.length]),
        [["changeOfSupplier", "losing", "stopping", 1]]
      )
      assert.deepStrictEqual(
        (yield* notes).filter((note) => note.startsWith("task:")),
        [`task: Find the process that notice D34 of ${gsrn} belongs to. None that is open fits it.`]
      )
    }).pipe(Effect.provide(world()))
  )
})
