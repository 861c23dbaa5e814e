import { Effect } from "effect"
import { spawn } from "node:child_process"
import type { ServerAccount } from "./serverAccount.ts"

export interface Program {
  readonly program: string
  readonly args: ReadonlyArray<string>
  readonly account: ServerAccount | undefined
}

/** How a program ended; one that could not be started has exit code −1 and the reason in `stderr`. */
export interface ProgramEnd {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** The server's programs get no variable of ours: a password in the environment is none of their business. */
export const serverEnvironment: Readonly<Record<string, string>> = { LC_ALL: "C", PATH: "/usr/bin:/bin", TZ: "UTC" }

/** Runs one of the server's programs to its end; interrupted, it kills it. */
export const runProgram = ({ account, args, program }: Program): Effect.Effect<ProgramEnd> =>
  Effect.callback((resume) => {
    const child = spawn(program, args, {
      ...account,
      env: serverEnvironment,
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"]
    })
    const text = { stdout: "", stderr: "" }
    child.stdout.setEncoding("utf8").on("data", (part: string) => (text.stdout += part))
    child.stderr.setEncoding("utf8").on("data", (part: string) => (text.stderr += part))
    child.once("error", (error) => resume(Effect.succeed({ ...text, exitCode: -1, stderr: error.message })))
    child.once("close", (code) => resume(Effect.succeed({ ...text, exitCode: code ?? -1 })))
    return Effect.callback<void>((killed) => {
      child.once("close", () => killed(Effect.void))
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) killed(Effect.void)
      child.kill("SIGKILL")
    })
  })
