import { Data, Effect } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import { Database } from "./Database.ts"

/** The oldest PostgreSQL whose SQL the tables are written in. */
export const POSTGRES_VERSION_MIN = 15

/** The server is a PostgreSQL that is too old for the tables. */
export class PostgresOutdated extends Data.TaggedError("PostgresOutdated")<{
  /** As the server tells it: `14.12`. */
  readonly version: string
  readonly needed: number
}> {
  override get message(): string {
    return (
      `The server is PostgreSQL ${this.version}, this program needs ${this.needed} or newer: upgrade the server, or name ` +
      "another one in DATABASE_URL."
    )
  }
}

/** What is wrong with a server that gives its version as text and as a number (`14.12`, `140012`). */
export const postgresFault = (version: string, number: number): PostgresOutdated | undefined =>
  number >= POSTGRES_VERSION_MIN * 10_000 ? undefined : new PostgresOutdated({ version, needed: POSTGRES_VERSION_MIN })

/** Fails where the server is too old for the tables. */
export const checkPostgres: Effect.Effect<void, SqlError | PostgresOutdated, Database> = Effect.gen(function* () {
  const { sql } = yield* Database
  const [server] = yield* sql<{ version: string; number: number }>`
    SELECT current_setting('server_version') AS version, current_setting('server_version_num')::integer AS number`
  const fault = postgresFault(server!.version, server!.number)
  if (fault !== undefined) return yield* fault
})
