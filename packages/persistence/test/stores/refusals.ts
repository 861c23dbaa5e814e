import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { Database } from "../../src/database/Database.ts"

/** What the server says to a statement that it refuses; "done" when it does not. */
export const refusalOf = (statement: string): Effect.Effect<string, never, Database> =>
  Effect.gen(function* () {
    const { sql } = yield* Database
    return yield* sql.unsafe(statement).pipe(
      Effect.as("done"),
      Effect.catch((error: SqlError.SqlError) => Effect.succeed(error.reason.message ?? error.reason._tag))
    )
  })

/** Comes back when some session waits for a lock: nobody has to sleep and hope. */
export const someoneWaits: Effect.Effect<void, SqlError.SqlError, Database> = Effect.gen(function* () {
  const { sql } = yield* Database
  for (;;) {
    const waiting =
      yield* sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    if (waiting.length > 0) return
  }
})
