import { Database, migrate, migrations } from "@datahub-settlement/persistence"
import { testDatabase } from "@datahub-settlement/persistence/testing"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Redacted, Schedule } from "effect"
import { emptyDatabase, migratedDatabase, temporaryFolder } from "../onDatabase.ts"
import { runCommand } from "../runCommand.ts"
import { scriptedDatahub, scriptedDatahubOn } from "./scriptedDatahub.ts"
import { quickSettings, type ServeProcess, serveProcess } from "./serveProcess.ts"
import { dequeued, isTold, settingsOn, told } from "./starting.ts"
import { waiting } from "./wireMessages.ts"

const patience = 600_000

describe("serve ends at once with what somebody has to mend", () => {
  const refusal = Effect.fnUntraced(function* (settings: Readonly<Record<string, string>>) {
    const datahub = yield* scriptedDatahub
    // Whoever waited all the same would say so soon.
    const all = { ...quickSettings(datahub.url), DATAHUB_START_TIMEOUT: "1ms", ...settings }
    const { code, stderr, stdout } = yield* Effect.promise(() => runCommand(["serve"], { env: all }))
    expect(code).toBe(1)
    expect(stdout).not.toMatch(/WARN|ERROR/)
    expect(stderr).toMatch(/^datahub-settlement: /)
    expect(stderr).not.toMatch(/^\s+at |DATAHUB_START_TIMEOUT/m)
    return stderr
  })

  it.live(
    "a wrong password, a database that is not there, an address that is none",
    () =>
      Effect.gen(function* () {
        const url = Redacted.value((yield* testDatabase).url)
        const changed = (change: Partial<URL>) => ({ DATABASE_URL: Object.assign(new URL(url), change).href })
        expect(yield* refusal(changed({ password: "wrong" }))).toMatch(/the password for "\w+" is wrong/)
        expect(yield* refusal(changed({ pathname: "/nothing" }))).toContain('there is no database "nothing"')
        expect(yield* refusal({ DATABASE_URL: "mysql://a:b@db/d" })).toContain("The database URL cannot be used")
      }),
    patience
  )

  it.live(
    "tables that are missing, older or newer",
    () =>
      Effect.gen(function* () {
        const { layer, url } = yield* emptyDatabase
        expect(yield* refusal({ DATABASE_URL: url })).toContain("run `datahub-settlement db migrate` first")
        yield* Effect.provide(migrate(migrations.slice(0, 3)), layer)
        expect(yield* refusal({ DATABASE_URL: url })).toContain(
          `is at level 3, this program needs ${migrations.length}`
        )
        yield* Effect.provide(migrate(), layer)
        yield* Effect.provide(
          Database.use(({ sql }) => sql`INSERT INTO public.datahub_settlement_migration VALUES (999, 'later', 'y')`),
          layer
        )
        expect(yield* refusal({ DATABASE_URL: url })).toContain("use a newer version of the program")
      }),
    patience
  )

  it.live(
    "a port that another host has",
    () =>
      Effect.gen(function* () {
        const { url } = yield* migratedDatabase
        const datahub = yield* scriptedDatahub
        const first = yield* serveProcess(settingsOn(datahub, url))
        const { port } = new URL(first.url)
        const text = yield* refusal({ DATABASE_URL: url, DATAHUB_HTTP_PORT: port })
        expect(text).toContain(`Port ${port} of 127.0.0.1 cannot be listened on: another program listens there`)
        expect((yield* first.get("/health")).status).toBe(200)
      }),
    patience
  )
})

/** Waits until every poller has failed so often in a row. */
const failedEach = ({ get }: ServeProcess, times: number) =>
  Effect.map(get("/health"), ({ text }) =>
    (JSON.parse(text).workers as ReadonlyArray<{ readonly queue?: string; readonly failures: number }>).filter(
      ({ queue }) => queue !== undefined
    )
  ).pipe(
    Effect.filterOrFail((pollers) => pollers.length > 1 && pollers.every(({ failures }) => failures >= times)),
    Effect.retry(Schedule.spaced("10 millis"))
  )

describe("serve", () => {
  it.live(
    "starts while no token is to be had, tells it once, and goes on when there is one",
    () =>
      Effect.gen(function* () {
        const { url } = yield* migratedDatabase
        const datahub = yield* scriptedDatahub
        datahub.fail(/^token/, 503, Number.POSITIVE_INFINITY)
        datahub.put("measuredata", waiting("m-1"))
        datahub.put("masterdata", waiting("m-2"))
        const host = yield* serveProcess(settingsOn(datahub, url))
        yield* host.says(/^the token server at \S+ fails/)
        const tokens = () => datahub.exchanges.count(({ what }) => what === "token")
        const seen = tokens()
        yield* Effect.promise(() => datahub.exchanges.first("five more", () => tokens() >= seen + 5))
        datahub.mend()
        yield* dequeued(datahub, "m-1")
        yield* dequeued(datahub, "m-2")
        yield* host.says(/^the token server at \S+ works again/)
        expect(told(host).map((line) => line.replace(/ at \S+/, ""))).toEqual([
          "WARN the token server",
          "INFO the token server"
        ])
        expect(yield* host.stop("SIGTERM")).toBe(0)
      }),
    patience
  )

  it.live(
    "starts while nothing listens where tokens come from, tells it once, and goes on when something does",
    () =>
      Effect.gen(function* () {
        const { url } = yield* migratedDatabase
        const datahub = yield* scriptedDatahub
        datahub.put("measuredata", waiting("m-1"))
        const port = yield* Effect.scoped(Effect.map(scriptedDatahub, ({ url }) => Number(new URL(url).port)))
        const host = yield* serveProcess({
          ...settingsOn(datahub, url),
          DATAHUB_TOKEN_URL: `http://127.0.0.1:${port}/token`
        })
        yield* host.says(/^the token server at \S+ fails/)
        yield* failedEach(host, 5)
        expect(datahub.exchanges.all).toEqual([])
        const tokens = yield* scriptedDatahubOn(port)
        yield* dequeued(datahub, "m-1")
        yield* host.says(/^the token server at \S+ works again/)
        expect(told(host).map((line) => line.replace(/ at \S+/, ""))).toEqual([
          "WARN the token server",
          "INFO the token server"
        ])
        expect(tokens.exchanges.count(({ status, what }) => what === "token" && status === 200)).toBeGreaterThan(0)
        expect(yield* host.stop("SIGTERM")).toBe(0)
      }),
    patience
  )

  it.live(
    "shares the database that comes with the program with a second host, which starts it again when the first one stops",
    () =>
      Effect.gen(function* () {
        const datahub = yield* scriptedDatahub
        const settings = {
          ...quickSettings(datahub.url),
          DATABASE_URL: "",
          DATAHUB_SETTLEMENT_DATA_FOLDER: yield* temporaryFolder
        }
        const first = yield* serveProcess(settings)
        const second = yield* serveProcess(settings)
        // Whoever has started the server stops it too.
        expect(yield* first.stop("SIGTERM")).toBe(0)
        datahub.put("measuredata", waiting("m-1"))
        yield* dequeued(datahub, "m-1")
        yield* second.says(/^PostgreSQL runs again/)
        expect(told(second)).toEqual(isTold)
        expect(yield* second.stop("SIGTERM")).toBe(0)
      }),
    patience
  )
})
