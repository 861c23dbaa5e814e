import { MeteringLedger } from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import { alternativeTarget, type Benchmark, type BenchmarkOptions, type BenchmarkResult, median } from "./Benchmark.ts"
import { peakRssMb, round, timed } from "./measure.ts"
import { createDaysAndReadings, DAY_COLUMNS, dayBytes } from "./store/benchTables.ts"
import { explained } from "./store/explained.ts"
import { hourText } from "./store/rowPerHour.ts"
import { type BenchDatabase, benchDatabase, benchStores } from "./store/server.ts"
import { readingsOfDay, worldPoints } from "./store/world.ts"
import { dateOf } from "./store/worldMonths.ts"

/*
 * A day's readings of every metering point into the ledger. Floor: COPY of the same rows, already in the server's own
 * format, into an equal table. Alternative: a row per hour, by COPY too, into a table with the key that such rows need.
 */

const measure = Effect.fnUntraced(function* (options: BenchmarkOptions, database: BenchDatabase) {
  const ledger = yield* MeteringLedger
  const { copyIn, sql } = yield* Database
  const points = worldPoints(options.points, "plain")
  yield* createDaysAndReadings
  const ours: Array<number> = []
  const floor: Array<number> = []
  const alternative: Array<number> = []
  for (let run = 0; run <= options.runs; run++) {
    const messages = readingsOfDay(points, run)
    const oursMs = (yield* timed(ledger.append(messages))).ms
    const bytes = yield* dayBytes(`day = '${dateOf(run)}'`)
    const bare = copyIn(`COPY bench.metering_day (${DAY_COLUMNS}) FROM STDIN (FORMAT binary)`, bytes)
    const floorMs = (yield* timed(bare)).ms
    const text = hourText(points, run)
    const alternativeMs = (yield* timed(copyIn("COPY bench.reading FROM STDIN", text))).ms
    options.progress(
      `day ${run}: ours ${oursMs.toFixed(0)} ms, floor ${floorMs.toFixed(0)} ms, a row per hour ${alternativeMs.toFixed(0)} ms`
    )
    if (run === 0) continue
    ours.push(oursMs)
    floor.push(floorMs)
    alternative.push(alternativeMs)
  }
  const [size] = yield* sql<{ ours: number; hours: number }>`
    SELECT (SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'metering' AND c.relname LIKE 'metering_day_2%' AND c.relkind = 'r')::bigint AS ours,
      pg_total_relation_size('bench.reading')::bigint AS hours`
  const oneMore = MeteringLedger.use((store) => store.append(readingsOfDay(points, options.runs + 1)))
  const plans = options.explain ? yield* explained(database, oneMore) : undefined
  return { ours: median(ours), floor: median(floor), alternative: median(alternative), size, plans }
})

export const store: Benchmark = {
  name: "store",
  summary: "a day's readings into the ledger; floor: COPY of the same rows; alternative: COPY of a row per hour",
  defaults: { points: 80_000, runs: 5 },
  takes: ["explain"],
  targets: [alternativeTarget(8)],
  run: async (options): Promise<BenchmarkResult> => {
    const { alternative, floor, ours, plans, size } = await Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(benchDatabase, (database) =>
          measure(options, database).pipe(Effect.provide(benchStores(database.url)))
        )
      )
    )
    const mb = (bytes: number | undefined): number => round((bytes ?? 0) / 2 ** 20 / (options.runs + 1))
    return {
      name: "store",
      points: options.points,
      runs: options.runs,
      oursMs: round(ours),
      floorMs: round(floor),
      alternativeMs: round(alternative),
      vsFloor: round(ours / floor, 2),
      vsAlternative: round(alternative / ours, 1),
      peakRssMb: peakRssMb(),
      details: {
        "points per second": Math.round(options.points / (ours / 1000)),
        "disk, MB a day": mb(size?.ours),
        "disk as rows per hour, MB a day": mb(size?.hours)
      },
      ...(plans === undefined ? {} : { plans })
    }
  }
}
