import { randomUUID } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type GridArea, type RunId, runSettlement, SettlementRunStore } from "@datahub-settlement/core"
import { Effect } from "effect"
import {
  alternativeTarget,
  type Benchmark,
  type BenchmarkOptions,
  type BenchmarkResult,
  detailTarget,
  floorTarget,
  median
} from "./Benchmark.ts"
import { peakRssMb, round, timed } from "./measure.ts"
import { bareCopies } from "./store/benchTables.ts"
import { explained } from "./store/explained.ts"
import { rowPerHour } from "./store/rowPerHour.ts"
import { type BenchDatabase, benchDatabase, benchStores, seedApart } from "./store/server.ts"
import { type WorldPoint, worldPoints } from "./store/world.ts"
import { daysOf, lastMonth } from "./store/worldMonths.ts"

/*
 * The monthly run on the database: read, settle and store every point of a month. Floor: COPY of the same ledger month
 * out of the server and nothing else, then COPY of the same lines into an equal table. Alternative: a row per hour in
 * NUMERIC, the same charges settled by one SQL statement, on a part of the points and scaled. One grid area, a third of
 * the points, is settled before all of them: whether memory grows with the points shows in one run.
 */

const FIRST_AREA = "131" as GridArea

const measure = Effect.fnUntraced(function* (options: BenchmarkOptions, database: BenchDatabase, folder: string) {
  const period = lastMonth(options.months)
  const points = worldPoints(options.points, options.mix)
  yield* runSettlement({ runId: randomUUID(), period, gridAreas: [FIRST_AREA] })
  const thirdPeakMb = peakRssMb()
  const ours: Array<number> = []
  const outs: Array<number> = []
  const ins: Array<number> = []
  let outcome = { settled: 0, failed: 0, lines: 0 }
  let peakMb = 0
  for (let run = 0; run <= options.runs; run++) {
    const runId = randomUUID()
    const { ms, result } = yield* timed(runSettlement({ runId, period }))
    if (run === 0) peakMb = peakRssMb()
    const floor = yield* bareCopies([runId], period, folder)
    options.progress(`run ${run}: ours ${ms.toFixed(0)} ms, floor ${(floor.outMs + floor.inMs).toFixed(0)} ms`)
    outcome = result.progress
    if (run === 0) continue
    ours.push(ms)
    outs.push(floor.outMs)
    ins.push(floor.inMs)
  }
  const plans = options.explain ? yield* explained(database, oneMore(points, period)) : undefined
  const alternative = yield* rowPerHour(points, options)
  return { ours, outs, ins, outcome, thirdPeakMb, peakMb, alternative, plans }
})

/** A run, and what is read of one afterwards: a page of lines, the lines of a point, what is billed of it. */
const oneMore = Effect.fnUntraced(function* (points: ReadonlyArray<WorldPoint>, period: ReturnType<typeof lastMonth>) {
  const runId: RunId = randomUUID()
  yield* runSettlement({ runId, period })
  const runs = yield* SettlementRunStore
  const middle = points[points.length >> 1]!.gsrn
  yield* runs.lines(runId, { after: middle, points: 100 })
  yield* runs.lines(runId, { gsrn: middle })
  yield* runs.results([middle], period)
})

export const run: Benchmark = {
  name: "run",
  summary:
    "settle a month on the database; floor: bare COPY out and in; alternative: a row per hour and one SQL statement",
  defaults: { points: 80_000, runs: 3 },
  takes: ["months", "mix", "explain"],
  targets: [
    floorTarget(1.5),
    alternativeTarget(3),
    detailTarget("point by point / ours", { atLeast: 30 }),
    { figure: "peak memory, MB", of: (result) => result.peakRssMb, limit: { atMost: 512 } }
  ],
  run: async (options): Promise<BenchmarkResult> => {
    const folder = await mkdtemp(join(tmpdir(), "datahub-settlement-run-"))
    const { alternative, ins, ours, outcome, outs, peakMb, plans, thirdPeakMb } = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const database = yield* benchDatabase
          const { mix, months, points } = options
          yield* seedApart(
            database.url,
            { points, months, days: daysOf(months), portfolio: true, mix },
            options.progress
          )
          return yield* measure(options, database, folder).pipe(Effect.provide(benchStores(database.url)))
        })
      )
    ).finally(() => rm(folder, { recursive: true, force: true }))
    const oursMs = median(ours)
    const floorMs = median(outs.map((ms, i) => ms + ins[i]!))
    return {
      name: "run",
      points: options.points,
      runs: options.runs,
      oursMs: round(oursMs),
      floorMs: round(floorMs),
      alternativeMs: round(alternative.sqlMs),
      vsFloor: round(oursMs / floorMs, 2),
      vsAlternative: round(alternative.sqlMs / oursMs, 1),
      peakRssMb: peakMb,
      details: {
        settled: outcome.settled,
        failed: outcome.failed,
        lines: outcome.lines,
        "points per second": Math.round(options.points / (oursMs / 1000)),
        "peak memory at a third of the points, MB": thirdPeakMb,
        "floor, COPY out ms": round(median(outs)),
        "floor, COPY in ms": round(median(ins)),
        "alternative, points measured": alternative.points,
        "point by point, ms": round(alternative.pointByPointMs),
        "point by point / ours": round(alternative.pointByPointMs / oursMs, 0)
      },
      ...(plans === undefined ? {} : { plans })
    }
  }
}
