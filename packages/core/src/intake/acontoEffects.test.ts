import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making, us } from "../../test/intake/Making.ts"
import { type AcontoPlan, AcontoPlans } from "../invoicing/index.ts"
import { type Instant, MarketCalendar } from "../market/index.ts"
import {
  type MarketProcess,
  openProcess,
  type ProcessEvent,
  type ProcessOpening,
  ProcessStore
} from "../processes/index.ts"
import { memoryIntake } from "../testing/index.ts"
import { handleMessage } from "./handleMessage.ts"
import { retryParked } from "./retryParked.ts"
import { reckonNewPeriods, takeAcontoPlans } from "./takeAcontoPlans.ts"
import { takeEvent } from "./takeEvent.ts"
import { takePortfolio } from "./takePortfolio.ts"

const start = day("2025-01-16")
/** 30.00 for each of the 90 days of the first quarter of 2025. */
const planFrom = (from: Instant, more: Partial<AcontoPlan> = {}): AcontoPlan => ({
  gsrn,
  from,
  agreedFrom: from,
  interval: "quarter",
  amountOere: 270_000,
  ...more
})

/** Today is 3 February 2025: of the quarters only the first is reckoned. */
const now = day("2025-02-03") + 3_600_000
const inWorld = Effect.provide([memoryIntake({ gln: us }), TestClock.layer()])

/** We supply from the 16th; nothing else is known. */
const supplied = Effect.fnUntraced(function* (made: Making, from = start) {
  yield* TestClock.setTime(now)
  made.masterData("E65", { validFrom: from, supplyStart: from })
  yield* handleAll(made)
})

const handleAll = Effect.fnUntraced(function* (made: Making) {
  for (const message of made.messages.splice(0)) yield* handleMessage(message)
})

const known = AcontoPlans.use((store) => Effect.map(store.of([gsrn]), (all) => all.get(gsrn)))

/** What is prepaid for the first quarter, as it was reckoned each time. */
const amounts = AcontoPlans.use((store) =>
  Effect.map(store.history(gsrn), (shares) => shares.map(({ amountOere }) => amountOere))
)

const planDays = Effect.map(known, (all) =>
  (all?.plans ?? []).map(({ from, to }) =>
    [from, to].map((at) => (at === undefined ? "" : MarketCalendar.localDateOf(at)))
  )
)

const opened = Effect.fnUntraced(function* (opening: Omit<ProcessOpening, "gsrn" | "id" | "openedAt">) {
  const process = Result.getOrThrow(openProcess({ id: "p-1", gsrn, openedAt: now, ...opening }))
  yield* (yield* ProcessStore).open(process)
  return process
})

const taking = Effect.fnUntraced(function* (process: MarketProcess, ...events: ReadonlyArray<ProcessEvent>) {
  let current = process
  for (const event of events) current = (yield* takeEvent(current, event)).process
  return current
})

const sent = (id: string): ProcessEvent => ({ kind: "sent", at: now, messageId: id, transactionId: id })
const openCase: ProcessEvent = { kind: "operator", action: "openCase", at: now, by: "N. N." }

/** Our move-in of the 16th is reported as wrong. */
const reported = Effect.fnUntraced(function* (correctedAt?: Instant) {
  const more = correctedAt === undefined ? {} : { correctedAt }
  const process = yield* opened({ kind: "erroneousMove", role: "reporting", effectiveAt: start, ...more })
  return yield* taking(process, openCase, sent("o-1"))
})

describe("what is prepaid follows the supply", () => {
  it.effect("a plan is reckoned when it is recorded, and again when supply comes; the same again changes nothing", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(now)
      const first = yield* takeAcontoPlans({ plans: [planFrom(start)] }, "a file")
      assert.deepStrictEqual([first.added, first.shares.length], [1, 1])
      const made = new Making()
      yield* supplied(made)
      // 75 days; before there was no supply.
      assert.deepStrictEqual(yield* amounts, [0, 225_000])
      const again = yield* takeAcontoPlans({ plans: [planFrom(start)] }, "a file")
      assert.deepStrictEqual(again, { added: 0, superseded: 0, shares: [] })
      assert.deepStrictEqual((yield* known)?.shares.at(-1)?.source, "m-1")
    }).pipe(inWorld)
  )

  it.effect("a start that is moved changes the quarter by exactly those days, and the same message twice nothing", () =>
    Effect.gen(function* () {
      for (const [correctedAt, after] of [
        ["2025-01-09", 246_000], // 82 days
        ["2025-01-19", 216_000] // 72 days
      ] as const) {
        yield* Effect.gen(function* () {
          const made = new Making()
          yield* supplied(made)
          yield* takeAcontoPlans({ plans: [planFrom(start)] }, "a file")
          yield* reported(day(correctedAt))
          made.notice("D34", start)
          const [notice] = made.messages
          yield* handleAll(made)
          assert.deepStrictEqual(yield* amounts, [225_000, after])
          assert.deepStrictEqual(yield* planDays, [[correctedAt, ""]])
          const share = (yield* known)?.shares.at(-1)
          assert.deepStrictEqual([share?.source, share?.processId], ["m-2", "p-1"])
          assert.strictEqual((yield* handleMessage(notice!)).outcome, "known before")
          assert.deepStrictEqual(yield* amounts, [225_000, after])
        }).pipe(inWorld)
      }
    })
  )

  it.effect("a full reversal brings it to 0, and takes the plan along", () =>
    Effect.gen(function* () {
      const made = new Making()
      yield* supplied(made)
      yield* takeAcontoPlans({ plans: [planFrom(start)] }, "a file")
      yield* reported()
      made.notice("D34", start)
      yield* handleAll(made)
      assert.deepStrictEqual(yield* amounts, [225_000, 0])
      assert.deepStrictEqual(yield* planDays, [])
    }).pipe(inWorld)
  )

  it.effect("a switch of somebody else ends it on its day; undone as erroneous, it is as before", () =>
    Effect.gen(function* () {
      const made = new Making()
      yield* supplied(made)
      yield* takeAcontoPlans({ plans: [planFrom(start)] }, "a file")
      made.notice("E03", day("2025-01-26"))
      yield* handleAll(made)
      // Ten days.
      assert.deepStrictEqual(yield* amounts, [225_000, 30_000])
      made.masterData("D07", { validFrom: day("2025-01-26"), supplyStart: day("2025-01-26") })
      yield* handleAll(made)
      assert.deepStrictEqual(yield* amounts, [225_000, 30_000, 225_000])
      assert.deepStrictEqual(yield* planDays, [["2025-01-16", ""]])
    }).pipe(inWorld)
  )

  it.effect("what a person or a file says of the supply counts as well", () =>
    Effect.gen(function* () {
      yield* supplied(new Making())
      yield* takeAcontoPlans({ plans: [planFrom(start)] }, "a file")
      const removed = { supply: [{ gsrn, from: day("2025-03-02") }] }
      yield* takePortfolio({ removed }, "a file")
      // 45 days.
      assert.deepStrictEqual(yield* amounts, [225_000, 135_000])
    }).pipe(inWorld)
  )

  it.effect("master data that were parked are reckoned when they are taken up", () => {
    const areas = new Map<string, "DK1">()
    const priceAreaOf = (area: string) => areas.get(area)
    return Effect.gen(function* () {
      yield* TestClock.setTime(now)
      yield* takeAcontoPlans({ plans: [planFrom(start)] }, "a file")
      yield* supplied(new Making())
      assert.deepStrictEqual(yield* amounts, [0])
      areas.set("791", "DK1")
      yield* retryParked()
      assert.deepStrictEqual(yield* amounts, [0, 225_000])
      assert.strictEqual((yield* known)?.shares.at(-1)?.source, `m-1#${gsrn}`)
    }).pipe(Effect.provide([memoryIntake({ gln: us, priceAreaOf }), TestClock.layer()]))
  })

  it.effect("nothing is reckoned where nothing is agreed", () =>
    Effect.gen(function* () {
      yield* supplied(new Making())
      assert.strictEqual(yield* known, undefined)
    }).pipe(inWorld)
  )
})

describe("a plan goes with its customer", () => {
  /** A customer who left on 20 February, by our own move-out. */
  const movedOut = Effect.gen(function* () {
    yield* supplied(new Making())
    yield* takeAcontoPlans({ plans: [planFrom(start)] }, "a file")
    const process = yield* opened({ kind: "moveOut", role: "current", effectiveAt: day("2025-02-20") })
    const at = day("2025-02-20")
    return yield* taking(process, sent("o-1"), { kind: "accepted", at: now }, { kind: "dateReached", at })
  })

  const undo = Effect.fnUntraced(function* (correctedAt?: Instant) {
    const at = day("2025-02-24")
    const more = correctedAt === undefined ? {} : { correctedAt }
    const opening = { id: "p-2", kind: "erroneousMove", role: "reporting", corrects: "moveOut" } as const
    const effectiveAt = day("2025-02-20")
    const process = Result.getOrThrow(openProcess({ ...opening, gsrn, effectiveAt, openedAt: at, ...more }))
    yield* (yield* ProcessStore).open(process)
    const notice = {
      kind: "notice",
      processType: "D34",
      effectiveAt,
      at,
      messageId: "n-1",
      transactionId: "n-1"
    } as const
    yield* taking(process, { ...openCase, at }, { ...sent("o-2"), at }, notice)
  })

  it.effect("who leaves prepays until then, though the supply goes on; on another date, until that one", () =>
    Effect.gen(function* () {
      yield* movedOut
      // 35 days, then 27.
      assert.deepStrictEqual(yield* amounts, [225_000, 105_000])
      yield* undo(day("2025-02-12"))
      assert.deepStrictEqual(yield* amounts, [225_000, 105_000, 81_000])
      assert.deepStrictEqual(yield* planDays, [["2025-01-16", "2025-02-12"]])
    }).pipe(inWorld)
  )

  it.effect("who did not leave after all prepays on, also longer than was thought", () =>
    Effect.gen(function* () {
      yield* movedOut
      yield* undo()
      assert.deepStrictEqual(yield* amounts, [225_000, 105_000, 225_000])
    }).pipe(inWorld)
  )

  it.effect("who left later prepays until then", () =>
    Effect.gen(function* () {
      yield* movedOut
      yield* undo(day("2025-02-23"))
      assert.deepStrictEqual(yield* amounts, [225_000, 105_000, 114_000])
    }).pipe(inWorld)
  )

  it.effect("whoever moves in has a plan of their own, of the same amount too", () =>
    Effect.gen(function* () {
      const made = new Making()
      yield* supplied(made)
      yield* takeAcontoPlans({ plans: [planFrom(start)] }, "a file")
      const moveIn = day("2025-01-26")
      yield* takeAcontoPlans({ plans: [planFrom(moveIn)] }, "sign-up")
      made.notice("E01", moveIn)
      made.masterData("E65", { validFrom: moveIn, supplyStart: moveIn })
      yield* handleAll(made)
      assert.deepStrictEqual(yield* planDays, [
        ["2025-01-16", "2025-01-26"],
        ["2025-01-26", ""]
      ])
      const parts = (yield* known)?.shares.at(-1)?.parts.map(({ amountOere }) => amountOere)
      assert.deepStrictEqual(parts, [30_000, 195_000])
    }).pipe(inWorld)
  )

  it.effect("a sign-up that DataHub refuses takes back what was agreed with it", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(now)
      const effectiveAt = day("2025-03-01")
      yield* takeAcontoPlans({ plans: [planFrom(effectiveAt)] }, "sign-up")
      const process = yield* opened({ kind: "changeOfSupplier", role: "gaining", effectiveAt })
      const refused: ProcessEvent = {
        kind: "refused",
        at: now,
        messageId: "r-1",
        transactionId: "r-1",
        reasons: [{ code: "E17" }]
      }
      yield* taking(process, sent("o-1"), refused)
      assert.deepStrictEqual(yield* planDays, [])
    }).pipe(inWorld)
  )
})

describe("periods that begin", () => {
  it.effect("are reckoned a month before, once", () =>
    Effect.gen(function* () {
      yield* supplied(new Making())
      yield* takeAcontoPlans({ plans: [planFrom(start)] }, "a file")
      yield* TestClock.setTime(day("2025-02-28"))
      assert.deepStrictEqual(yield* reckonNewPeriods(), { shares: 0, isMore: false })
      yield* TestClock.setTime(day("2025-03-01"))
      assert.deepStrictEqual(yield* reckonNewPeriods(), { shares: 1, isMore: false })
      assert.deepStrictEqual(yield* reckonNewPeriods(), { shares: 0, isMore: false })
      assert.deepStrictEqual(yield* amounts, [225_000, 270_000])
    }).pipe(inWorld)
  )
})
