import { Effect } from "effect"
import type { Instant } from "../../market/index.ts"
import { type CorrectionDue, CorrectionsDue, SettlementRunStore } from "../../runs/index.ts"
import { type ConformanceCase, expectSame } from "./conformance.ts"
import { dates, midnight, worldPoint } from "./conformanceWorld.ts"
import { ALL, type ExchangePorts } from "./exchangeCases.ts"

type Corrections = CorrectionsDue["Service"]

const WORLD = 800
const noted = midnight("2025-04-02")

const correction = (index: number, more: Partial<CorrectionDue> = {}): CorrectionDue => ({
  gsrn: worldPoint(WORLD, index),
  period: dates("2025-03-01", "2025-03-02"),
  cause: "readings",
  messageId: "corrections-1",
  notedAt: noted,
  ...more
})

/** Open ones of these points alone. */
const openOf = (corrections: Corrections, ...points: ReadonlyArray<number>) =>
  Effect.map(corrections.open(ALL), (all) =>
    all.filter(({ gsrn }) => points.some((index) => gsrn === worldPoint(WORLD, index)))
  )

/** A run of no points. */
const runOf = (number: number, to: Instant) => ({
  runId: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
  kind: "settlement" as const,
  period: { from: to - 1, to },
  asOf: noted,
  ruleVersion: "1",
  points: 0,
  startedAt: noted
})

/** What every adapter of `CorrectionsDue` must do; it goes by the runs of the run store beside it. */
export const correctionsDueConformance: ReadonlyArray<ConformanceCase<ExchangePorts | SettlementRunStore>> = [
  {
    name: "a correction is noted once, and open ones come by point and time",
    run: Effect.gen(function* () {
      const corrections = yield* CorrectionsDue
      const march = correction(1, { period: dates("2025-03-05", "2025-03-07") })
      const other = [correction(1, { cause: "prices" }), correction(1, { messageId: "corrections-2" })]
      yield* corrections.note([correction(2), march, ...other, correction(1), correction(1)])
      yield* corrections.note([correction(2, { notedAt: noted + 1 })])
      yield* corrections.note([])
      const expected = [other[0], correction(1), other[1], march, correction(2)]
      yield* expectSame("open", yield* openOf(corrections, 1, 2), expected)
      yield* expectSame("one", (yield* corrections.open(1)).length, 1)
    })
  },
  {
    name: "what a run has taken up is not open any more, what came since is",
    run: Effect.gen(function* () {
      const corrections = yield* CorrectionsDue
      const later = correction(3, { messageId: "corrections-3", notedAt: noted + 2 })
      yield* corrections.note([correction(3), later, correction(4)])
      yield* corrections.settle([correction(3)])
      yield* expectSame("open", yield* openOf(corrections, 3, 4), [later, correction(4)])
      yield* corrections.note([correction(3)])
      yield* expectSame("noted again", yield* openOf(corrections, 3), [later])
      // Noted while a run was settling, whatever the clock said: it was not taken up.
      const sameInstant = correction(3, { cause: "prices", notedAt: noted - 1 })
      yield* corrections.note([sameInstant])
      yield* corrections.settle([correction(3), later])
      yield* corrections.settle([])
      yield* expectSame("those that were not named", yield* openOf(corrections, 3), [sameInstant])
      yield* corrections.settle([sameInstant, correction(5)])
      yield* expectSame("none", yield* openOf(corrections, 3, 5), [])
    })
  },
  {
    name: "what a settlement run was begun for may have to be corrected, what a correction run was is no news",
    run: Effect.gen(function* () {
      const corrections = yield* CorrectionsDue
      const runs = yield* SettlementRunStore
      const before = yield* corrections.settledUntil
      const until = Math.max(before ?? 0, midnight("2025-04-01")) + 24 * 3_600_000
      const [newest, older] = [runOf(WORLD, until), runOf(WORLD + 1, until - 5)]
      yield* runs.begin({ ...runOf(WORLD + 2, until), kind: "correction" })
      yield* expectSame("a correction run", yield* corrections.settledUntil, before)
      yield* runs.begin(newest)
      yield* expectSame("begun", yield* corrections.settledUntil, until)
      yield* runs.begin(older)
      yield* expectSame("an older time", yield* corrections.settledUntil, until)
    })
  }
]
