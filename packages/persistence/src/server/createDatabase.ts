import { Effect } from "effect"
import { escapeIdentifier } from "pg"
import type { ConnectionProblem } from "./ConnectionProblem.ts"
import { withConnection } from "./databaseClient.ts"
import type { DatabaseUrl } from "./databasePlace.ts"

/** Two that create the same database at once: one of them is told that it exists, or that its name is taken. */
const existsAlready = new Set(["42P04", "23505"])

/** Creates a database where it is missing, over a connection to another one of the same server. */
export const createDatabase = (serverUrl: DatabaseUrl, database: string): Effect.Effect<void, ConnectionProblem> =>
  withConnection(serverUrl, (run) =>
    Effect.gen(function* () {
      const found = yield* run("SELECT FROM pg_database WHERE datname = $1", [database])
      if (found.length > 0) return
      yield* run(`CREATE DATABASE ${escapeIdentifier(database)}`).pipe(
        Effect.catchTag("DatabaseFailed", (problem) =>
          existsAlready.has(problem.code) ? Effect.void : Effect.fail(problem)
        )
      )
    })
  )
