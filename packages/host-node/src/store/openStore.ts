import {
  checkSchema,
  Database,
  describeConnectionError,
  type EmbeddedPostgresProblem,
  migrate,
  migrationStatus,
  type PostgresOutdated,
  type SchemaMismatch,
  startEmbeddedPostgres,
  stores,
  type TimescaleOutdated
} from "@datahub-settlement/persistence"
import {
  type Context,
  Effect,
  Layer,
  type PlatformError as Platform,
  type Redacted,
  Result,
  type Scope,
  type Stdio
} from "effect"
import type { SqlClient } from "effect/sql"
import { existsSync } from "node:fs"
import { join } from "node:path"
import type { NotSettled, WrongUse } from "../exitCodes.ts"
import { CommandFailed, isTold } from "./CommandFailed.ts"
import { commandFailed, wrongUse } from "./print.ts"
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

/** What an open database serves. */
export type StoreServices = Database | SqlClient.SqlClient | Stores

/** What a command ends with after it was told. */
export type Told = CommandFailed | NotSettled | WrongUse

/** Every error of ours says in its message what a person can do. */
interface Failure {
  readonly message: string
}

/** Every way in which a database cannot be opened. */
export type OpenProblem =
  | CommandFailed
  | EmbeddedPostgresProblem
  | PostgresOutdated
  | SchemaMismatch
  | TimescaleOutdated

/** A database that is open for as long as a scope lives, and the ports on it. */
export interface Opened {
  readonly store: OpenStore
  readonly context: Context.Context<StoreServices>
}

/** Opens the database, once; what keeps it from that is described for people. */
export const openStore = Effect.fnUntraced(function* (
  place: StorePlace,
  need: StoreNeed
): Effect.fn.Return<Opened, OpenProblem, Scope.Scope> {
  const store = yield* openPlace(place, need)
  const open = Effect.gen(function* () {
    const context = yield* Layer.build(stores.pipe(Layer.provideMerge(Database.layer({ url: store.url }))))
    yield* Effect.provideContext(meetNeed(store, need), context)
    return { store, context }
  })
  return yield* Effect.catchTag(open, "SqlError", (error) => Effect.fail(describeConnectionError(error, store.url)))
})

/**
 * Opens the database, does something with it and closes it again: the one way there for every command that is to end.
 * Whatever goes wrong with the database is told in words that say what to do, and ends the command with exit code 1.
 */
export const withStore = <A, R>(
  command: string,
  flags: StoreFlags,
  need: StoreNeed,
  use: (store: OpenStore) => Effect.Effect<A, Failure, R>
): Effect.Effect<A, Told | Platform.PlatformError, Exclude<R, StoreServices> | Stdio.Stdio> =>
  Effect.scoped(
    Effect.gen(function* () {
      const place = storePlace(flags)
      if (Result.isFailure(place)) return yield* wrongUse(command, place.failure)
      const { context, store } = yield* openStore(place.success, need).pipe(
        Effect.catch(({ message }) => commandFailed(message))
      )
      return yield* use(store).pipe(
        Effect.provideContext(context),
        Effect.catch((error: Failure): Effect.Effect<never, Told | Platform.PlatformError, Stdio.Stdio> =>
          isTold(error) ? Effect.fail(error as Told) : commandFailed(reasonOf(error, store.url))
        )
      )
    })
  )

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
