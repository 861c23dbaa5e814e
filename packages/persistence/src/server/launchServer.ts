import { Data, Effect, Redacted, Schedule, type Scope } from "effect"
import { readFile, statfs } from "node:fs/promises"
import { totalmem } from "node:os"
import type { ConnectionProblem } from "./ConnectionProblem.ts"
import type { DataFolder } from "./DataFolder.ts"
import { withConnection } from "./databaseClient.ts"
import { DiskFull } from "./DiskFull.ts"
import { fileFault } from "./fileFault.ts"
import { freePort } from "./freePort.ts"
import { superuser } from "./initialiseCluster.ts"
import { replaceFile } from "./replaceFile.ts"
import { type ServerProcess, serverProcess } from "./postmaster.ts"
import { disownStaleNumber, type Postmaster, runningPostmaster, servesFolder } from "./postmasterFile.ts"
import type { ServerBinaries } from "./serverBinaries.ts"
import { keepLogShort, logSince, logSize } from "./serverLog.ts"
import { DataFolderInUse, type DataFolderNotWritable, PortInUse, ServerStartFailed } from "./ServerProblem.ts"
import { accessRules, type Durability, type ServerMachine, serverSettings } from "./serverSettings.ts"

/** All that a start needs, with a folder that holds a database of the right version. */
export interface StartPlan {
  readonly folder: DataFolder
  readonly binaries: ServerBinaries
  readonly password: string
  readonly durability: Durability
  readonly port: number | undefined
}

/** A server that was seen to take connections. */
export interface ReadyServer extends ServerProcess {
  readonly port: number
  readonly startedByUs: boolean
}

/** A server on the folder is coming or going, or somebody was faster: look again. */
class NotYet extends Data.TaggedError("NotYet") {}

type LaunchProblem =
  | ConnectionProblem
  | DataFolderInUse
  | DataFolderNotWritable
  | DiskFull
  | PortInUse
  | ServerStartFailed

/** For drivers; no encryption, as nothing leaves this machine, whatever PGSSLMODE says. */
export const urlOf = ({ password }: StartPlan, port: number, database: string): Redacted.Redacted<string> =>
  Redacted.make(
    `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}?sslmode=disable`
  )

/** Joins the server that runs on the folder; else starts one. */
export const attachOrLaunch = (plan: StartPlan): Effect.Effect<ReadyServer, LaunchProblem | NotYet, Scope.Scope> =>
  Effect.flatMap(
    Effect.promise(() => runningPostmaster(plan.folder)),
    (running) => (running === undefined ? launch(plan) : attach(plan, running))
  )

/** Says hello: which files the server on this port works on, and how carefully. */
const hello = (plan: StartPlan, port: number) =>
  withConnection(urlOf(plan, port, "postgres"), (run) =>
    run("SELECT current_setting('data_directory') AS folder, current_setting('fsync') AS fsync")
  ).pipe(Effect.map(([row]) => ({ folder: String(row?.["folder"]), fsync: row?.["fsync"] === "on" })))

const attach = Effect.fnUntraced(function* (plan: StartPlan, { pid, port }: Postmaster) {
  const { folder } = plan
  const refuse = (reason: string): DataFolderInUse =>
    new DataFolderInUse({ dataFolder: folder.path, pid, port, reason })
  if (plan.port !== undefined && plan.port !== port) {
    return yield* refuse(`port ${plan.port} was asked for. Leave the port out to join that server, or stop it first.`)
  }
  const found = yield* hello(plan, port).pipe(
    Effect.catchTags({
      DatabaseUnavailable: () => new NotYet(),
      DatabaseAuthFailed: () =>
        refuse(
          `the password in ${folder.passwordFile} does not open it. Stop that server, or use the password it was given.`
        )
    })
  )
  if (found.folder !== folder.cluster)
    return yield* refuse(`on that port another server answers, which works on ${found.folder}.`)
  if (plan.durability === "durable" && !found.fsync) {
    return yield* refuse("it runs with settings for tests, under which a crash loses data. Stop it first.")
  }
  const ended = Effect.promise(() => servesFolder(folder, pid)).pipe(
    Effect.repeat({ schedule: Schedule.spaced("1 second"), while: (serves) => serves }),
    Effect.asVoid
  )
  const ready: ReadyServer = { pid, port, ended, startedByUs: false }
  return ready
})

const launch = Effect.fnUntraced(function* (plan: StartPlan) {
  const { binaries, folder } = plan
  const fault = fileFault(folder.path)
  yield* Effect.tryPromise({ try: () => disownStaleNumber(folder), catch: fault })
  const port = plan.port ?? (yield* freePort(yield* lastPort(folder)))
  yield* Effect.tryPromise({ try: () => writeSettings(plan), catch: fault })
  const sizeBefore = yield* logSize(folder)
  const server = yield* serverProcess(folder, binaries, port)
  const endedEarly = server.ended.pipe(
    Effect.andThen(logSince(folder, sizeBefore)),
    Effect.flatMap((log) => Effect.fail(startFault(plan, port, log)))
  )
  yield* Effect.raceFirst(awaitReady(plan, server.pid, port), endedEarly)
  yield* Effect.tryPromise({ try: () => replaceFile(folder.portFile, `${port}\n`, 0o600), catch: fault })
  yield* keepLogShort(folder)
  const ready: ReadyServer = { ...server, port, startedByUs: true }
  return ready
})

const awaitReady = (plan: StartPlan, pid: number, port: number): Effect.Effect<void, ConnectionProblem> => {
  const attempt = hello(plan, port).pipe(
    Effect.catch((problem) =>
      Effect.promise(() => runningPostmaster(plan.folder)).pipe(
        Effect.flatMap((now): Effect.Effect<never, ConnectionProblem | NotYet> => {
          // Until our server has the port, whoever answers there is another.
          const ours = now?.pid === pid && now.ready
          return Effect.fail(ours && problem._tag !== "DatabaseUnavailable" ? problem : new NotYet())
        })
      )
    ),
    Effect.filterOrFail(
      (found) => found.folder === plan.folder.cluster,
      () => new NotYet()
    )
  )
  return attempt.pipe(
    Effect.retry({ schedule: Schedule.spaced("20 millis"), while: (problem) => problem._tag === "NotYet" }),
    Effect.catchTag("NotYet", (never) => Effect.die(never)),
    Effect.asVoid
  )
}

const startFault = ({ folder, port: wished }: StartPlan, port: number, log: string): LaunchProblem | NotYet => {
  if (/lock file "[^"]*" already exists|pre-existing shared memory block/.test(log)) return new NotYet()
  if (/No space left on device|Disk quota exceeded/.test(log)) return new DiskFull({ place: folder.path })
  if (/could not bind|could not create any TCP/.test(log)) {
    const reason = /could not bind [^:]*: (.*)/.exec(log)?.[1]?.toLowerCase() ?? "the system refuses it"
    return wished === undefined ? new NotYet() : new PortInUse({ port, reason })
  }
  return new ServerStartFailed({
    dataFolder: folder.path,
    logFile: folder.logFile,
    lastLines: log.split("\n").slice(-8).join("\n")
  })
}

const lastPort = (folder: DataFolder): Effect.Effect<number | undefined> =>
  Effect.promise(() => readFile(folder.portFile, "utf8").catch(() => "")).pipe(
    Effect.map((text) => {
      const port = Number(text)
      return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : undefined
    })
  )

const mib = 1024 * 1024

/** Of the container where there is one, else of the machine. */
const machine = async (): Promise<ServerMachine> => {
  const shm = process.platform === "linux" ? await statfs("/dev/shm").catch(() => ({ blocks: 0, bsize: 0 })) : undefined
  return {
    memoryMib: Math.min(totalmem(), process.constrainedMemory() || Infinity) / mib,
    sharedMemoryMib: shm === undefined ? Infinity : (shm.blocks * shm.bsize) / mib
  }
}

const writeSettings = async ({ durability, folder }: StartPlan): Promise<void> => {
  // Nothing in them is secret, and the server may be another account than ours.
  const mode = folder.account === undefined ? 0o600 : 0o644
  await replaceFile(folder.accessFile, accessRules, mode)
  await replaceFile(folder.settingsFile, serverSettings(durability, folder, await machine()), mode)
}
