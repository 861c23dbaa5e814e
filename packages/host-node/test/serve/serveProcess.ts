import { Effect, type Scope } from "effect"
import { type ChildProcess, spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { Happenings } from "./eventWaiting.ts"
import { apiKey, type JsonCall, jsonCalls } from "./jsonCalls.ts"

const root = join(import.meta.dirname, "..", "..", "..", "..")

/** A line of the log. */
export interface LogLine {
  readonly level: string
  readonly message: string
  readonly annotations: Readonly<Record<string, unknown>>
}

export const us = "5790009990017"

export interface ServeProcess {
  readonly child: ChildProcess
  readonly log: Happenings<LogLine>
  /** Waits for a line of the log. */
  readonly says: (pattern: RegExp, withinMs?: number) => Effect.Effect<LogLine>
  /** Where health, metrics and the API are. */
  readonly url: string
  readonly get: (path: string, init?: RequestInit) => Effect.Effect<{ readonly status: number; readonly text: string }>
  readonly json: JsonCall
  /** Sends a signal and waits for the end. */
  readonly stop: (signal: NodeJS.Signals) => Effect.Effect<number | null>
  readonly ended: Effect.Effect<number | null>
}

/** Settings under which nothing has to be waited for. */
export const quickSettings = (datahubUrl: string): Readonly<Record<string, string>> => ({
  DATAHUB_BASE_URL: datahubUrl,
  DATAHUB_TOKEN_URL: `${datahubUrl}/token`,
  DATAHUB_SCOPE: "test/.default",
  DATAHUB_CLIENT_ID: "client",
  DATAHUB_CLIENT_SECRET: "not-to-be-seen",
  DATAHUB_GLN: us,
  DATAHUB_POLL_INTERVAL: "20ms",
  DATAHUB_ATTEMPTS_MAX: "1",
  DATAHUB_RETRY_FIRST: "10ms",
  DATAHUB_RETRY_MAX: "100ms",
  DATAHUB_OUTBOX_INTERVAL: "50ms",
  DATAHUB_PARKED_INTERVAL: "100ms",
  DATAHUB_HTTP_PORT: "0",
  DATAHUB_API_KEYS: apiKey,
  DATAHUB_LOG_FORMAT: "json"
})

const lineOf = (text: string): LogLine => {
  try {
    const { annotations, level, message } = JSON.parse(text)
    return { level, message: Array.isArray(message) ? message.join(" ") : String(message), annotations }
  } catch {
    return { level: "", message: text, annotations: {} }
  }
}

/** Level of the line that is added when the process has ended. */
const ENDED = "END"

/** `serve` as a process of its own, from the sources; it is ready when this succeeds, and is ended with the scope. */
export const serveProcess = (env: Readonly<Record<string, string>>): Effect.Effect<ServeProcess, never, Scope.Scope> =>
  Effect.tap(startingProcess(env), ({ says }) => says(/^Serving as/))

/** The same as soon as it answers over HTTP, whatever it still waits for. */
export const startingProcess = (
  env: Readonly<Record<string, string>>
): Effect.Effect<ServeProcess, never, Scope.Scope> =>
  Effect.gen(function* () {
    const main = join(root, "packages", "host-node", "src", "main.ts")
    const child = spawn(process.execPath, ["--conditions=source", main, "serve"], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"]
    })
    const log = new Happenings<LogLine>()
    createInterface(child.stdout).on("line", (text) => log.add(lineOf(text)))
    createInterface(child.stderr).on("line", (text) => log.add(lineOf(text)))
    const end = new Promise<number | null>((resolve) => child.once("close", resolve))
    void end.then((code) => log.add({ level: ENDED, message: `ended with ${code}`, annotations: {} }))
    const ended = Effect.promise(() => end)
    yield* Effect.addFinalizer(() =>
      Effect.andThen(
        Effect.sync(() => child.kill("SIGKILL")),
        ended
      )
    )
    const says = (pattern: RegExp, withinMs?: number) =>
      Effect.promise(async () => {
        const line = await log.first(
          `${pattern}`,
          ({ level, message }) => level === ENDED || pattern.test(message),
          withinMs
        )
        // Who has ended says nothing more: nobody has to wait for it.
        if (!pattern.test(line.message)) throw new Error(`${pattern} was not said before the host ${line.message}`)
        return line
      })
    const url = /http:\/\/[\d.]+:\d+/.exec((yield* says(/^Health, metrics and the API are at/)).message)![0]
    const get = (path: string, init?: RequestInit) =>
      Effect.promise(async () => {
        // A connection that is kept may be given up by the other side just when a slow machine comes to use it.
        const headers = { connection: "close", ...(init?.headers ?? { "x-api-key": apiKey }) }
        const response = await fetch(url + path, { ...init, headers })
        return { status: response.status, text: await response.text() }
      })
    const json = jsonCalls(url)
    const stop = (signal: NodeJS.Signals) =>
      Effect.andThen(
        Effect.sync(() => child.kill(signal)),
        ended
      )
    return { child, log, says, url, get, json, stop, ended }
  })
