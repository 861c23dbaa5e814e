import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { Database } from "../database/Database.ts"
import { type IdentityColumn, type StoredTable, tableText } from "./storedTables.ts"
import type { SequenceValue } from "./readTables.ts"

/** All of it, or nothing. */
export const allOrNothing = <A, E, R>(
  use: Effect.Effect<A, E, R>
): Effect.Effect<A, E | SqlError.SqlError, R | Database> => Database.use(({ sql }) => sql.withTransaction(use))

/** Keeps everybody else from filling these tables for the rest of the transaction; gives the first that has rows. */
export const holdTables = Effect.fnUntraced(function* (tables: ReadonlyArray<StoredTable>) {
  const { sql } = yield* Database
  const names = tables.map(tableText)
  yield* sql.unsafe(`LOCK TABLE ${names.join(", ")} IN SHARE ROW EXCLUSIVE MODE`)
  for (const name of names) {
    const [found] = yield* sql.unsafe<{ exists: boolean }>(`SELECT EXISTS (SELECT FROM ${name}) AS exists`)
    if (found?.exists === true) return name
  }
  return undefined
})

/** Makes room for readings from one day to another, the last one included. */
export const makePartitions = Effect.fnUntraced(function* ({ first, last }: { first: string; last: string }) {
  const { sql } = yield* Database
  yield* sql`SELECT metering.ensure_month(month::date) FROM generate_series(
    date_trunc('month', ${first}::date), ${last}::date, interval '1 month') AS month`
})

/** Fills a table from pieces of PostgreSQL's binary COPY format; gives the rows that it took. */
export const fillTable = (
  table: StoredTable,
  chunks: AsyncIterable<Uint8Array>
): Effect.Effect<number, SqlError.SqlError, Database> =>
  Database.use(({ copyIn }) =>
    copyIn(`COPY ${tableText(table)} (${table.columns.join(", ")}) FROM STDIN (FORMAT binary)`, chunks)
  )

/** Has an identity column go on from a number. */
export const setSequence = Effect.fnUntraced(function* (
  { sequence }: IdentityColumn,
  { isCalled, lastValue }: Pick<SequenceValue, "lastValue" | "isCalled">
) {
  const { sql } = yield* Database
  yield* sql`SELECT setval(${sequence}::regclass, ${lastValue}, ${isCalled})`
})
