import { BigNumber } from "bignumber.js"
import { Database } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import type { BenchmarkOptions } from "../Benchmark.ts"
import { timed } from "../measure.ts"
import { createReadings } from "./benchTables.ts"
import { readingsOfDay, type WorldPoint } from "./world.ts"
import { daysOf } from "./worldMonths.ts"

/*
 * What one would build without day rows and without an engine: a row per hour in NUMERIC, prices in tables, and one SQL
 * statement that joins and sums them; and the plan's first sketch: load the rows of a point, sum them with decimals in
 * the program, store its lines, go on to the next. Both on January of a part of the points, scaled to all.
 */

const SQL_POINTS_MAX = 4000
const SINGLE_POINTS_MAX = 100
const HOUR_MS = 3_600_000

/** What the alternatives took for all points. */
export interface RowPerHour {
  readonly points: number
  readonly sqlMs: number
  readonly pointByPointMs: number
}

const schema = `
CREATE TABLE bench.price (price_list text NOT NULL, charge text NOT NULL, starts_at timestamptz NOT NULL,
  dkk_per_kwh numeric(18,9) NOT NULL, PRIMARY KEY (price_list, starts_at, charge));
CREATE TABLE bench.monthly (price_list text NOT NULL, charge text NOT NULL, dkk numeric(18,6) NOT NULL);
CREATE TABLE bench.point (gsrn text COLLATE "C" PRIMARY KEY, price_list text NOT NULL);
CREATE TABLE bench.alternative_line (gsrn text COLLATE "C" NOT NULL, charge text NOT NULL, kwh numeric NOT NULL,
  exact numeric NOT NULL, amount numeric(14,2) NOT NULL)`

/** Prices of every hour for each price list, from the same recorded prices and charges as ours. */
const prices = `
WITH hour AS (SELECT h FROM generate_series('2025-12-31T23:00Z'::timestamptz, '2026-01-31T22:00Z', interval '1 hour') AS h),
list AS (SELECT * FROM (VALUES ('131', 'DK1', 0.087854), ('791', 'DK2', 0.087854), ('740', 'DK2', 0.087854)) AS l (name, area, low)),
spot AS (SELECT price_area, date_trunc('hour', starts_at) AS h, avg(nano_dkk_per_kwh) / 1e9 + 0.055 AS dkk
  FROM market.spot_price GROUP BY 1, 2)
INSERT INTO bench.price
SELECT list.name, 'energy', spot.h, spot.dkk FROM list JOIN spot ON spot.price_area = list.area
UNION ALL
SELECT list.name, 'grid', h, low * CASE WHEN local < 6 THEN 1 WHEN local BETWEEN 17 AND 20 THEN 9 ELSE 3 END
FROM list, hour, LATERAL (SELECT extract(hour FROM h AT TIME ZONE 'Europe/Copenhagen') AS local) AS l
UNION ALL
SELECT list.name, charge, h, dkk FROM list, hour, (VALUES ('40000', 0.043), ('41000', 0.072), ('EA-001', 0.008)) AS c (charge, dkk)`

const monthly = `
INSERT INTO bench.monthly SELECT list, charge, dkk FROM unnest(ARRAY['131', '791', '740']) AS list,
  (VALUES ('NET-ABO', 40.835055), ('41004', 15.583333), ('product', 29.0)) AS c (charge, dkk)`

/** The whole month in one statement: half-even has no function in PostgreSQL, so this even rounds more cheaply. */
const settle = `
INSERT INTO bench.alternative_line
SELECT gsrn, charge, sum(kwh), sum(kwh * dkk_per_kwh), round(sum(kwh * dkk_per_kwh), 2)
FROM bench.reading JOIN bench.point USING (gsrn) JOIN bench.price USING (price_list, starts_at)
GROUP BY gsrn, charge
UNION ALL
SELECT gsrn, charge, 0, dkk, round(dkk, 2) FROM bench.point JOIN bench.monthly USING (price_list)`

/** Measures both alternatives. The readings are the ones that ours were. */
export const rowPerHour = Effect.fnUntraced(function* (points: ReadonlyArray<WorldPoint>, options: BenchmarkOptions) {
  const { sql } = yield* Database
  const some = points.filter(({ kind }) => kind === "hourly").slice(0, SQL_POINTS_MAX)
  yield* createReadings
  yield* sql.unsafe(schema)
  yield* sql.unsafe(prices)
  yield* sql.unsafe(monthly)
  yield* sql`INSERT INTO bench.point SELECT * FROM unnest(
    ${some.map(({ gsrn }) => gsrn)}::text[], ${some.map(({ area }) => area.gridArea)}::text[])`
  const ingest = yield* loadHours(some)
  yield* sql.unsafe("ANALYZE")
  options.progress(`alternative: ${some.length} points in rows per hour, loaded in ${ingest.toFixed(0)} ms`)
  const inSql = yield* timed(sql.unsafe(settle))
  const single = some.slice(0, SINGLE_POINTS_MAX)
  const inProgram = yield* timed(Effect.forEach(single, settleOne))
  return {
    points: some.length,
    sqlMs: (inSql.ms / some.length) * points.length,
    pointByPointMs: (inProgram.ms / single.length) * points.length
  } satisfies RowPerHour
})

/** January's rows per hour by COPY; the milliseconds it took. */
export const loadHours = Effect.fnUntraced(function* (points: ReadonlyArray<WorldPoint>) {
  const { copyIn } = yield* Database
  let ms = 0
  for (let day = 0; day < daysOf(1); day++) {
    const text = hourText(points, day)
    ms += (yield* timed(copyIn("COPY bench.reading FROM STDIN", text))).ms
  }
  return ms
})

/** A day's readings as COPY takes them, a row per hour. */
export const hourText = (points: ReadonlyArray<WorldPoint>, day: number): ReadonlyArray<Buffer> =>
  readingsOfDay(points, day).map(({ series }) =>
    Buffer.from(
      series
        .flatMap(({ gsrn, quantitiesWh, start }) =>
          Array.from(
            quantitiesWh,
            (wh, hour) => `${gsrn}\t${new Date(start + hour * HOUR_MS).toISOString()}\t${(wh / 1000).toFixed(3)}\n`
          )
        )
        .join("")
    )
  )

interface PricedRow {
  readonly charge: string
  readonly kwh: string
  readonly dkk_per_kwh: string
}

/** Load, sum with decimals, store: for one point. */
const settleOne = Effect.fnUntraced(function* ({ area, gsrn }: WorldPoint) {
  const { sql } = yield* Database
  const rows = yield* sql<PricedRow>`SELECT charge, kwh, dkk_per_kwh FROM bench.reading
    JOIN bench.price USING (starts_at) WHERE gsrn = ${gsrn} AND price_list = ${area.gridArea}`
  const sums = new Map<string, { kwh: BigNumber; exact: BigNumber }>()
  for (const { charge, dkk_per_kwh, kwh } of rows) {
    const sum = sums.get(charge) ?? { kwh: new BigNumber(0), exact: new BigNumber(0) }
    sums.set(charge, { kwh: sum.kwh.plus(kwh), exact: sum.exact.plus(new BigNumber(kwh).times(dkk_per_kwh)) })
  }
  for (const [charge, { exact, kwh }] of sums) {
    yield* sql`INSERT INTO bench.alternative_line VALUES (${gsrn}, ${charge}, ${kwh.toFixed()}::numeric, ${exact.toFixed()}::numeric,
      ${exact.toFixed(2, BigNumber.ROUND_HALF_EVEN)}::numeric)`
  }
})
