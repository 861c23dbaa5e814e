import { StorageError } from "@datahub-settlement/core"
import { Database, migrate, migrations, withConnection } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Option, Redacted, Result } from "effect"
import { randomBytes } from "node:crypto"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { emptyDatabase, migratedDatabase, temporaryFolder } from "../../test/onDatabase.ts"
import { exampleFolder, runCommand } from "../../test/runCommand.ts"
import { reasonOf } from "./reasonOf.ts"
import { storePlace } from "./storePlace.ts"

const patience = 600_000

const urlWith = (url: string, change: (url: URL) => void): string => {
  const changed = new URL(url)
  change(changed)
  return changed.href
}

/** What a person is told first, when the command cannot work on this database. */
const told = Effect.fnUntraced(function* (url: string, ...args: ReadonlyArray<string>) {
  const { code, stderr, stdout } = yield* Effect.promise(() => runCommand(args, { env: { DATABASE_URL: url } }))
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
  expect(stderr).toMatch(/^datahub-settlement: /)
  expect(stderr).not.toMatch(/^\s+at /m)
  return stderr
})

/** URL of a user who may do what a role may; the user is dropped when the test ends. */
const memberOf = Effect.fnUntraced(function* (url: string, role: string) {
  const user = `test_${process.pid}_${randomBytes(4).toString("hex")}`
  yield* Effect.acquireRelease(
    withConnection(url, (run) => run(`CREATE ROLE ${user} LOGIN PASSWORD 'member' IN ROLE ${role}`)),
    () => Effect.ignore(withConnection(url, (run) => run(`DROP ROLE ${user}`)))
  )
  return urlWith(url, (one) => {
    one.username = user
    one.password = "member"
  })
})

describe("where the database is", () => {
  const none = { databaseUrl: Option.none<Redacted.Redacted<string>>(), dataFolder: Option.none<string>() }
  const url = Redacted.make("postgres://a@b/c")
  const place = (flags: Partial<typeof none>, environment: Record<string, string> = {}) =>
    storePlace({ ...none, ...flags }, environment, () => "/default")

  it("is said by the command line before the environment, and by a server of one's own before the embedded one", () => {
    const environment = { DATABASE_URL: "postgres://e@f/g", DATAHUB_SETTLEMENT_DATA_FOLDER: "/env" }
    const folder = Option.some("/given")
    expect(place({})).toEqual(Result.succeed({ kind: "embedded", dataFolder: "/default" }))
    expect(place({}, { DATAHUB_SETTLEMENT_DATA_FOLDER: "/env", DATABASE_URL: "" })).toEqual(
      Result.succeed({ kind: "embedded", dataFolder: "/env" })
    )
    expect(place({}, environment)).toMatchObject({ success: { kind: "own server" } })
    expect(place({ dataFolder: folder }, environment)).toEqual(
      Result.succeed({ kind: "embedded", dataFolder: "/given" })
    )
    expect(place({ databaseUrl: Option.some(url) }, environment)).toEqual(Result.succeed({ kind: "own server", url }))
    expect(Result.isFailure(place({ databaseUrl: Option.some(url), dataFolder: folder }))).toBe(true)
  })

  it("names what was being done when the store fails", () => {
    const cause = Object.assign(new Error("could not extend file"), { code: "53100" })
    const error = new StorageError({ operation: "append readings", reason: "disk", retryable: false, cause })
    expect(reasonOf(error, "postgres://a:secret@db.example/d")).toBe(
      "Could not append readings. The disk of db.example:5432/d is full: nothing of the last step was kept. Free space or enlarge the disk, then try again."
    )
  })
})

describe("what is in the way is told, with what to do", () => {
  it.live(
    "no server, no URL, no database, a wrong password",
    () =>
      Effect.gen(function* () {
        const { url } = yield* emptyDatabase
        expect(yield* told("postgres://a:secret@127.0.0.1:1/d", "runs", "list")).toContain("nothing listens on port 1")
        expect(yield* told("mysql://a:secret@db/d", "db", "status")).toContain("The database URL cannot be used")
        const missing = urlWith(url, (one) => (one.pathname = "/no_such_database"))
        expect(yield* told(missing, "db", "status")).toContain('there is no database "no_such_database"')
        const wrong = urlWith(url, (one) => (one.password = "wrong"))
        const text = yield* told(wrong, "db", "status")
        expect(text).toMatch(/the password for "postgres" is wrong/)
      }),
    patience
  )

  it.live(
    "tables that are not there, older, newer or another build's",
    () =>
      Effect.gen(function* () {
        const { layer, url } = yield* emptyDatabase
        const migrateFirst = "run `datahub-settlement db migrate`"
        expect(yield* told(url, "runs", "list")).toContain(migrateFirst)
        expect(yield* told(url, "import", "examples")).toContain(migrateFirst)
        yield* Effect.provide(migrate(migrations.slice(0, 3)), layer)
        const older = yield* told(url, "settle", "run", "--period", "2026-01")
        expect(older).toContain(
          `The database is at level 3, this program needs ${migrations.length}: take a backup, then`
        )
        const status = yield* Effect.promise(() => runCommand(["db", "status"], { env: { DATABASE_URL: url } }))
        expect(status.stdout).toMatch(/^Level +3 of \d+\. The database is at level 3/m)
        const migrated = yield* Effect.promise(() => runCommand(["db", "migrate"], { env: { DATABASE_URL: url } }))
        expect(migrated.stdout).toContain(
          `level ${migrations.length} of ${migrations.length}, applied ${migrations
            .slice(3)
            .map(({ level, name }) => `${level} ${name}`)
            .join(", ")}.`
        )
        const again = yield* Effect.promise(() => runCommand(["db", "migrate"], { env: { DATABASE_URL: url } }))
        expect(again).toMatchObject({ code: 0, stderr: "" })
        expect(again.stdout).toContain("nothing to do")
        const change = (statement: string) =>
          Effect.provide(
            Database.use(({ sql }) => sql.unsafe(statement)),
            layer
          )
        yield* change("UPDATE public.datahub_settlement_migration SET checksum = 'x' WHERE level = 2")
        expect(yield* told(url, "runs", "list")).toContain("the database was made by another build")
        yield* change("INSERT INTO public.datahub_settlement_migration VALUES (999, 'later', 'y')")
        expect(yield* told(url, "runs", "list")).toContain("use a newer version of the program")
        expect(yield* told(url, "db", "migrate")).toContain("use a newer version of the program")
      }),
    patience
  )

  it.live(
    "a role that may only read: it sees the status and cannot run; the application's role can",
    () =>
      Effect.gen(function* () {
        const { url } = yield* migratedDatabase
        const writer = yield* memberOf(url, "datahub_settlement_app")
        const as = (who: string, ...args: ReadonlyArray<string>) =>
          Effect.promise(() => runCommand(args, { env: { DATABASE_URL: who } }))
        expect((yield* as(writer, "import", exampleFolder("household-january-2026"))).code).toBe(0)
        const run = yield* as(writer, "settle", "run", "--period", "2026-01", "--json")
        expect(JSON.parse(run.stdout)).toMatchObject({ total: "936.88" })

        const reader = yield* memberOf(url, "datahub_settlement_readonly")
        const role = new URL(reader).username
        const shown = yield* as(reader, "runs", "show", JSON.parse(run.stdout).runId)
        expect(shown.stdout).toContain("936.88")
        const status = yield* as(reader, "db", "status")
        expect(status).toMatchObject({ code: 0, stderr: "" })
        expect(status.stdout).toContain(`user ${role}`)
        // One part in native partitions, and one or two chunks of 30 days.
        const { ledger } = JSON.parse((yield* as(reader, "db", "status", "--json")).stdout)
        expect(ledger.parts.reduce((sum: number, { rows }: { rows: number }) => sum + rows, 0)).toBe(32)
        const copy = join(yield* temporaryFolder, "backup")
        expect(yield* as(reader, "db", "backup", copy)).toMatchObject({ code: 0 })
        const denied = yield* told(reader, "settle", "run", "--period", "2026-01")
        expect(denied).toContain(`"${role}" lacks a right`)
        const readOnly = urlWith(url, (one) => one.searchParams.set("options", "-c default_transaction_read_only=on"))
        expect(yield* told(readOnly, "settle", "run", "--period", "2026-01")).toContain("it takes no changes")
      }),
    patience
  )

  it.live(
    "no embedded database yet: it is not made by looking at it",
    () =>
      Effect.gen(function* () {
        const folder = join(yield* temporaryFolder, "data")
        const text = yield* told("", "db", "status", "--data-folder", folder)
        expect(text).toContain(`There is no database in ${folder} yet. Make one with`)
        expect(existsSync(folder)).toBe(false)
      }),
    patience
  )
})
