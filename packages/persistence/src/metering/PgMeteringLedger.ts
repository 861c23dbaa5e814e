import {
  type AppendOutcome,
  assembleReadings,
  chunkPointsOf,
  consumptionOf,
  type ConsumptionUnit,
  type CurrentReadingsQuery,
  type Gsrn,
  type Instant,
  type LedgerMessage,
  MarketCalendar,
  meteringDays,
  MeteringLedger,
  type MeteringSeries,
  type MissingInterval,
  missingIntervals,
  type Period,
  type ReadingsQuery
} from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import { BinaryCopyReader } from "../copy/BinaryCopyReader.ts"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { knownInstant, recordingInstant } from "./knowledge.ts"
import { CURRENT_COLUMNS, CurrentReadings } from "./CurrentReadings.ts"
import { COPY_COLUMNS, dayRows } from "./meteringDayRow.ts"
import { readSeries, SERIES_COLUMNS } from "./seriesRow.ts"

/** The metering ledger on PostgreSQL. */
export const PgMeteringLedger: Layer.Layer<MeteringLedger, never, Database> = Layer.effect(
  MeteringLedger,
  Effect.gen(function* () {
    const database = yield* Database
    const readings = (query: ReadingsQuery) => readAll(database, query)
    return {
      append: (messages) => append(database, messages).pipe(storageErrors("append readings")),
      readings: (query) => readings(query).pipe(storageErrors("read readings")),
      currentReadings: (query) => currentReadings(database, query).pipe(storageErrors("read current readings")),
      missing: (query) => missing(database, query).pipe(storageErrors("list missing readings")),
      consumption: (gsrn: Gsrn, period: Period, unit: ConsumptionUnit, asOf?: Instant) =>
        Effect.map(readings({ gsrns: [gsrn], period, asOf }), (series) =>
          consumptionOf(assembleReadings(series, gsrn, period), unit)
        ).pipe(storageErrors("read consumption")),
      knownInstant: knownInstant(database).pipe(storageErrors("read the ledger's instant"))
    }
  })
)

type Store = Database["Service"]

const append = (
  { copyIn, sql }: Store,
  messages: ReadonlyArray<LedgerMessage>
): Effect.Effect<AppendOutcome, SqlError> =>
  sql.withTransaction(
    Effect.gen(function* () {
      const recordedAt = yield* recordingInstant(sql)
      const ids = [...new Set(messages.map(({ messageId }) => messageId))]
      const added = yield* sql<{ messageNo: number; messageId: string }>`
      INSERT INTO metering.message (message_id, recorded_at)
      SELECT id, ${new Date(recordedAt)} FROM unnest(${ids}::text[]) AS id ORDER BY id
      ON CONFLICT DO NOTHING RETURNING message_no AS "messageNo", message_id AS "messageId"`
      const numbers = new Map(added.map(({ messageId, messageNo }) => [messageId, messageNo]))
      const rows = messages.flatMap((message) => {
        const messageNo = numbers.get(message.messageId)
        // A message that comes twice in one call counts once.
        numbers.delete(message.messageId)
        return messageNo === undefined ? [] : message.series.flatMap(meteringDays).map((day) => ({ day, messageNo }))
      })
      if (rows.length > 0) {
        const months = [...new Set(rows.map(({ day }) => `${day.day.slice(0, 7)}-01`))].sort()
        yield* sql`SELECT metering.ensure_month(month) FROM unnest(${months}::date[]) AS month`
        rows.sort((a, b) => (a.day.gsrn < b.day.gsrn ? -1 : a.day.gsrn > b.day.gsrn ? 1 : 0))
        yield* copyIn(
          `COPY metering.metering_day (${COPY_COLUMNS}) FROM STDIN (FORMAT binary)`,
          dayRows(rows, recordedAt)
        )
      }
      return { days: rows.length, knownMessages: ids.length - added.length }
    })
  )

/** Dates of the local days that meet a period, and the condition for what was known, as SQL. */
const withinSql = (period: Period, asOf: Instant | undefined): string => {
  const from = MarketCalendar.localDateOf(period.from)
  const to = MarketCalendar.localDateOf(period.to - 1)
  const known = asOf === undefined ? "" : ` AND metering_day.recorded_at <= '${new Date(asOf).toISOString()}'`
  return `day BETWEEN '${from}' AND '${to}'${known}`
}

const currentReadings = Effect.fnUntraced(function* (database: Store, query: CurrentReadingsQuery) {
  const current = new CurrentReadings(query.period)
  const reader = new BinaryCopyReader((row) => current.add(row))
  const ofPoints =
    query.gsrns === undefined ? `gsrn BETWEEN '${query.from}' AND '${query.to}'` : `gsrn IN (${literals(query.gsrns)})`
  yield* database.copyOut(
    `COPY (SELECT ${CURRENT_COLUMNS} FROM metering.metering_day WHERE ${ofPoints}
      AND ${withinSql(query.period, query.asOf)}) TO STDOUT (FORMAT binary)`,
    (chunk) => reader.push(chunk)
  )
  const result = current.series()
  const gsrns = [...current.intricate].sort()
  const registrations = yield* readAll(database, { gsrns, period: query.period, asOf: query.asOf })
  for (const [gsrn, series] of Map.groupBy(registrations, (one) => one.gsrn)) result.set(gsrn, series)
  return result
})

/** Of some points after the other, and of these only the readings that hold. */
const missing = Effect.fnUntraced(function* (database: Store, { asOf, gsrns, period }: ReadingsQuery) {
  const all = [...new Set(gsrns)].sort()
  const days = {
    from: MarketCalendar.startOfDay(MarketCalendar.localDateOf(period.from)),
    to: MarketCalendar.dayPeriod(MarketCalendar.localDateOf(period.to - 1)).to
  }
  const together = chunkPointsOf(days)
  const found: Array<MissingInterval> = []
  for (let first = 0; first < all.length; first += together) {
    const some = all.slice(first, first + together)
    const range = { from: some[0]!, to: some.at(-1)!, gsrns: some }
    const current = yield* currentReadings(database, { ...range, period: days, asOf })
    for (const gsrn of some) {
      found.push(...missingIntervals(gsrn, assembleReadings(current.get(gsrn) ?? [], gsrn, period)))
    }
  }
  return found
})

/** GSRNs are digits by their type, dates and instants are ours: nothing here comes from outside. */
const literals = (gsrns: ReadonlyArray<Gsrn>): string => gsrns.map((gsrn) => `'${gsrn}'`).join(", ")

const readAll = (
  { copyOut }: Store,
  { asOf, gsrns, period }: ReadingsQuery
): Effect.Effect<ReadonlyArray<MeteringSeries>, SqlError> =>
  Effect.suspend(() => {
    const series: Array<MeteringSeries> = []
    if (gsrns.length === 0) return Effect.succeed(series)
    const reader = new BinaryCopyReader((row) => series.push(readSeries(row)))
    const statement = `COPY (SELECT ${SERIES_COLUMNS} FROM metering.metering_day JOIN metering.message USING (message_no)
      WHERE gsrn IN (${literals(gsrns)}) AND ${withinSql(period, asOf)}
      ORDER BY gsrn, day, registered_at, message_no, first_interval) TO STDOUT (FORMAT binary)`
    return Effect.as(
      copyOut(statement, (chunk) => reader.push(chunk)),
      series
    )
  })
