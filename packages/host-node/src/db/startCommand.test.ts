import { withConnection } from "@datahub-settlement/persistence"
import { NodeServices } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Console, Effect, Fiber, Redacted, type Scope, Schedule } from "effect"
import { Command } from "effect/cli"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { dbCommand } from "./index.ts"
import { shownUrl } from "./startCommand.ts"

const patience = 600_000

const temporaryFolder: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "db-start-"))),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
)

/** Runs the command and keeps what it prints. */
const run = (...args: ReadonlyArray<string>) => {
  const printed: { readonly out: Array<string>; readonly err: Array<string> } = { out: [], err: [] }
  const console: Console.Console = {
    ...globalThis.console,
    log: (line: unknown) => void printed.out.push(String(line)),
    error: (line: unknown) => void printed.err.push(String(line))
  }
  const effect = Command.runWith(dbCommand, { version: "0.0.0" })(args).pipe(
    Effect.provideService(Console.Console, console),
    Effect.provide(NodeServices.layer)
  )
  return { printed, effect }
}

const printedUrl = (out: ReadonlyArray<string>): string | undefined => /^URL: {2}(\S+)/m.exec(out.join("\n"))?.[1]

/** Runs the command in the background until it has printed its URL. */
const started = Effect.fnUntraced(function* (...args: ReadonlyArray<string>) {
  const { effect, printed } = run(...args)
  const fiber = yield* Effect.forkScoped(effect)
  yield* Effect.sync(() => printed.out.length + printed.err.length).pipe(
    Effect.repeat({ schedule: Schedule.spaced("20 millis"), until: (lines) => lines > 0 })
  )
  return { fiber, text: printed.out.join("\n"), url: printedUrl(printed.out) }
})

describe("db start", () => {
  it.live(
    "runs a server until it is interrupted, and shows the password only when told to",
    () =>
      Effect.gen(function* () {
        const folder = yield* temporaryFolder
        const server = yield* started("start", "--data-folder", folder)
        const password = (yield* Effect.promise(() =>
          readFile(join(folder, "cluster", "superuser-password"), "utf8")
        )).trim()
        expect(server.text).toMatch(/^PostgreSQL 18\.\d+ is ready/)
        expect(server.text).toContain(`Data: ${folder}`)
        expect(server.url).toContain("postgres:***@127.0.0.1")
        expect(server.text).not.toContain(password)

        const again = run("start", "--data-folder", folder, "--show-password")
        yield* again.effect
        expect(again.printed.out.join("\n")).toContain("runs already")
        const url = Redacted.make(printedUrl(again.printed.out)!)
        yield* withConnection(url, (sql) => sql("SELECT 1"))

        yield* Fiber.interrupt(server.fiber)
        const gone = yield* Effect.flip(withConnection(url, (sql) => sql("SELECT 1")))
        expect(gone).toMatchObject({ _tag: "DatabaseUnavailable", kind: "refused" })
      }),
    patience
  )

  it.live(
    "ends with exit code 1 and a reason when the server is killed",
    () =>
      Effect.gen(function* () {
        const folder = yield* temporaryFolder
        const server = yield* started("start", "--data-folder", folder)
        process.kill(Number(/process (\d+)/.exec(server.text)?.[1]), "SIGKILL")
        const error = yield* Effect.flip(Fiber.join(server.fiber))
        expect(error).toMatchObject({ _tag: "DatabaseNotRunning", problem: { _tag: "ServerLost" } })
      }),
    patience
  )

  it.live(
    "says what is in the way",
    () =>
      Effect.gen(function* () {
        const { effect, printed } = run("start", "--data-folder", "/proc/data")
        expect(yield* Effect.flip(effect)).toMatchObject({ _tag: "DatabaseNotRunning" })
        expect(printed.err.join("\n")).toMatch(/^datahub-settlement: Cannot write to the data folder \/proc\/data/)
        expect(printed.out).toEqual([])
      }),
    patience
  )

  it("leaves nothing of the password in the URL it shows", () => {
    const url = Redacted.make("postgres://postgres:s%2Fcret@127.0.0.1:5433/d?sslmode=disable")
    expect(shownUrl(url, false)).toBe("postgres://postgres:***@127.0.0.1:5433/d?sslmode=disable")
    expect(shownUrl(url, true)).toBe(Redacted.value(url))
  })
})
