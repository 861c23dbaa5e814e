import { Effect, Schedule, type Scope } from "effect"
import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"

const main = join(import.meta.dirname, "..", "..", "..", "simulator", "src", "main.ts")

/** A message in the simulator's journal, and what became of it. */
export interface JournalLine {
  readonly event: "message"
  readonly messageId: string
  readonly queue: string
  readonly faults: ReadonlyArray<unknown>
  readonly deliveries: number
  readonly dequeues: number
}

/** A fault that a call met. */
export interface FaultLine {
  readonly event: "fault"
  readonly what: string
  readonly fault: string
}

export interface SimulatorProcess {
  /** What it says when it is ready: url, credentials. */
  readonly ready: Readonly<Record<string, string>>
  /** A call of `/admin`. */
  readonly call: (path: string, body?: unknown) => Effect.Effect<string>
  readonly journal: Effect.Effect<ReadonlyArray<JournalLine>>
  readonly faults: Effect.Effect<ReadonlyArray<FaultLine>>
  /** Waits until a message has been dequeued. */
  readonly dequeued: (messageId: string) => Effect.Effect<JournalLine>
}

/** The simulated DataHub as a process of its own, and the calls that only a test makes. */
export const simulatorProcess = (...args: ReadonlyArray<string>): Effect.Effect<SimulatorProcess, never, Scope.Scope> =>
  Effect.gen(function* () {
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        spawn(process.execPath, ["--conditions=source", main, "--json", "--port", "0", ...args], {
          stdio: ["ignore", "pipe", "inherit"]
        })
      ),
      (child) => Effect.sync(() => child.kill("SIGKILL"))
    )
    const ready = yield* Effect.promise(
      () =>
        new Promise<Readonly<Record<string, string>>>((resolve, reject) => {
          createInterface(child.stdout).once("line", (line) => resolve(JSON.parse(line)))
          child.once("close", (code) => reject(new Error(`the simulator ended with ${code} before it was ready`)))
        })
    )
    const call = (path: string, body?: unknown) =>
      Effect.promise(async () => {
        // A connection that is kept may be given up by the other side just when a slow machine comes to use it.
        const headers = { connection: "close" }
        const init = body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) }
        const response = await fetch(`${ready["url"]}/admin/${path}`, init)
        const text = await response.text()
        if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
        return text
      })
    const lines = Effect.map(call("journal"), (text) =>
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as JournalLine | FaultLine)
    )
    const journal = Effect.map(lines, (all) => all.filter((line) => line.event === "message"))
    const faults = Effect.map(lines, (all) => all.filter((line) => line.event === "fault"))
    const dequeued = (messageId: string) =>
      journal.pipe(
        Effect.flatMap((all) => {
          const found = all.find((line) => line.messageId === messageId && line.dequeues > 0)
          return found === undefined
            ? Effect.fail(`${messageId} was not dequeued: ${JSON.stringify(all)}`)
            : Effect.succeed(found)
        }),
        Effect.retry(Schedule.spaced("20 millis").pipe(Schedule.upTo({ duration: "5 minutes" }))),
        Effect.orDie
      )
    return { ready, call, journal, faults, dequeued }
  })

/** Where the simulator is, and with what it is called: as `serve` is told. */
export const settingsOf = ({ ready }: SimulatorProcess): Readonly<Record<string, string>> => ({
  DATAHUB_BASE_URL: ready["url"]!,
  DATAHUB_TOKEN_URL: ready["tokenUrl"]!,
  DATAHUB_SCOPE: ready["scope"]!,
  DATAHUB_CLIENT_ID: ready["clientId"]!,
  DATAHUB_CLIENT_SECRET: ready["clientSecret"]!
})
