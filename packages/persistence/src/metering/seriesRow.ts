import {
  fromDayNumber,
  type Gsrn,
  intervalMs,
  MarketCalendar,
  type MeteringSeries,
  Quality,
  type Resolution
} from "@datahub-settlement/core"
import type { BinaryRow } from "../copy/BinaryCopyReader.ts"

/** What a query must select for {@link readSeries}, in this order. */
export const SERIES_COLUMNS =
  "gsrn, day, metering_point_type, unit, resolution_minutes, first_interval, quantities, " +
  "qualities, unknown_qualities::text, registered_at, message_id, transaction_id"

/** The resolution of a ledger row. */
export const resolutionOf = (minutes: number): Resolution => (minutes === 15 ? "PT15M" : "PT1H")

/** A ledger row as the series that it is. */
export const readSeries = (row: BinaryRow): MeteringSeries => {
  const gsrn = row.ascii() as Gsrn
  const day = fromDayNumber(row.date())
  const meteringPointType = row.text()
  const unit = row.text()
  const resolution = resolutionOf(row.int2())
  const start = MarketCalendar.startOfDay(day) + row.int2() * intervalMs[resolution]
  const quantitiesWh = new Int32Array(row.peekArrayLength())
  row.int4ArrayInto(quantitiesWh, 0)
  const stored = row.bytes()
  const qualities =
    stored === undefined ? new Uint8Array(quantitiesWh.length).fill(Quality.measured) : Uint8Array.from(stored)
  const unknown = row.nullableText()
  const registeredAt = row.timestamptz()
  const messageId = row.text()
  const transactionId = row.text()
  return {
    gsrn,
    meteringPointType,
    unit,
    resolution,
    start,
    quantitiesWh,
    qualities,
    unknownQualities:
      unknown === undefined
        ? undefined
        : new Map(Object.entries(JSON.parse(unknown) as Record<string, string>).map(([i, code]) => [Number(i), code])),
    registeredAt,
    messageId,
    transactionId
  }
}
