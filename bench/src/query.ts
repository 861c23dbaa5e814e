import { type ConsumptionUnit, type Gsrn, MeteringLedger } from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import { type Benchmark, type BenchmarkOptions, type BenchmarkResult, detailTarget, median } from "./Benchmark.ts"
import { peakRssMb, round, timed } from "./measure.ts"
import { seededRandom } from "./seededRandom.ts"
import { createReadings } from "./store/benchTables.ts"
import { explained } from "./store/explained.ts"
import { loadHours } from "./store/rowPerHour.ts"
import { type BenchDatabase, benchDatabase, benchStores, seedApart } from "./store/server.ts"
import { worldPoints } from "./store/world.ts"
import { betweenDays, daysOf, lastMonth } from "./store/worldMonths.ts"

/*
 * One metering point's month, read at random among all: by hour and by day. Floor: the bare SELECT of the same rows.
 * Alternative: the same hours from a table with a row per hour.
 */

const QUERIES = 400
const HOUR_POINTS_MAX = 4000

const percentile = (sorted: ReadonlyArray<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

const timedAll = <E, R>(queries: ReadonlyArray<Effect.Effect<unknown, E, R>>) =>
  Effect.map(Effect.forEach(queries, timed), (all) => all.map(({ ms }) => ms).toSorted((a, b) => a - b))

const consumption = (gsrn: Gsrn, months: number, unit: ConsumptionUnit) =>
  MeteringLedger.use((ledger) => ledger.consumption(gsrn, lastMonth(months), unit))

const measure = Effect.fnUntraced(function* (options: BenchmarkOptions, database: BenchDatabase) {
  const { months } = options
  const points = worldPoints(options.points, "plain")
  const { sql } = yield* Database
  const random = seededRandom(7)
  const some = Array.from({ length: QUERIES }, () => points[Math.floor(random() * points.length)]!.gsrn)
  const ours = (unit: ConsumptionUnit) => timedAll(some.map((gsrn) => consumption(gsrn, months, unit)))
  const days = betweenDays(lastMonth(months))
  const bare = timedAll(
    some.map((gsrn) =>
      sql.unsafe(`SELECT day, quantities FROM metering.metering_day WHERE gsrn = '${gsrn}' AND day ${days}`)
    )
  )
  yield* createReadings
  const hourPoints = points.slice(0, HOUR_POINTS_MAX)
  yield* loadHours(hourPoints)
  yield* sql.unsafe("ANALYZE bench.reading")
  const rows = timedAll(
    some.map(
      (_, i) => sql`SELECT starts_at, kwh FROM bench.reading
    WHERE gsrn = ${hourPoints[(i * 7919) % hourPoints.length]!.gsrn} ORDER BY starts_at`
    )
  )
  for (const warmUp of [ours("hour"), ours("day"), bare, rows]) yield* warmUp
  const hour = yield* ours("hour")
  const day = yield* ours("day")
  const figures = { hour, day, bare: yield* bare, rows: yield* rows }
  const oneMore = Effect.forEach(["hour", "day"] as const, (unit) => consumption(some[0]!, months, unit))
  return { ...figures, plans: options.explain ? yield* explained(database, oneMore) : undefined }
})

export const query: Benchmark = {
  name: "query",
  summary: "a metering point's month by hour and by day; floor: the bare SELECT; alternative: a row per hour",
  defaults: { points: 80_000, runs: 1 },
  takes: ["months", "explain"],
  targets: [detailTarget("by hour, p99 ms", { atMost: 10 }), detailTarget("by day, p99 ms", { atMost: 10 })],
  run: async (options): Promise<BenchmarkResult> => {
    const { bare, day, hour, plans, rows } = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const database = yield* benchDatabase
          const { months, points } = options
          yield* seedApart(
            database.url,
            { points, months, days: daysOf(months), portfolio: false, mix: "plain" },
            options.progress
          )
          return yield* measure(options, database).pipe(Effect.provide(benchStores(database.url)))
        })
      )
    )
    return {
      name: "query",
      points: options.points,
      runs: options.runs,
      oursMs: round(median(hour), 2),
      floorMs: round(median(bare), 2),
      alternativeMs: round(median(rows), 2),
      vsFloor: round(median(hour) / median(bare), 2),
      vsAlternative: round(median(rows) / median(hour), 1),
      peakRssMb: peakRssMb(),
      details: {
        queries: QUERIES,
        "by hour, p50 ms": round(percentile(hour, 0.5), 2),
        "by hour, p99 ms": round(percentile(hour, 0.99), 2),
        "by day, p50 ms": round(percentile(day, 0.5), 2),
        "by day, p99 ms": round(percentile(day, 0.99), 2),
        "bare SELECT, p99 ms": round(percentile(bare, 0.99), 2),
        "a row per hour, p99 ms": round(percentile(rows, 0.99), 2)
      },
      ...(plans === undefined ? {} : { plans })
    }
  }
}
