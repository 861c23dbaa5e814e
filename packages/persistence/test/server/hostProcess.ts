import { Effect, Schedule, type Scope } from "effect"
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { afterAll } from "vitest"
import { startEmbeddedPostgres } from "../../src/server/index.ts"
import { isRunning } from "../../src/server/isRunning.ts"

export const isRoot = process.getuid?.() === 0
export const nobody = { uid: 65_534, gid: 65_534 }

/** A folder that is there for the scope. */
export const temporaryFolder: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "embedded-postgres-"))),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
)

let prepared: Promise<string> | undefined

afterAll(async () => {
  if (prepared !== undefined) await rm(await prepared, { recursive: true, force: true })
})

const prepare = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "embedded-postgres-"))
  await Effect.runPromise(Effect.scoped(startEmbeddedPostgres({ dataFolder: folder, durability: "test" })))
  return folder
}

/** A data folder that has been set up before: a copy takes a tenth of the time. */
export const preparedFolder: Effect.Effect<string, never, Scope.Scope> = Effect.gen(function* () {
  const folder = yield* temporaryFolder
  const from = yield* Effect.promise(() => (prepared ??= prepare()))
  const copied = spawnSync("cp", ["-a", `${from}/.`, folder], { encoding: "utf8" })
  if (copied.status !== 0) return yield* Effect.die(new Error(copied.stderr))
  return folder
})

/** What a host says first. */
export interface HostSays {
  readonly pid: number
  readonly port: number
  readonly url: string
  readonly startedByUs: boolean
  readonly problem?: string
  readonly message?: string
}

export interface Host {
  readonly process: ChildProcess
  readonly says: HostSays
}

const firstLine = (child: ChildProcess): Effect.Effect<HostSays> =>
  Effect.callback((resume) => {
    let errors = ""
    child.stderr?.on("data", (part) => (errors += part))
    // Not at its exit: what it said may still be on its way then.
    child.once("close", (code) => resume(Effect.die(new Error(`host ended with ${code}: ${errors}`))))
    createInterface(child.stdout!).once("line", (line) => resume(Effect.succeed(JSON.parse(line))))
  })

/** Runs a host as a process of its own until it has said whether its server is ready; ends it with the scope. */
export const hostProcess = (
  dataFolder: string,
  options: { readonly manner?: "orderly" | "plain"; readonly account?: typeof nobody } = {}
): Effect.Effect<Host, never, Scope.Scope> =>
  Effect.gen(function* () {
    const program = fileURLToPath(new URL("host.ts", import.meta.url))
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        spawn(process.execPath, ["--conditions=source", program, dataFolder, options.manner ?? "orderly"], {
          ...options.account,
          stdio: ["ignore", "pipe", "pipe"]
        })
      ),
      (child) => Effect.sync(() => child.kill("SIGTERM")).pipe(Effect.andThen(hostEnded(child)))
    )
    return { process: child, says: yield* firstLine(child) }
  })

export const hostEnded = (child: ChildProcess): Effect.Effect<void> =>
  Effect.callback((resume) => {
    if (child.exitCode !== null || child.signalCode !== null) return resume(Effect.void)
    child.once("exit", () => resume(Effect.void))
  })

/** Waits for the end of a process that is nobody's child here. */
export const processGone = (pid: number): Effect.Effect<void, string> =>
  Effect.suspend(() => (isRunning(pid) ? Effect.fail(`process ${pid} is still there`) : Effect.void)).pipe(
    Effect.retry(Schedule.spaced("10 millis").pipe(Schedule.upTo({ duration: "5 minutes" })))
  )
