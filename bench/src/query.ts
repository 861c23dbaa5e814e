import { type ConsumptionUnit, MeteringLedger } from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import { type Benchmark, type BenchmarkOptions, type BenchmarkResult, median } from "./Benchmark.ts"
import { seededRandom } from "./seededRandom.ts"
import { loadHours } from "./store/rowPerHour.ts"
import { benchDatabase, benchStores, seedApart } from "./store/server.ts"
import { hourlyMix, january, worldPoints } from "./store/world.ts"

/*
 * One metering point's month, read at random among all: by hour and by day. Floor: the bare SELECT of the same rows.
 * Alternative: the same hours from a table with a row per hour.
 */

const QUERIES = 400
const DAYS = 31
const HOUR_POINTS_MAX = 4000

const round = (value: number, decimals = 2): number => Number(value.toFixed(decimals))

const percentile = (sorted: ReadonlyArray<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!

const timedAll = <E, R>(queries: ReadonlyArray<Effect.Effect<unknown, E, R>>) =>
  Effect.gen(function* () {
    const times: Array<number> = []
    for (const query of queries) {
      const start = performance.now()
      yield* query
      times.push(performance.now() - start)
    }
    return times.toSorted((a, b) => a - b)
  })

const measure = Effect.fnUntraced(function* (options: BenchmarkOptions) {
  const points = worldPoints(options.points, hourlyMix)
  const { sql } = yield* Database
  const ledger = yield* MeteringLedger
  const random = seededRandom(7)
  const some = Array.from({ length: QUERIES }, () => points[Math.floor(random() * points.length)]!.gsrn)
  const ours = (unit: ConsumptionUnit) => timedAll(some.map((gsrn) => ledger.consumption(gsrn, january, unit)))
  const bare = timedAll(
    some.map(
      (gsrn) =>
        sql`SELECT day, quantities FROM metering.metering_day WHERE gsrn = ${gsrn} AND day BETWEEN '2026-01-01' AND '2026-01-31'`
    )
  )
  yield* sql.unsafe(`CREATE SCHEMA bench; CREATE TABLE bench.reading (gsrn text COLLATE "C" NOT NULL,
    starts_at timestamptz NOT NULL, kwh numeric(12,3) NOT NULL, PRIMARY KEY (gsrn, starts_at))`)
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
  return { hour, day, bare: yield* bare, rows: yield* rows, plans: yield* plans(some[0]!) }
})

/** What the server does for the hot query. */
const plans = Effect.fnUntraced(function* (gsrn: string) {
  const { sql } = yield* Database
  const lines = yield* sql.unsafe<{
    "QUERY PLAN": string
  }>(`EXPLAIN (ANALYZE, BUFFERS) SELECT gsrn, day, quantities, qualities
    FROM metering.metering_day WHERE gsrn = '${gsrn}' AND day BETWEEN '2026-01-01' AND '2026-01-31'
    ORDER BY gsrn, day, registered_at, message_no, first_interval`)
  return lines.map((line) => line["QUERY PLAN"]).join("\n")
})

export const query: Benchmark = {
  name: "query",
  summary: "a metering point's month by hour and by day; floor: the bare SELECT; alternative: a row per hour",
  defaults: { points: 80_000, runs: 1 },
  run: async (options): Promise<BenchmarkResult> => {
    const {
      bare,
      day,
      hour,
      plans: plan,
      rows
    } = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const url = yield* benchDatabase
          yield* seedApart(
            url,
            { points: options.points, days: DAYS, portfolio: false, mix: "hourly" },
            options.progress
          )
          return yield* measure(options).pipe(Effect.provide(benchStores(url)))
        })
      )
    )
    options.progress(plan)
    return {
      name: "query",
      points: options.points,
      runs: options.runs,
      oursMs: round(median(hour)),
      floorMs: round(median(bare)),
      alternativeMs: round(median(rows)),
      vsFloor: round(median(hour) / median(bare)),
      vsAlternative: round(median(rows) / median(hour), 1),
      peakRssMb: round(process.resourceUsage().maxRSS / 1024, 1),
      details: {
        queries: QUERIES,
        "by hour, p50 ms": round(percentile(hour, 0.5)),
        "by hour, p99 ms": round(percentile(hour, 0.99)),
        "by day, p50 ms": round(percentile(day, 0.5)),
        "by day, p99 ms": round(percentile(day, 0.99)),
        "bare SELECT, p99 ms": round(percentile(bare, 0.99)),
        "a row per hour, p99 ms": round(percentile(rows, 0.99))
      }
    }
  }
}
