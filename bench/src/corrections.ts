import { randomUUID } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { CorrectionsDue, MeteringLedger, type Period, runCorrections, runSettlement } from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import { type Benchmark, type BenchmarkOptions, type BenchmarkResult, median } from "./Benchmark.ts"
import { peakRssMb, round, timed } from "./measure.ts"
import { bareCopies } from "./store/benchTables.ts"
import { explained } from "./store/explained.ts"
import { type BenchDatabase, benchDatabase, benchStores, seedApart } from "./store/server.ts"
import { correctedDay, type WorldPoint, worldPoints } from "./store/world.ts"
import { daysOf, lastMonth } from "./store/worldMonths.ts"

/*
 * Corrections of a settled month: a day of every point is registered anew, and each point's month is settled as it was
 * billed and as it is now. Floor: COPY of the same ledger month out of the server, and COPY of the same lines into an
 * equal table. Alternative: the whole month settled once more, and the lines of both runs subtracted by one SQL statement.
 */

/** A day of every point is registered anew and noted, message by message, as their handling does. */
const tellCorrectedDay = Effect.fnUntraced(function* (points: ReadonlyArray<WorldPoint>, months: number, run: number) {
  const ledger = yield* MeteringLedger
  const due = yield* CorrectionsDue
  const notedAt = lastMonth(months).to
  for (const message of correctedDay(points, months === 1 ? 0 : daysOf(months - 1), run)) {
    yield* ledger.append([message])
    const { messageId } = message
    yield* due.note(
      message.series.map(({ gsrn, start }) => {
        const period = { from: start, to: start + 24 * 3_600_000 }
        return { gsrn, period, cause: "readings" as const, messageId, notedAt }
      })
    )
  }
})

/** Takes corrections up until nothing is due. */
const correctAll = Effect.gen(function* () {
  const runIds: Array<string> = []
  let settled = 0
  for (let hasMore = true; hasMore;) {
    const outcome = yield* runCorrections({ drawRunId: () => randomUUID() })
    runIds.push(...outcome.runs.map(({ run }) => run.runId))
    settled += outcome.settled
    hasMore = outcome.hasMore
  }
  return { runIds, settled }
})

/** Settles everything once more and leaves the difference to the server. */
const settleAgain = Effect.fnUntraced(function* (billed: string, period: Period) {
  const { sql } = yield* Database
  const anew = randomUUID()
  yield* runSettlement({ runId: anew, period })
  yield* sql.unsafe(`DROP TABLE IF EXISTS bench.difference`)
  yield* sql.unsafe(`CREATE TABLE bench.difference AS
    SELECT gsrn, line_id, priced_gsrn, kind, vat_class, segment_from,
      sum(CASE WHEN run_id = '${anew}' THEN exact_units ELSE -exact_units END) AS exact_units,
      sum(CASE WHEN run_id = '${anew}' THEN amount_oere ELSE -amount_oere END) AS amount_oere
    FROM settlement.line WHERE run_id IN ('${anew}', '${billed}')
    GROUP BY gsrn, line_id, priced_gsrn, kind, vat_class, segment_from
    HAVING sum(CASE WHEN run_id = '${anew}' THEN exact_units ELSE -exact_units END) <> 0`)
})

const measure = Effect.fnUntraced(function* (options: BenchmarkOptions, database: BenchDatabase, folder: string) {
  const { mix, months } = options
  const period = lastMonth(months)
  const points = worldPoints(options.points, mix)
  const billed = randomUUID()
  yield* runSettlement({ runId: billed, period })
  const ours: Array<number> = []
  const floors: Array<number> = []
  const told: Array<number> = []
  let settled = 0
  let peakMb = 0
  for (let run = 0; run <= options.runs; run++) {
    const noted = yield* timed(tellCorrectedDay(points, months, run))
    const { ms, result } = yield* timed(correctAll)
    if (run === 0) peakMb = peakRssMb()
    const floor = yield* bareCopies(result.runIds, period, folder)
    const floorMs = floor.outMs + floor.inMs
    options.progress(`run ${run}: ours ${ms.toFixed(0)} ms, floor ${floorMs.toFixed(0)} ms`)
    settled = result.settled
    if (run === 0) continue
    told.push(noted.ms)
    ours.push(ms)
    floors.push(floorMs)
  }
  const again = yield* timed(settleAgain(billed, period))
  const oneMore = Effect.andThen(tellCorrectedDay(points, months, options.runs + 1), correctAll)
  const plans = options.explain ? yield* explained(database, oneMore) : undefined
  return { ours, floors, told, settled, peakMb, againMs: again.ms, plans }
})

export const corrections: Benchmark = {
  name: "corrections",
  summary:
    "correct a settled month on the database, a day of every point; floor: bare COPY out and in; alternative: settle all again and subtract",
  defaults: { points: 80_000, runs: 3 },
  takes: ["months", "mix", "explain"],
  targets: [],
  run: async (options): Promise<BenchmarkResult> => {
    const folder = await mkdtemp(join(tmpdir(), "datahub-settlement-corrections-"))
    const { againMs, floors, ours, peakMb, plans, settled, told } = await Effect.runPromise(
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
    const floorMs = median(floors)
    return {
      name: "corrections",
      points: options.points,
      runs: options.runs,
      oursMs: round(oursMs),
      floorMs: round(floorMs),
      alternativeMs: round(againMs),
      vsFloor: round(oursMs / floorMs, 2),
      vsAlternative: round(againMs / oursMs, 1),
      peakRssMb: peakMb,
      details: {
        "corrections settled": settled,
        "points per second": Math.round(options.points / (oursMs / 1000)),
        "readings stored and noted, ms": round(median(told))
      },
      ...(plans === undefined ? {} : { plans })
    }
  }
}
