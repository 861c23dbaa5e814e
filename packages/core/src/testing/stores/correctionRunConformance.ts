import { Effect } from "effect"
import { takeCharges, takePortfolio } from "../../intake/index.ts"
import { SettlementRunStore, verifyRun } from "../../runs/index.ts"
import { tariffOf } from "../chargesOf.ts"
import { linkOf } from "../linkOf.ts"
import { expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import { billedPoint, correctionCaseIn, type CorrectionCases } from "./correctionRunCases.ts"
import {
  addPoint,
  billCorrections,
  billMonths,
  expectBilledAnew,
  freshSums,
  linesIn,
  month,
  noteNews,
  sumsOf,
  tellReadings,
  tellReadingsOn
} from "./correctionRunWorld.ts"
import { correctionRunCauseCases } from "./correctionRunCauseCases.ts"
import { correctionRunStopCases } from "./correctionRunStopCases.ts"
import { randomCorrections } from "./randomCorrections.ts"

const cases: CorrectionCases = []
const correctionCase = correctionCaseIn(cases, 1)

correctionCase("corrections of corrections add up to what is true, and nothing is due afterwards", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1, 2])
    yield* billMonths(world, month(1), month(2))
    for (const kwh of ["0.433", "0.501", "0.1", "0.4"]) {
      yield* tellReadings(world, { gsrn, period: dates("2024-01-30", "2024-02-03"), kwh })
      const outcome = yield* billCorrections(world)
      yield* expectSame("a run for each month", outcome.runs.length, 2)
      yield* expectSame("lines", linesIn(outcome.runs) > 0, true)
      const kinds = outcome.runs.map(({ run }) => [run.kind, run.points])
      yield* expectSame("kinds", kinds, [
        ["correction", 1],
        ["correction", 1]
      ])
    }
    yield* expectSame("nothing is due", yield* billCorrections(world), {
      runs: [],
      settled: 0,
      waiting: 0,
      hasMore: false
    })
    for (const runId of world.billing) {
      yield* expectSame("made again", (yield* verifyRun(runId)).difference ?? null, null)
    }
    yield* expectBilledAnew(world, [month(1), month(2)], [gsrn])
  })
)

correctionCase("news of three years back correct what was billed, older news do not", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1])
    yield* billMonths(world, month(1))
    const toldAt = (date: string, kwh: string) => tellReadingsOn(world, date, { gsrn, period: month(1), kwh })
    yield* toldAt("2026-12-01", "0.5")
    yield* expectSame("told after 35 months", linesIn((yield* billCorrections(world)).runs) > 0, true)
    yield* toldAt("2027-01-31", "0.6")
    yield* expectSame("told after 36 months", linesIn((yield* billCorrections(world)).runs) > 0, true)
    const billed = yield* sumsOf(world.billing, [gsrn])
    yield* toldAt("2027-02-01", "0.7")
    yield* expectSame("told after 37 months", (yield* billCorrections(world)).runs, [])
    yield* expectSame("stands", yield* sumsOf(world.billing, [gsrn]), billed)
    const anew = yield* freshSums(world, [month(1)], [gsrn])
    yield* expectSame("the readings are recorded all the same", anew.join() === billed.join(), false)
  })
)

correctionCase("the same news twice come to nothing, and a dry run stores nothing", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1])
    yield* billMonths(world, month(1))
    yield* tellReadings(world, { gsrn, period: month(1), kwh: "0.6" })
    const dry = yield* billCorrections(world, { dryRun: true })
    yield* expectSame("dry lines", linesIn(dry.runs) > 0, true)
    const wet = yield* billCorrections(world)
    yield* expectSame("the same", linesIn(wet.runs), linesIn(dry.runs))
    yield* noteNews(world, gsrn, month(1))
    const again = yield* billCorrections(world)
    yield* expectSame("again", [again.settled, linesIn(again.runs)], [1, 0])
    yield* expectBilledAnew(world, [month(1)], [gsrn])
  })
)

correctionCase("a correction that crosses the yearly limit of electric heating changes the later months", (world) =>
  Effect.gen(function* () {
    // 2,232 kWh in January and 2,088 in February: the limit of 4,000 is crossed in February, then in March.
    const gsrn = yield* billedPoint(world, "heated", "3", [1, 2, 3])
    yield* billMonths(world, month(1), month(2), month(3))
    yield* tellReadings(world, { gsrn, period: dates("2024-01-01", "2024-01-16"), kwh: "1" })
    const { runs } = yield* billCorrections(world)
    yield* expectSame("months", runs.length, 3)
    yield* expectSame(
      "each has lines",
      runs.every(({ progress }) => progress.lines > 0),
      true
    )
    yield* tellReadings(world, { gsrn, period: dates("2024-02-01", "2024-02-03"), kwh: "9" })
    yield* billCorrections(world)
    yield* expectBilledAnew(world, [month(1), month(2), month(3)], [gsrn])
  })
)

correctionCase("an hour of solar cells whose balance flips is netted anew", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "solar", "0.5", [1])
    const solar = { gsrn: world.gsrn(1), meteringPointType: "E18" } as const
    yield* tellReadings(world, { ...solar, period: month(1), kwh: "0.2" })
    yield* billMonths(world, month(1))
    const noon = { from: midnight("2024-01-05"), to: midnight("2024-01-06") }
    const kwh = (index: number): string => (index === 12 ? "1.7" : "0.2")
    yield* tellReadings(world, { ...solar, period: noon, kwh })
    const { runs } = yield* billCorrections(world)
    const lines = yield* (yield* SettlementRunStore).lines(runs[0]!.run.runId, { gsrn })
    const credit = lines.find((line) => line.kind === "productionCredit")
    yield* expectSame("credited", credit?.quantityWh, 1200)
    yield* expectBilledAnew(world, [month(1)], [gsrn])
  })
)

correctionCase("what could not be settled, or was not known, is settled in full when it can be", (world) =>
  Effect.gen(function* () {
    const [failed, late] = [yield* billedPoint(world, "plain", "0.4", []), world.gsrn(4)]
    yield* billMonths(world, month(1))
    yield* addPoint(world, 4, "plain")
    yield* tellReadings(world, { gsrn: late, period: month(1), kwh: "0.9" })
    yield* noteNews(world, failed, month(1))
    yield* noteNews(world, late, month(1), "supply")
    const first = yield* billCorrections(world)
    yield* expectSame("still no readings", [first.runs[0]!.progress.failed, first.runs[0]!.progress.settled], [1, 1])
    yield* tellReadings(world, { gsrn: failed, period: month(1), kwh: "0.4" })
    yield* billCorrections(world)
    yield* expectBilledAnew(world, [month(1)], [failed, late])
  })
)

correctionCase("a point that cannot be settled any more keeps what was billed until it can", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1])
    yield* billMonths(world, month(1))
    const missing = tariffOf({ code: `K${world.number}-LATE`, prices: [{ valid: ["2024-01-20"], price: "0.1" }] })
    yield* takeCharges([missing], "late")
    yield* takePortfolio({ links: [linkOf(gsrn, missing, ["2024-01-01"])] }, "late")
    const before = yield* sumsOf(world.billing, [gsrn])
    yield* expectSame("failed", (yield* billCorrections(world)).runs[0]!.progress.failed, 1)
    yield* expectSame("stands", yield* sumsOf(world.billing, [gsrn]), before)
    yield* takeCharges([tariffOf({ code: missing.key.code, prices: "0.1" })], "late")
    yield* billCorrections(world)
    yield* expectBilledAnew(world, [month(1)], [gsrn])
  })
)

/** Histories that are drawn. */
const HISTORIES = 4

for (let seed = 1; seed <= HISTORIES; seed++) {
  correctionCase(`whatever changes, what was billed is what a settlement of today says: seed ${seed}`, (world) =>
    randomCorrections(world, seed)
  )
}

/** What correction runs must come to on every adapter. */
export const correctionRunConformance: CorrectionCases = [
  ...cases,
  ...correctionRunStopCases,
  ...correctionRunCauseCases
]
