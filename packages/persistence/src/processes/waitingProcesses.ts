import type { WaitingPlace, WaitingProcess, WaitingQuery } from "@datahub-settlement/core"
import { Effect } from "effect"
import type { Database } from "../database/Database.ts"
import { PROCESS_COLUMNS, processOf, type ProcessRow } from "./processRow.ts"

type Sql = Database["Service"]["sql"]

interface WaitingRow extends ProcessRow {
  /** Of what has no limit, infinity. */
  readonly until: number
}

/** An instant as the column has it. */
const timeOf = (until: number): Date | "infinity" => (until === Number.POSITIVE_INFINITY ? "infinity" : new Date(until))

const afterwards = (sql: Sql, { id, openedAt, until }: WaitingPlace) =>
  sql`(waits_until, opened_at, process_id) > (${timeOf(until)}::timestamptz, ${new Date(openedAt)}::timestamptz, ${id})`

/** Processes that wait for something to be done, in the order of their places. */
export const waiting = (sql: Sql, { after, before, gsrn, kind, limit }: WaitingQuery) =>
  Effect.map(
    sql<WaitingRow>`SELECT ${sql.literal(PROCESS_COLUMNS)},
        (extract(epoch FROM waits_until) * 1000)::float8 AS until
      FROM process.process AS process
      WHERE ${sql.and([
        sql`waits_until IS NOT NULL`,
        ...(kind === undefined ? [] : [sql`kind = ${kind}`]),
        ...(gsrn === undefined ? [] : [sql`gsrn = ${gsrn}`]),
        ...(before === undefined ? [] : [sql`waits_until < ${new Date(before)}`]),
        ...(after === undefined ? [] : [afterwards(sql, after)])
      ])}
      ORDER BY waits_until, opened_at, process_id LIMIT ${limit}`,
    (rows) =>
      rows.map((row): WaitingProcess => {
        const process = processOf(row)
        return { process, place: { until: row.until, openedAt: process.openedAt, id: process.id } }
      })
  )
