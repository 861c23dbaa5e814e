import {
  checkSchema,
  Database,
  type EmbeddedPostgresProblem,
  migrate,
  migrationStatus,
  startEmbeddedPostgres,
  stores
} from "@datahub-settlement/persistence"
import { Effect, Layer, type PlatformError as Platform, type Redacted, Result, type Scope, type Stdio } from "effect"
import type { SqlClient } from "effect/sql"
import { existsSync } from "node:fs"
import { join } from "node:path"
import type { NotSettled, WrongUse } from "../exitCodes.ts"
import { CommandFailed, isTold } from "./CommandFailed.ts"
import { printError, wrongUse } from "./print.ts"
import { reasonOf } from "./reasonOf.ts"
import { type StoreFlags, storePlace, type StorePlace } from "./storePlace.ts"

/** The database that a command works on. */
export interface OpenStore {
  readonly place: StorePlace
  readonly url: Redacted.Redacted<string>
  /** Whether this command started the embedded server, which then stops with it. */
  readonly startedForUs: boolean
}

/**
 * What a command needs:
 *
 * - `look`: a database, whatever is in it
 * - `use`: one with the tables of this program
 * - `fill`: the same; an embedded one that is missing or empty is set up first
 * - `set up`: a database, made where the embedded one is missing
 */
export type StoreNeed = "look" | "use" | "fill" | "set up"

export type Stores = Layer.Success<typeof stores>

type Opened = Database | SqlClient.SqlClient | Stores

/** What a command ends with after it was told. */
export type Told = CommandFailed | NotSettled | WrongUse

/** Every error of ours says in its message what a person can do. */
interface Failure {
  readonly message: string
}

/**
 * Opens the database, does something with it and closes it again: the one way there for every command. Whatever goes
 * wrong with the database is told in words that say what to do, and ends the command with exit code 1.
 */
export const withStore = <A, R>(
  command: string,
  flags: StoreFlags,
  need: StoreNeed,
  use: (store: OpenStore) => Effect.Effect<A, Failure, R>
): Effect.Effect<A, Told | Platform.PlatformError, Exclude<R, Opened> | Stdio.Stdio> =>
  Effect.scoped(
    Effect.gen(function* () {
      const place = storePlace(flags)
      if (Result.isFailure(place)) return yield* wrongUse(command, place.failure)
      const store = yield* openPlace(place.success, need).pipe(Effect.catch((problem) => failed(problem.message)))
      const opened = stores.pipe(Layer.provideMerge(Database.layer({ url: store.url })))
      return yield* Effect.andThen(meetNeed(store, need), use(store)).pipe(
        Effect.provide(opened),
        Effect.catch((error: Failure): Effect.Effect<never, Told | Platform.PlatformError, Stdio.Stdio> =>
          isTold(error) ? Effect.fail(error as Told) : failed(reasonOf(error, store.url))
        )
      )
    })
  )

/** Tells a reason and ends the command. */
const failed = (reason: string) =>
  Effect.andThen(printError(`datahub-settlement: ${reason}\n`), new CommandFailed({ reason }))

const openPlace = Effect.fnUntraced(function* (
  place: StorePlace,
  need: StoreNeed
): Effect.fn.Return<OpenStore, EmbeddedPostgresProblem | CommandFailed, Scope.Scope> {
  if (place.kind === "own server") return { place, url: place.url, startedForUs: false }
  const { dataFolder } = place
  if ((need === "look" || need === "use") && !existsSync(join(dataFolder, "cluster"))) {
    const reason =
      `There is no database in ${dataFolder} yet. Make one with \`datahub-settlement import <folder>\` or ` +
      "`datahub-settlement db migrate`, or say with --data-folder or DATABASE_URL where yours is."
    return yield* new CommandFailed({ reason })
  }
  const server = yield* startEmbeddedPostgres({ dataFolder })
  return { place: { ...place, dataFolder: server.dataFolder }, url: server.url, startedForUs: server.startedByUs }
})

const meetNeed = Effect.fnUntraced(function* ({ place }: OpenStore, need: StoreNeed) {
  if (need === "look" || need === "set up") return
  // Nobody but this program looks after the embedded one; a server of one's own is changed only when asked.
  if (need === "fill" && place.kind === "embedded" && (yield* migrationStatus()).level === 0) yield* migrate()
  yield* checkSchema()
})
