import { MeteringLedger } from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import { type Benchmark, type BenchmarkOptions, type BenchmarkResult, median } from "./Benchmark.ts"
import { benchDatabase, benchStores } from "./store/server.ts"
import { hourlyMix, readingsOfDay, type WorldPoint, worldPoints } from "./store/world.ts"

/*
 * A day's readings of every metering point into the ledger. Floor: COPY of the same rows, already in the server's own
 * format, into an equal table. Alternative: a row per hour, by COPY too, into a table with the key that such rows need.
 */

const round = (value: number, decimals = 1): number => Number(value.toFixed(decimals))

const timed = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<number, E, R> =>
  Effect.suspend(() => {
    const start = performance.now()
    return Effect.map(effect, () => performance.now() - start)
  })

const DAY_COLUMNS =
  "gsrn, day, metering_point_type, unit, resolution_minutes, first_interval, quantities, qualities, " +
  "unknown_qualities, total_wh, registered_at, recorded_at, message_no, transaction_id"

/** The rows of a day as they lie in the ledger, for the floor. */
const dayBytes = Effect.fnUntraced(function* (day: number) {
  const { copyOut } = yield* Database
  const chunks: Array<Buffer> = []
  const date = `2026-01-${String(day + 1).padStart(2, "0")}`
  yield* copyOut(
    `COPY (SELECT ${DAY_COLUMNS} FROM metering.metering_day WHERE day = '${date}' ORDER BY gsrn) TO STDOUT (FORMAT binary)`,
    (chunk) => chunks.push(Buffer.from(chunk))
  )
  return chunks
})

const hourText = (points: ReadonlyArray<WorldPoint>, day: number): ReadonlyArray<Buffer> =>
  readingsOfDay(points, day).map(({ series }) =>
    Buffer.from(
      series
        .flatMap(({ gsrn, quantitiesWh, start }) =>
          Array.from(
            quantitiesWh,
            (wh, hour) => `${gsrn}\t${new Date(start + hour * 3_600_000).toISOString()}\t${(wh / 1000).toFixed(3)}\n`
          )
        )
        .join("")
    )
  )

const measure = Effect.fnUntraced(function* (options: BenchmarkOptions) {
  const ledger = yield* MeteringLedger
  const { copyIn, sql } = yield* Database
  const points = worldPoints(options.points, hourlyMix)
  yield* sql.unsafe(`CREATE SCHEMA bench;
    CREATE TABLE bench.metering_day (LIKE metering.metering_day INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    CREATE INDEX ON bench.metering_day (gsrn, day);
    CREATE TABLE bench.reading (gsrn text COLLATE "C" NOT NULL, starts_at timestamptz NOT NULL, kwh numeric(12,3) NOT NULL,
      PRIMARY KEY (gsrn, starts_at))`)
  const ours: Array<number> = []
  const floor: Array<number> = []
  const alternative: Array<number> = []
  for (let run = 0; run <= options.runs; run++) {
    const messages = readingsOfDay(points, run)
    const oursMs = yield* timed(ledger.append(messages))
    const bytes = yield* dayBytes(run)
    const floorMs = yield* timed(copyIn(`COPY bench.metering_day (${DAY_COLUMNS}) FROM STDIN (FORMAT binary)`, bytes))
    const text = hourText(points, run)
    const alternativeMs = yield* timed(copyIn("COPY bench.reading FROM STDIN", text))
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
  return { ours: median(ours), floor: median(floor), alternative: median(alternative), size }
})

export const store: Benchmark = {
  name: "store",
  summary: "a day's readings into the ledger; floor: COPY of the same rows; alternative: COPY of a row per hour",
  defaults: { points: 80_000, runs: 5 },
  run: async (options): Promise<BenchmarkResult> => {
    const { alternative, floor, ours, size } = await Effect.runPromise(
      Effect.scoped(Effect.flatMap(benchDatabase, (url) => measure(options).pipe(Effect.provide(benchStores(url)))))
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
      peakRssMb: round(process.resourceUsage().maxRSS / 1024),
      details: {
        "points per second": Math.round(options.points / (ours / 1000)),
        "disk, MB a day": mb(size?.ours),
        "disk as rows per hour, MB a day": mb(size?.hours)
      }
    }
  }
}
