import { Database, migrate, stores } from "@datahub-settlement/persistence"
import { testDatabase } from "@datahub-settlement/persistence/testing"
import { Effect, Layer, Redacted, type Scope } from "effect"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type CommandResult, runCommand } from "./runCommand.ts"

/** A fresh database, and the command on it as a process of its own. */
export const emptyDatabase = Effect.gen(function* () {
  const url = Redacted.value((yield* testDatabase).url)
  const command = (...args: ReadonlyArray<string>): Effect.Effect<CommandResult> =>
    Effect.promise(() => runCommand(args, { env: { DATABASE_URL: url } }))
  const layer = stores.pipe(Layer.provideMerge(Database.layer({ url: Redacted.make(url) })))
  return { url, command, layer }
})

/** The same with our tables in it. */
export const migratedDatabase = Effect.gen(function* () {
  const database = yield* emptyDatabase
  yield* Effect.provide(migrate(), database.layer)
  return database
})

export const temporaryFolder: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "on-database-"))),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
)
