import { Effect } from "effect"
import type { Gsrn } from "@datahub-settlement/core"
import { Database } from "../database/Database.ts"

/** A day of a metering point as a message registered it. */
export interface RegisteredDay {
  readonly messageNo: number
  readonly gsrn: Gsrn
  readonly day: string
  readonly intervals: number
  readonly wh: number
  /** What the registration before it says; undefined for the first one. */
  readonly whBefore: number | undefined
}

interface Row extends Omit<RegisteredDay, "whBefore"> {
  readonly whBefore: number | null
}

/** What came into the ledger after the message of this number, by day, point and registration. */
export const registeredAfter = Effect.fn("registeredAfter")(function* (messageNo: number) {
  const { sql } = yield* Database
  const rows = yield* sql<Row>`
    SELECT d.message_no::int AS "messageNo", d.gsrn, d.day::text AS day, cardinality(d.quantities) AS intervals,
      d.total_wh::int AS wh, older.total_wh::int AS "whBefore"
    FROM metering.metering_day d
    LEFT JOIN LATERAL (
      SELECT o.total_wh FROM metering.metering_day o
      WHERE o.gsrn = d.gsrn AND o.day = d.day AND o.registered_at < d.registered_at
      ORDER BY o.registered_at DESC LIMIT 1
    ) older ON true
    WHERE d.message_no > ${messageNo}
    ORDER BY d.day, d.gsrn, d.registered_at`
  return rows.map((row): RegisteredDay => ({ ...row, whBefore: row.whBefore ?? undefined }))
})
