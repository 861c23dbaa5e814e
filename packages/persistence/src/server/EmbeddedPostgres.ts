import { Context, Effect, Layer, type Redacted, Schedule, type Scope } from "effect"
import { createDatabase } from "./createDatabase.ts"
import type { ConnectionProblem } from "./ConnectionProblem.ts"
import { checkVersion, openDataFolder, readPassword } from "./DataFolder.ts"
import type { DiskFull } from "./DiskFull.ts"
import { inRealTime } from "./inRealTime.ts"
import { initialiseCluster } from "./initialiseCluster.ts"
import { attachOrLaunch, type StartPlan, urlOf } from "./launchServer.ts"
import { serverBinaries } from "./serverBinaries.ts"
import * as Problem from "./ServerProblem.ts"
import type { Durability } from "./serverSettings.ts"

export interface EmbeddedPostgresOptions {
  /** Created where it is missing; everything the server keeps is in it, and only this program's data may be. */
  readonly dataFolder: string
  /** Port on 127.0.0.1. Left out: the port of the last start if it is free, else any free one. */
  readonly port?: number | undefined
  /** `durable` unless told otherwise; `test` is fast and loses everything when the machine stops. */
  readonly durability?: Durability | undefined
  /** The database that the URL leads to, created where it is missing; `datahub_settlement` unless told otherwise. */
  readonly database?: string | undefined
}

/** A server that takes connections. */
export interface RunningPostgres {
  /** With user and password: for drivers only. */
  readonly url: Redacted.Redacted<string>
  /** Absolute and without links. */
  readonly dataFolder: string
  readonly port: number
  /** As in `18.4`. */
  readonly version: string
  /** Process id of the server. */
  readonly pid: number
  /** False where it ran already: then it goes on when this scope ends, and stops with the host that started it. */
  readonly startedByUs: boolean
  /** Waits, and fails when the server ends before the scope does. */
  readonly lost: Effect.Effect<never, Problem.ServerLost>
}

export type EmbeddedPostgresProblem =
  | Problem.ServerBinariesMissing
  | Problem.DataFolderNotWritable
  | Problem.DataFolderUnreachable
  | Problem.DataFolderUnusable
  | Problem.DataFolderVersionMismatch
  | Problem.DataFolderInUse
  | Problem.PortInUse
  | Problem.ServerStartFailed
  | ConnectionProblem
  | DiskFull

/** Recovery after a crash with much unwritten work takes minutes, and must not be cut off. */
const startPatience = "10 minutes"
const betweenAttempts = "20 millis"

/**
 * Starts a real PostgreSQL server, delivered with the package, on a data folder; or joins the one that runs there. The
 * server listens on 127.0.0.1 only, asks for a password, and stops in order when the scope ends, or when this process
 * ends in any other way.
 *
 * Works as an ordinary user and as root (the server then runs as the owner of the data folder, or as nobody). Fails with
 * an error that names what is in the way: no program for this platform, a folder that is not ours or not writable, data
 * of another major version, a port in use, a full disk.
 *
 * @example
 * import { Effect } from "effect"
 * import { startEmbeddedPostgres } from "@datahub-settlement/persistence"
 *
 * const program = Effect.gen(function* () {
 *   const server = yield* startEmbeddedPostgres({ dataFolder: "/var/lib/datahub-settlement" })
 *   yield* Effect.logInfo(`PostgreSQL ${server.version} on port ${server.port}, data in ${server.dataFolder}`)
 * })
 * Effect.isEffect(Effect.scoped(program)) // => true
 */
export const startEmbeddedPostgres: (
  options: EmbeddedPostgresOptions
) => Effect.Effect<RunningPostgres, EmbeddedPostgresProblem, Scope.Scope> = Effect.fn("startEmbeddedPostgres")(
  function* (options) {
    const plan = yield* planOf(options)
    const { folder } = plan
    const running = yield* inRealTime(
      attachOrLaunch(plan).pipe(
        Effect.retry({ schedule: Schedule.spaced(betweenAttempts), while: (problem) => problem._tag === "NotYet" }),
        Effect.catchTag("NotYet", (never) => Effect.die(never)),
        Effect.timeoutOrElse({
          duration: startPatience,
          orElse: () =>
            Effect.fail(
              new Problem.ServerStartFailed({
                dataFolder: folder.path,
                logFile: folder.logFile,
                lastLines: `It was not ready after ${startPatience}.`
              })
            )
        })
      )
    )
    const database = options.database ?? "datahub_settlement"
    yield* createDatabase(urlOf(plan, running.port, "postgres"), database)
    return {
      url: urlOf(plan, running.port, database),
      dataFolder: folder.path,
      port: running.port,
      version: plan.binaries.version,
      pid: running.pid,
      startedByUs: running.startedByUs,
      lost: inRealTime(running.ended).pipe(
        Effect.andThen(
          Effect.suspend(() =>
            Effect.fail(new Problem.ServerLost({ dataFolder: folder.path, pid: running.pid, logFile: folder.logFile }))
          )
        )
      )
    }
  }
)

const planOf = Effect.fnUntraced(function* (options: EmbeddedPostgresOptions) {
  const durability = options.durability ?? "durable"
  const folder = yield* openDataFolder(options.dataFolder)
  const binaries = yield* serverBinaries(folder.path, folder.account)
  if (!folder.initialised) yield* initialiseCluster(folder, binaries, durability)
  yield* checkVersion(folder, binaries.major)
  const password = yield* readPassword(folder)
  return { folder, binaries, password, durability, port: options.port } satisfies StartPlan
})

/** The embedded server as a service, for as long as the layer lives. */
export class EmbeddedPostgres extends Context.Service<EmbeddedPostgres, RunningPostgres>()(
  "@datahub-settlement/persistence/EmbeddedPostgres"
) {
  static readonly layer = (options: EmbeddedPostgresOptions): Layer.Layer<EmbeddedPostgres, EmbeddedPostgresProblem> =>
    Layer.effect(EmbeddedPostgres, startEmbeddedPostgres(options))
}
