import { intervalMs, type LocalDate, type MeteringDay, Quality, toDayNumber } from "@datahub-settlement/core"
import { BinaryCopyWriter } from "../copy/BinaryCopyWriter.ts"

/** Columns of a ledger row in the order in which they are written. */
export const COPY_COLUMNS =
  "gsrn, day, metering_point_type, unit, resolution_minutes, first_interval, quantities, " +
  "qualities, unknown_qualities, total_wh, registered_at, recorded_at, message_no, transaction_id"

const COLUMNS = 14
const MINUTE_MS = 60_000
const PIECE_BYTES = 1 << 20

/** A ledger row that is to be written. */
export interface DayRow {
  readonly day: MeteringDay
  readonly messageNo: number
}

/** Ledger rows as pieces of a binary COPY. */
export function* dayRows(rows: ReadonlyArray<DayRow>, recordedAt: number): Generator<Buffer> {
  const writer = new BinaryCopyWriter(PIECE_BYTES * 2)
  let date: LocalDate | undefined
  let dayNumber = 0
  for (const { day, messageNo } of rows) {
    if (day.day !== date) {
      date = day.day
      dayNumber = toDayNumber(date)
    }
    writer.row(COLUMNS)
    writer.ascii(day.gsrn)
    writer.date(dayNumber)
    writer.text(day.meteringPointType)
    writer.text(day.unit)
    writer.int2(intervalMs[day.resolution] / MINUTE_MS)
    writer.int2(day.firstInterval)
    writer.int4Array(day.quantitiesWh)
    if (allMeasured(day.qualities)) writer.null()
    else writer.bytes(day.qualities)
    if (day.unknownQualities === undefined || day.unknownQualities.size === 0) writer.null()
    else writer.jsonb(Object.fromEntries(day.unknownQualities))
    writer.int8(day.totalWh)
    writer.timestamptz(day.registeredAt)
    writer.timestamptz(recordedAt)
    writer.int8(messageNo)
    writer.text(day.transactionId)
    if (writer.pending > PIECE_BYTES) yield writer.take()
  }
  yield writer.finish()
}

const allMeasured = (qualities: Uint8Array): boolean => {
  for (let i = 0; i < qualities.length; i++) if (qualities[i] !== Quality.measured) return false
  return true
}
