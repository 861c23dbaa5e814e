import { Deferred, Effect, type Scope } from "effect"
import { type ChildProcess, spawn } from "node:child_process"
import { createWriteStream, type WriteStream } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { HostLog } from "./hostLog.ts"

const root = join(import.meta.dirname, "..", "..", "..")

/** A host process. */
export interface Host {
  readonly child: ChildProcess
  /** Waits until it serves; `false` when it ended before. */
  readonly isServing: Effect.Effect<boolean>
  /** Waits until it says that it cannot reach its database; `false` when it ended before. */
  readonly isWithoutDatabase: Effect.Effect<boolean>
  /** Its exit code, once it has ended; `null` after a signal. */
  readonly ended: Effect.Effect<number | null>
  /** The last lines that it wrote. */
  readonly lastLines: () => ReadonlyArray<string>
}

/** The hosts of a run. */
export interface Hosts {
  /** Starts one more, and waits until it serves. */
  readonly start: Effect.Effect<Host>
  /** Starts one more, and does not wait. */
  readonly begin: Effect.Effect<Host>
  readonly running: () => ReadonlyArray<Host>
  /** SIGKILL: it gets no chance to tidy up. */
  readonly kill: (host: Host) => Effect.Effect<void>
  /** Asks every host to stop in order; gives their exit codes. */
  readonly stop: Effect.Effect<ReadonlyArray<number | null>>
  /** Hosts that ended though nobody had killed or stopped them: how, and what they said last. */
  readonly collapsed: () => ReadonlyArray<string>
}

/** Settings under which nothing waits for long. */
export const quickSettings = {
  DATAHUB_POLL_INTERVAL: "15ms",
  DATAHUB_ATTEMPTS_MAX: "2",
  DATAHUB_RETRY_FIRST: "10ms",
  DATAHUB_RETRY_MAX: "150ms",
  DATAHUB_REQUEST_TIMEOUT: "5s",
  DATAHUB_OUTBOX_INTERVAL: "20ms",
  DATAHUB_OUTBOX_LEASE: "1s",
  DATAHUB_PARKED_INTERVAL: "300ms",
  DATAHUB_HTTP_PORT: "0",
  DATAHUB_LOG_FORMAT: "json"
}

const STARTS_MAX = 20
const LINES_KEPT = 40

/** Runs hosts by these settings, and kills what is left of them when the scope ends. */
export const makeHosts = (
  env: Readonly<Record<string, string>>,
  log: HostLog,
  logFile: string
): Effect.Effect<Hosts, never, Scope.Scope> =>
  Effect.gen(function* () {
    const running = new Set<Host>()
    const expected = new Set<Host>()
    const collapsed: Array<string> = []
    const file = createWriteStream(logFile, { flags: "a" })
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        for (const host of running) host.child.kill("SIGKILL")
        file.end()
      })
    )
    const begin = Effect.gen(function* () {
      const host = yield* launch(env, log, file)
      running.add(host)
      host.child.once("close", (code, signal) => {
        running.delete(host)
        const how = code === null ? `by ${signal}` : `with exit code ${code}`
        if (!expected.has(host)) collapsed.push([`${how}; its last lines:`, ...host.lastLines()].join("\n  "))
      })
      return host
    })
    const start = (left: number): Effect.Effect<Host> =>
      Effect.flatMap(begin, (host) =>
        Effect.flatMap(host.isServing, (isServing) =>
          isServing || left === 0 ? Effect.succeed(host) : start(left - 1)
        )
      )
    const end = (host: Host, signal: NodeJS.Signals) =>
      Effect.suspend(() => {
        expected.add(host)
        running.delete(host)
        host.child.kill(signal)
        return host.ended
      })
    return {
      start: start(STARTS_MAX),
      begin,
      running: () => [...running],
      kill: (host) => Effect.asVoid(end(host, "SIGKILL")),
      stop: Effect.suspend(() =>
        Effect.forEach([...running], (host) => end(host, "SIGTERM"), { concurrency: "unbounded" })
      ),
      collapsed: () => collapsed
    }
  })

const launch = Effect.fnUntraced(function* (env: Readonly<Record<string, string>>, log: HostLog, file: WriteStream) {
  const serving = yield* Deferred.make<boolean>()
  const withoutDatabase = yield* Deferred.make<boolean>()
  const end = yield* Deferred.make<number | null>()
  const main = join(root, "packages", "host-node", "src", "main.ts")
  const child = spawn(process.execPath, ["--conditions=source", main, "serve"], {
    cwd: root,
    // What is compiled once is there for the next start: hosts start often here.
    env: { ...process.env, NODE_COMPILE_CACHE: `${file.path.toString()}.compiled`, ...env },
    stdio: ["ignore", "pipe", "pipe"]
  })
  const lines: Array<string> = []
  const heard = (line: string): void => {
    file.write(`${child.pid} ${line}\n`)
    lines.push(line)
    if (lines.length > LINES_KEPT) lines.shift()
    log.add(line)
    if (/Serving as/.test(line)) Deferred.doneUnsafe(serving, Effect.succeed(true))
    if (/database fails/.test(line)) Deferred.doneUnsafe(withoutDatabase, Effect.succeed(true))
  }
  createInterface(child.stdout).on("line", heard)
  createInterface(child.stderr).on("line", heard)
  child.once("close", (code) => {
    file.write(`${child.pid} ended with ${code ?? child.signalCode}\n`)
    Deferred.doneUnsafe(serving, Effect.succeed(false))
    Deferred.doneUnsafe(withoutDatabase, Effect.succeed(false))
    Deferred.doneUnsafe(end, Effect.succeed(code))
  })
  return {
    child,
    isServing: Deferred.await(serving),
    isWithoutDatabase: Deferred.await(withoutDatabase),
    ended: Deferred.await(end),
    lastLines: () => lines
  } satisfies Host
})
