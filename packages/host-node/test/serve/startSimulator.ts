import { Effect, type Scope } from "effect"
import { spawn } from "node:child_process"
import { join } from "node:path"
import { createInterface } from "node:readline"

const main = join(import.meta.dirname, "..", "..", "..", "simulator", "src", "main.ts")

/** A simulated DataHub that runs as a process of its own. */
export interface StartedSimulator {
  /** What it says when it is ready: url, credentials. */
  readonly ready: Readonly<Record<string, string>>
  /** A call of `/admin`, and the JSON that it answers; where that is a value a line, all of them. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly call: (path: string, body?: unknown) => Effect.Effect<any>
}

/** Starts a simulated DataHub on a free port; it is killed when the scope ends. */
export const startSimulator = (...args: ReadonlyArray<string>): Effect.Effect<StartedSimulator, never, Scope.Scope> =>
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
        new Promise<StartedSimulator["ready"]>((resolve, reject) => {
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
        return response.headers.get("content-type")?.includes("ndjson")
          ? text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]))
          : JSON.parse(text)
      })
    return { ready, call }
  })
