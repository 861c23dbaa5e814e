import { Effect, Exit } from "effect"
import { ChargeStore } from "../../charges/index.ts"
import { Portfolio } from "../../portfolio/index.ts"
import { CorrectionsDue, resumeSettlement, SettlementRunStore, verifyRun } from "../../runs/index.ts"
import { feeOf, tariffOf } from "../chargesOf.ts"
import { linkOf } from "../linkOf.ts"
import { type ConformanceCase, expectFailure, expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import {
  addPoint,
  billCorrections,
  billMonths,
  correctReadings,
  type CorrectionCaseNeeds,
  type CorrectionWorld,
  correctionWorld,
  expectBilledAnew,
  linesIn,
  month,
  noteNews,
  sumsOf,
  tellReadings
} from "./correctionRunWorld.ts"
import { randomCorrections } from "./randomCorrections.ts"

const cases: Array<ConformanceCase<CorrectionCaseNeeds>> = []

const correctionCase = (
  name: string,
  test: (world: CorrectionWorld) => Effect.Effect<void, unknown, CorrectionCaseNeeds>
): void => {
  const number = cases.length + 1
  cases.push({ name, run: Effect.suspend(() => test(correctionWorld(number))) })
}

/** A point whose first months are read and billed. */
const billedPoint = Effect.fnUntraced(function* (
  world: CorrectionWorld,
  kind: Parameters<typeof addPoint>[2],
  kwh: string,
  months: ReadonlyArray<number>
) {
  const gsrn = world.gsrn(0)
  yield* addPoint(world, 0, kind)
  for (const number of months) yield* tellReadings(world, { gsrn, period: month(number), kwh })
  return gsrn
})

correctionCase("corrections of corrections add up to what is true, and nothing is due afterwards", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1, 2])
    yield* billMonths(world, month(1), month(2))
    for (const kwh of ["0.433", "0.501", "0.1", "0.4"]) {
      yield* correctReadings(world, { gsrn, period: dates("2024-01-30", "2024-02-03"), kwh })
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

correctionCase("the same news twice come to nothing, and a dry run stores nothing", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1])
    yield* billMonths(world, month(1))
    yield* correctReadings(world, { gsrn, period: month(1), kwh: "0.6" })
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
    yield* correctReadings(world, { gsrn, period: dates("2024-01-01", "2024-01-16"), kwh: "1" })
    const { runs } = yield* billCorrections(world)
    yield* expectSame("months", runs.length, 3)
    yield* expectSame(
      "each has lines",
      runs.every(({ progress }) => progress.lines > 0),
      true
    )
    yield* correctReadings(world, { gsrn, period: dates("2024-02-01", "2024-02-03"), kwh: "9" })
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
    yield* correctReadings(world, { ...solar, period: noon, kwh })
    const { runs } = yield* billCorrections(world)
    const lines = yield* (yield* SettlementRunStore).lines(runs[0]!.run.runId, { gsrn })
    const credit = lines.find((line) => line.kind === "productionCredit")
    yield* expectSame("credited", credit?.quantityWh, 1200)
    yield* expectBilledAnew(world, [month(1)], [gsrn])
  })
)

correctionCase("supply annulled after two billed months and a correction is taken back to nothing", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1, 2])
    yield* billMonths(world, month(1), month(2))
    yield* correctReadings(world, { gsrn, period: dates("2024-01-10", "2024-01-11"), kwh: "0.777" })
    yield* billCorrections(world)
    const supply = { from: midnight("2024-01-01") }
    yield* (yield* Portfolio).annulSupply(gsrn, supply)
    yield* noteNews(world, gsrn, dates("2024-01-01", "2024-03-01"), "supply")
    yield* billCorrections(world)
    yield* expectSame("billed", yield* sumsOf(world.billing, [gsrn]), [])
    yield* noteNews(world, gsrn, month(1), "supply")
    yield* expectSame("taken back once", linesIn((yield* billCorrections(world)).runs), 0)
    yield* (yield* Portfolio).record({ supply: [{ ...supply, gsrn }] })
    yield* noteNews(world, gsrn, dates("2024-01-01", "2024-03-01"), "supply")
    yield* billCorrections(world)
    yield* expectBilledAnew(world, [month(1), month(2)], [gsrn])
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
    yield* correctReadings(world, { gsrn: failed, period: month(1), kwh: "0.4" })
    yield* billCorrections(world)
    yield* expectBilledAnew(world, [month(1)], [failed, late])
  })
)

correctionCase("a point that cannot be settled any more keeps what was billed until it can", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1])
    yield* billMonths(world, month(1))
    const missing = tariffOf({ code: `K${world.number}-LATE`, prices: [{ valid: ["2024-01-20"], price: "0.1" }] })
    yield* (yield* ChargeStore).record([missing], "late")
    yield* (yield* Portfolio).record({ links: [linkOf(gsrn, missing, ["2024-01-01"])] })
    const before = yield* sumsOf(world.billing, [gsrn])
    yield* noteNews(world, gsrn, month(1), "links")
    yield* expectSame("failed", (yield* billCorrections(world)).runs[0]!.progress.failed, 1)
    yield* expectSame("stands", yield* sumsOf(world.billing, [gsrn]), before)
    yield* (yield* ChargeStore).record([tariffOf({ code: missing.key.code, prices: "0.1" })], "late")
    yield* noteNews(world, gsrn, month(1), "prices")
    yield* billCorrections(world)
    yield* expectBilledAnew(world, [month(1)], [gsrn])
  })
)

correctionCase("late prices and links split segments and are billed by charge", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1, 2])
    yield* billMonths(world, month(1), month(2))
    const { net } = world.charges
    const late = tariffOf({ code: net.key.code, prices: [{ valid: ["2024-01-17"], price: "0.311" }] })
    const fee = feeOf({ code: `K${world.number}-FEE`, prices: "65" })
    yield* (yield* ChargeStore).record([{ ...net, prices: late.prices } as typeof net, fee], "late")
    yield* noteNews(world, gsrn, dates("2024-01-17", "2024-03-01"), "prices")
    yield* billCorrections(world)
    yield* (yield* Portfolio).record({
      links: [linkOf(gsrn, fee, ["2024-01-09", "2024-01-10"], 2)],
      removed: { links: [{ gsrn, charge: net.key, from: midnight("2024-02-10") }] }
    })
    yield* noteNews(world, gsrn, dates("2024-01-09", "2024-03-01"), "links")
    yield* billCorrections(world)
    yield* expectBilledAnew(world, [month(1), month(2)], [gsrn])
  })
)

/** Points with the same news, one after the other in GSRN order. */
const manyPoints = Effect.fnUntraced(function* (world: CorrectionWorld) {
  const gsrns = [0, 2, 4, 6, 8].map(world.gsrn)
  for (const [index, gsrn] of gsrns.entries()) {
    yield* addPoint(world, index * 2, "plain")
    yield* tellReadings(world, { gsrn, period: month(1), kwh: "0.4" })
  }
  yield* billMonths(world, month(1))
  for (const gsrn of gsrns)
    yield* correctReadings(world, { gsrn, period: dates("2024-01-04", "2024-01-09"), kwh: "0.9" })
  return gsrns
})

correctionCase("stopped between chunks it is finished first, and bills nothing twice", (world) =>
  Effect.gen(function* () {
    const gsrns = yield* manyPoints(world)
    const store = yield* SettlementRunStore
    const onProgress = ({ chunks }: { readonly chunks: number }) => (chunks === 2 ? Effect.die("killed") : Effect.void)
    const exit = yield* Effect.exit(billCorrections(world, { chunkPoints: 1, onProgress }))
    yield* expectSame("killed", Exit.isFailure(exit), true)
    const [stopped] = yield* store.unfinishedCorrections
    yield* expectSame("stored", (yield* store.progress(stopped!.runId)).chunks, 2)
    // What has come since belongs to the next run.
    yield* correctReadings(world, { gsrn: gsrns[0]!, period: dates("2024-01-04", "2024-01-05"), kwh: "0.3" })
    const { runs } = yield* billCorrections(world, { chunkPoints: 2 })
    yield* expectSame("finished first", runs[0]!.run.runId, stopped!.runId)
    yield* expectSame("points", runs[0]!.progress.settled, gsrns.length)
    yield* expectSame("made again", (yield* verifyRun(stopped!.runId)).difference ?? null, null)
    yield* expectSame("resumed", (yield* resumeSettlement({ runId: stopped!.runId })).progress, runs[0]!.progress)
    yield* expectBilledAnew(world, [month(1)], gsrns)
  })
)

correctionCase("stopped before corrections are ended, they come again and bill nothing", (world) =>
  Effect.gen(function* () {
    const gsrns = yield* manyPoints(world)
    const due = yield* CorrectionsDue
    const dying = { ...due, settle: () => Effect.die("killed") }
    const outcome: Array<string> = []
    const exit = yield* Effect.exit(
      billCorrections(world, {
        onProgress: () => Effect.sync(() => void outcome.push("chunk"))
      }).pipe(Effect.provideService(CorrectionsDue, dying))
    )
    yield* expectSame("killed", [Exit.isFailure(exit), outcome], [true, ["chunk"]])
    const [newest] = (yield* (yield* SettlementRunStore).list(100_000))
      .filter(({ gridAreas, kind }) => kind === "correction" && gridAreas === undefined)
      .filter(({ runId }) => runId.startsWith("00000000-0000-4000-8000-") && !world.billing.includes(runId))
      .filter(({ runId }) => Math.floor((Number(runId.slice(-12)) - 9_000_000) / 10_000) === world.number)
    world.billing.push(newest!.runId)
    const again = yield* billCorrections(world)
    yield* expectSame("again", [again.settled, linesIn(again.runs)], [gsrns.length, 0])
    yield* expectBilledAnew(world, [month(1)], gsrns)
  })
)

correctionCase("few are taken up at a time, by one process at a time", (world) =>
  Effect.gen(function* () {
    const gsrns = yield* manyPoints(world)
    const store = yield* SettlementRunStore
    yield* Effect.scoped(
      Effect.gen(function* () {
        yield* store.hold("corrections")
        yield* expectFailure("held", billCorrections(world), "RunInProgress")
      })
    )
    const settled: Array<readonly [number, boolean]> = []
    for (let hasMore = true; hasMore;) {
      const outcome = yield* billCorrections(world, { correctionsMax: 2 })
      hasMore = outcome.hasMore
      settled.push([outcome.settled, hasMore])
    }
    yield* expectSame("taken up", settled, [
      [2, true],
      [2, true],
      [1, false]
    ])
    yield* expectBilledAnew(world, [month(1)], gsrns)
  })
)

correctionCase("a settlement run that has not finished is waited for, unless a newer one has done it over", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [4])
    const store = yield* SettlementRunStore
    yield* billMonths(world, month(4))
    const done = yield* store.find(world.billing[0]!)
    const stopped = { ...done, runId: `${done.runId.slice(0, -5)}99999`, asOf: done.asOf + 1, points: 1 }
    yield* store.begin(stopped)
    yield* correctReadings(world, { gsrn, period: dates("2024-04-04", "2024-04-05"), kwh: "0.3" })
    const waiting = yield* billCorrections(world)
    yield* expectSame("waiting", [waiting.runs.length, waiting.settled, waiting.waiting], [0, 0, 1])
    world.billing.length = 0
    yield* billMonths(world, month(4))
    const outcome = yield* billCorrections(world)
    yield* expectSame("done over", [outcome.settled, outcome.waiting, linesIn(outcome.runs)], [1, 0, 0])
    yield* expectBilledAnew(world, [month(4)], [gsrn])
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
export const correctionRunConformance: ReadonlyArray<ConformanceCase<CorrectionCaseNeeds>> = cases
