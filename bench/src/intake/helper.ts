import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { Effect, type Scope } from "effect"

/** A script of this folder in a process of its own, which answers a line with a line. */
export interface Helper {
  readonly ask: (line: string) => Effect.Effect<string>
  /** Its next line. */
  readonly answer: Effect.Effect<string>
}

/** Starts one; it ends with the scope. */
export const startHelper = (
  script: string,
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>> = {}
): Effect.Effect<Helper, never, Scope.Scope> =>
  Effect.gen(function* () {
    const file = fileURLToPath(new URL(script, import.meta.url))
    const child = yield* Effect.acquireRelease(
      Effect.sync(() =>
        spawn(process.execPath, [...process.execArgv, file, ...args], {
          env: { ...process.env, ...env },
          stdio: ["pipe", "pipe", "inherit"]
        })
      ),
      (running) => Effect.sync(() => running.kill("SIGKILL"))
    )
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const answer = Effect.promise(async () => {
      const { done, value } = await lines.next()
      if (done) throw new Error(`${script} ended`)
      return value
    })
    return {
      answer,
      ask: (line) =>
        Effect.andThen(
          Effect.sync(() => child.stdin.write(`${line}\n`)),
          answer
        )
    } satisfies Helper
  })
