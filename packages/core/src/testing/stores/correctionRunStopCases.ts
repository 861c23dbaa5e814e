import { Effect, Exit } from "effect"
import { CorrectionsDue, resumeSettlement, SettlementRunStore, verifyRun } from "../../runs/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { dates } from "./conformanceWorld.ts"
import { billedPoint, correctionCaseIn, type CorrectionCases } from "./correctionRunCases.ts"
import {
  addPoint,
  billCorrections,
  billMonths,
  type CorrectionWorld,
  expectBilledAnew,
  linesIn,
  month,
  tellReadings
} from "./correctionRunWorld.ts"

const cases: CorrectionCases = []
const correctionCase = correctionCaseIn(cases, 41)

/** Points with the same news, one after the other in GSRN order. */
const manyPoints = Effect.fnUntraced(function* (world: CorrectionWorld) {
  const gsrns = [0, 2, 4, 6, 8].map(world.gsrn)
  for (const [index, gsrn] of gsrns.entries()) {
    yield* addPoint(world, index * 2, "plain")
    yield* tellReadings(world, { gsrn, period: month(1), kwh: "0.4" })
  }
  yield* billMonths(world, month(1))
  // Other worlds have settled the month: these readings were news.
  yield* billCorrections(world)
  for (const gsrn of gsrns) yield* tellReadings(world, { gsrn, period: dates("2024-01-04", "2024-01-09"), kwh: "0.9" })
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
    yield* tellReadings(world, { gsrn: gsrns[0]!, period: dates("2024-01-04", "2024-01-05"), kwh: "0.3" })
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
    yield* tellReadings(world, { gsrn, period: dates("2024-04-04", "2024-04-05"), kwh: "0.3" })
    const waiting = yield* billCorrections(world)
    yield* expectSame("waiting", [waiting.runs.length, waiting.settled, waiting.waiting], [0, 0, 1])
    world.billing.length = 0
    yield* billMonths(world, month(4))
    const outcome = yield* billCorrections(world)
    yield* expectSame("done over", [outcome.settled, outcome.waiting, linesIn(outcome.runs)], [1, 0, 0])
    yield* expectBilledAnew(world, [month(4)], [gsrn])
  })
)

/** What is stopped or held, and goes on. */
export const correctionRunStopCases: CorrectionCases = cases
