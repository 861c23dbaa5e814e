import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { Database } from "../database/Database.ts"
import { type IdentityColumn, identityColumns, type StoredTable, tableText } from "./storedTables.ts"

/** Everything inside sees the database as of one moment, while others go on writing. */
export const inSnapshot = <A, E, R>(
  use: Effect.Effect<A, E, R>
): Effect.Effect<A, E | SqlError.SqlError, R | Database> =>
  Database.use(({ sql }) =>
    sql.withTransaction(Effect.andThen(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`, use))
  )

/** Version of the server, as it says it. */
export const serverVersion = Effect.gen(function* () {
  const { sql } = yield* Database
  const [server] = yield* sql<{ version: string }>`SELECT current_setting('server_version') AS version`
  return server!.version
})

/** Rows of a table. */
export const countRows = Effect.fnUntraced(function* (table: StoredTable) {
  const { sql } = yield* Database
  const [counted] = yield* sql.unsafe<{ rows: number }>(`SELECT count(*) AS rows FROM ${tableText(table)}`)
  return counted!.rows
})

/** The rows of a table in PostgreSQL's binary COPY format, piece by piece. */
export const readTable = (
  table: StoredTable,
  onChunk: (chunk: Uint8Array) => void
): Effect.Effect<void, SqlError.SqlError, Database> =>
  Database.use(({ copyOut }) =>
    copyOut(`COPY (SELECT ${table.columns.join(", ")} FROM ${tableText(table)}) TO STDOUT (FORMAT binary)`, onChunk)
  )

/** First and last day with readings; undefined without any. */
export const readingDays = Effect.gen(function* () {
  const { sql } = yield* Database
  const [days] = yield* sql<{ first: string | null; last: string | null }>`
    SELECT min(day) AS first, max(day) AS last FROM metering.metering_day`
  return days?.first == null || days.last == null ? undefined : { first: days.first, last: days.last }
})

/** How far an identity column is numbered. */
export interface SequenceValue extends Omit<IdentityColumn, "sequence"> {
  readonly lastValue: number
  /** False where no number has been drawn yet. */
  readonly isCalled: boolean
}

export const sequenceValues = Effect.gen(function* () {
  const { sql } = yield* Database
  return yield* Effect.forEach(yield* identityColumns, ({ column, schema, sequence, table }) =>
    Effect.map(
      sql.unsafe<Pick<SequenceValue, "lastValue" | "isCalled">>(
        `SELECT last_value AS "lastValue", is_called AS "isCalled" FROM ${sequence}`
      ),
      ([value]): SequenceValue => ({ schema, table, column, ...value! })
    )
  )
})
