import {
  type ContradictorySpotPrices,
  currentSpotPrices,
  intervalMs,
  type Period,
  periodOfPoints,
  type PricesRefused,
  type SpotPoint,
  SpotPriceStore,
  type SpotPrices,
  spotGaps,
  spotNews,
  type SpotQuery,
  type SpotRecorded,
  spotToRecord
} from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import type { SqlClient, SqlError } from "effect/sql"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { resolutionOf } from "../metering/seriesRow.ts"
import { instantLiteral } from "./knownAt.ts"
import { recordingLocks, recordingTurn } from "./recordingTurn.ts"

/** Spot prices on PostgreSQL. */
export const PgSpotPriceStore: Layer.Layer<SpotPriceStore, never, Database> = Layer.effect(
  SpotPriceStore,
  Effect.gen(function* () {
    const { sql } = yield* Database
    return {
      record: (prices, source) => record(sql, prices, source).pipe(storageErrors("record spot prices")),
      spotPrices: (query) => readPrices(sql, query).pipe(storageErrors("read spot prices")),
      gaps: (query) =>
        Effect.map(readPrices(sql, query), (prices) => spotGaps(prices, query.period)).pipe(
          storageErrors("list missing spot prices")
        )
    }
  })
)

type Sql = SqlClient.SqlClient

const MINUTE_MS = 60_000

const record = (
  sql: Sql,
  prices: SpotPrices,
  source: string
): Effect.Effect<SpotRecorded, SqlError.SqlError | ContradictorySpotPrices | PricesRefused> =>
  Effect.gen(function* () {
    const points = yield* Effect.fromResult(spotToRecord(prices))
    if (points.length === 0) return { added: 0, revised: 0 }
    return yield* sql.withTransaction(recordPoints(sql, prices.priceArea, points, source))
  })

const recordPoints = (
  sql: Sql,
  priceArea: SpotPrices["priceArea"],
  points: ReadonlyArray<SpotPoint>,
  source: string
): Effect.Effect<SpotRecorded, SqlError.SqlError> =>
  Effect.gen(function* () {
    const recordedAt = yield* recordingTurn(sql, recordingLocks.spotPrices)
    const current = yield* readPrices(sql, { priceArea, period: periodOfPoints(points) })
    const { added, news } = spotNews(current, points)
    if (news.length > 0) {
      yield* sql`INSERT INTO market.spot_price (price_area, starts_at, resolution_minutes, nano_dkk_per_kwh, source, recorded_at)
        SELECT ${priceArea}, starts_at, minutes, nano, ${source}, ${new Date(recordedAt)}::timestamptz
        FROM unnest(${news.map(({ start }) => new Date(start))}::timestamptz[],
          ${news.map(({ resolution }) => intervalMs[resolution] / MINUTE_MS)}::smallint[],
          ${news.map(({ nanoDkkPerKwh }) => nanoDkkPerKwh)}::bigint[]) AS news (starts_at, minutes, nano)`
    }
    return { added, revised: news.length - added }
  })

interface RevisionRow {
  readonly start: number
  readonly minutes: number
  readonly nano: number
}

const readPrices = (sql: Sql, { asOf, period, priceArea }: SpotQuery): Effect.Effect<SpotPrices, SqlError.SqlError> =>
  Effect.map(
    sql<RevisionRow>`SELECT starts_at AS start, resolution_minutes AS minutes, nano_dkk_per_kwh AS nano FROM market.spot_price
      WHERE price_area = ${priceArea} AND ${sql.literal(meets(period))}
        AND ${sql.literal(asOf === undefined ? "TRUE" : `recorded_at <= ${instantLiteral(asOf)}`)}
      ORDER BY revision_no`,
    (rows) => {
      const revisions = rows.map(({ minutes, nano, start }): SpotPoint => ({
        priceArea,
        resolution: resolutionOf(minutes),
        start,
        nanoDkkPerKwh: nano
      }))
      return currentSpotPrices(priceArea, revisions, period)
    }
  )

/** Whole hours, since a revision within an hour tells how the hour comes. */
const meets = ({ from, to }: Period): string => {
  const first = Math.floor(from / intervalMs.PT1H) * intervalMs.PT1H
  const end = Math.ceil(to / intervalMs.PT1H) * intervalMs.PT1H
  return `starts_at >= ${instantLiteral(first)} AND starts_at < ${instantLiteral(end)}`
}
