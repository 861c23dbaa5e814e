import { describe, expect, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import { spawn } from "node:child_process"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type CommandResult, runCommand } from "../runCommand.ts"

/* The command as a person meets it: a process, its output, and what it leaves behind. */

const patience = 600_000
const main = join(import.meta.dirname, "..", "..", "src", "main.ts")

/** What the demo comes to without any flags, byte for byte, down to where the invoices are. */
const expected = join(import.meta.dirname, "demo.txt")

/** Nothing is called by a script of the workspace here, and no database of somebody's is in the way. */
const env = { npm_lifecycle_event: "", DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing" }

const folder: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "demo-test-"))),
  (path) => Effect.promise(() => rm(path, { recursive: true, force: true }))
)

const demo = (...args: ReadonlyArray<string>): Effect.Effect<CommandResult> =>
  Effect.promise(() => runCommand(["demo", "--speed", "0", ...args], { env }))

/** A line for the shell, as it is printed. */
const inShell = (command: string): Effect.Effect<{ readonly code: number | null; readonly stdout: string }> =>
  Effect.promise(
    () =>
      new Promise((resolve) => {
        const called = command.replace(/^datahub-settlement /, `"${process.execPath}" --conditions=source "${main}" `)
        const child = spawn("sh", ["-c", called], {
          env: { ...process.env, ...env },
          stdio: ["ignore", "pipe", "inherit"]
        })
        let stdout = ""
        child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text))
        child.on("close", (code) => resolve({ code, stdout }))
      })
  )

const nextCommands = (text: string): ReadonlyArray<string> =>
  text
    .slice(text.indexOf("Where to look next\n"))
    .replaceAll(" \\\n", " ")
    .split("\n")
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.trim().replaceAll(/ +/g, " "))

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe("demo", () => {
  it.live(
    "comes to the same figures each time, and every command that it suggests works on what it left",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const { code, stderr, stdout } = yield* demo("--quiet", "--data-folder", path)
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
        const places = "All invoices as pages: "
        const report = stdout.slice(0, stdout.indexOf(places))
        yield* Effect.promise(() => expect(report).toMatchFileSnapshot(expected))
        expect(stdout).toContain(`${places}${path}/invoices\n`)
        const invoices = [...report.matchAll(/^\S.* (\d{18}) .* (\d+\.\d\d)$/gm)].map(([, gsrn]) => gsrn)
        for (const gsrn of new Set(invoices)) {
          expect(readFileSync(join(path, "invoices", `${gsrn}.html`), "utf8")).toContain(gsrn)
        }
        const commands = nextCommands(stdout)
        expect(commands).toHaveLength(7)
        for (const command of commands) {
          const shown = yield* inShell(command)
          expect({ command, code: shown.code }).toEqual({ command, code: 0 })
          if (command.includes("dead-letters")) expect(shown.stdout).toBe("No dead letters.\n")
          if (command.includes("--explain")) expect(shown.stdout).toContain("product/energy")
        }
      }),
    patience
  )

  it.live(
    "gives one JSON object whose sums agree, and with --remove leaves nothing behind",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const { code, stderr, stdout } = yield* demo("--json", "--remove", "--seed", "7", "--data-folder", path)
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
        const report = JSON.parse(stdout)
        expect(report).toMatchObject({ deadLetters: 0, parked: 0, unsent: 0, notSettled: [] })
        const oere = (text: string): number => Number(text.replace(".", ""))
        const sum = report.invoices.reduce((total: number, one: { total: string }) => total + oere(one.total), 0)
        expect(sum).toBe(report.totalOere)
        expect(report.corrections.length).toBeGreaterThan(0)
        expect(readdirSync(path)).toEqual([])
      }),
    patience
  )

  it.live(
    "ends by Ctrl-C with 130, no server running and nothing left",
    () =>
      Effect.gen(function* () {
        const path = yield* folder
        const child = spawn(
          process.execPath,
          ["--conditions=source", main, "demo", "--speed", "1", "--data-folder", path],
          {
            env: { ...process.env, ...env },
            stdio: ["ignore", "pipe", "pipe"]
          }
        )
        const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
        let stderr = ""
        const hasBegun = new Promise<void>((resolve) => {
          child.stderr.setEncoding("utf8").on("data", (text: string) => {
            stderr += text
            if (stderr.includes("contracts: ")) resolve()
          })
        })
        yield* Effect.promise(() => Promise.race([hasBegun, ended]))
        const server = Number(readFileSync(join(path, "cluster", "postmaster.pid"), "utf8").split("\n")[0])
        child.kill("SIGINT")
        expect(server).toBeGreaterThan(1)
        expect(yield* Effect.promise(() => ended)).toBe(130)
        expect(stderr).toMatch(/Stopped: nothing was kept\.\n$/)
        expect(readdirSync(path)).toEqual([])
        expect(isRunning(server)).toBe(false)
      }),
    patience
  )

  it.live("leaves a folder alone that holds something, and says so", () =>
    Effect.gen(function* () {
      const path = yield* folder
      writeFileSync(join(path, "mine.txt"), "")
      const { code, stderr, stdout } = yield* demo("--data-folder", path)
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
      expect(stderr).toBe(
        `datahub-settlement: The demo cannot use ${path}: it holds mine.txt. Name a new or an empty folder.\n`
      )
      expect(readdirSync(path)).toEqual(["mine.txt"])
    })
  )
})
