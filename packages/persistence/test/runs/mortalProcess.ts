import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { Effect, Redacted } from "effect"

/** When a process is killed: so long after it has said that it is so many steps further. */
export interface Death {
  readonly afterSteps: number
  readonly delayMs: number
}

/** What a process said before it was killed or ended. */
export interface Said {
  /** The last step; undefined when it did not even begin. */
  readonly step: number | undefined
  /** What it ended with; undefined when it was killed. */
  readonly ended: number | undefined
  readonly problem: string | undefined
  readonly signal: NodeJS.Signals | null
}

/** Runs a program of this folder until it ends or is killed with SIGKILL. */
export const mortalProcess = (
  program: string,
  args: ReadonlyArray<string | number>,
  url: Redacted.Redacted<string>,
  death: Death | undefined
): Effect.Effect<Said> =>
  Effect.callback((resume) => {
    const file = fileURLToPath(new URL(program, import.meta.url))
    const child = spawn(process.execPath, ["--conditions=source", file, ...args.map(String)], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, RUN_DATABASE_URL: Redacted.value(url) }
    })
    let said: Said = { step: undefined, ended: undefined, problem: undefined, signal: null }
    let steps = -1
    let errors = ""
    child.stderr.on("data", (part) => (errors += part))
    createInterface(child.stdout).on("line", (line) => {
      if (!line.startsWith('{"')) return void (errors += `${line}\n`)
      said = { ...said, ...JSON.parse(line) }
      steps++
      if (death !== undefined && steps === death.afterSteps) setTimeout(() => child.kill("SIGKILL"), death.delayMs)
    })
    child.once("close", (code, signal) => {
      if (signal === null && code !== 0) resume(Effect.die(new Error(`${program} ended with ${code}: ${errors}`)))
      else resume(Effect.succeed({ ...said, signal }))
    })
    return Effect.sync(() => child.kill("SIGKILL"))
  })
