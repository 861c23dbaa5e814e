import { Inbox } from "@datahub-settlement/core"
import { Database, migrate, startEmbeddedPostgres, stores } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Layer, Redacted, Schedule, Scope } from "effect"
import { randomBytes } from "node:crypto"
import { readFileSync, rmSync } from "node:fs"
import type { WorkerHealth } from "../../src/api/index.ts"
import { migratedDatabase, temporaryFolder } from "../onDatabase.ts"
import { fill, smallDisk } from "../smallDisk.ts"
import { apiKey } from "./jsonCalls.ts"
import { scriptedDatahub, type ScriptedDatahub } from "./scriptedDatahub.ts"
import { quickSettings, type ServeProcess, serveProcess } from "./serveProcess.ts"
import { waiting } from "./wireMessages.ts"

const patience = 600_000

const dequeued = (datahub: ScriptedDatahub, messageId: string) =>
  Effect.promise(() =>
    datahub.exchanges.first(
      `dequeue of ${messageId}`,
      ({ status, what }) => what === `dequeue ${messageId}` && status === 200,
      600_000
    )
  )

/** Every warning there was, and what was told to be over: whoever it came from. */
const told = ({ log }: ServeProcess): ReadonlyArray<string> =>
  log.all
    .filter(({ level, message }) => level === "WARN" || message.includes(" works again "))
    .map(({ level, message }) => `${level} ${message.split(/ (?=fails|works)/)[0]}`)

/** Every worker looks at the database all the time. */
const restless = { DATAHUB_PROCESS_INTERVAL: "50ms", DATAHUB_CORRECTIONS_INTERVAL: "50ms" }

const storesAt = (url: Redacted.Redacted<string>) => stores.pipe(Layer.provideMerge(Database.layer({ url })))

/** A server of somebody's own, which comes and goes on one port. */
const ownServer = Effect.map(temporaryFolder, (dataFolder) =>
  Effect.fnUntraced(function* (port?: number) {
    const scope = yield* Effect.acquireRelease(Scope.make(), (scope) => Scope.close(scope, Exit.void))
    const server = yield* startEmbeddedPostgres({ dataFolder, durability: "durable", port }).pipe(Scope.provide(scope))
    const kill = Effect.andThen(
      Effect.sync(() => process.kill(server.pid, "SIGKILL")),
      Scope.close(scope, Exit.void)
    )
    return { url: server.url, port: server.port, kill }
  })
)

const postmasterOf = (dataFolder: string): number =>
  Number(readFileSync(`${dataFolder}/cluster/postmaster.pid`, "utf8").split("\n")[0])

const aconto = "aconto/571313999000001017"
const since = { from: "2026-01-01", by: "anna" }

/** What is asked of the API, and what with. */
const asked: ReadonlyArray<readonly [path: string, body?: object]> = [
  ["messages"],
  [aconto],
  [`${aconto}/history`],
  [`${aconto}/last-bill?end=2026-02-01`],
  [`${aconto}/plans`, { ...since, interval: "quarter", amountDkk: "3000.00" }],
  [`${aconto}/stop`, since],
  ["final-settlements/p-1%231.1"]
]

const answersOf = ({ get }: ServeProcess) =>
  Effect.forEach(asked, ([path, body]) =>
    Effect.map(
      get(`/api/v1/${path}`, {
        headers: { "x-api-key": apiKey, "content-type": "application/json" },
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) })
      }),
      ({ status, text }) => [path, status, JSON.parse(text)._tag]
    )
  )

describe("serve without its database", () => {
  it.live(
    "dequeues nothing, tells it once, and goes on when the server is back",
    () =>
      Effect.gen(function* () {
        const start = yield* ownServer
        const server = yield* start()
        yield* migrate().pipe(Effect.provide(storesAt(server.url)))
        const datahub = yield* scriptedDatahub
        datahub.put("measuredata", waiting("before"))
        const url = Redacted.value(server.url)
        const host = yield* serveProcess({ ...quickSettings(datahub.url), ...restless, DATABASE_URL: url })
        yield* dequeued(datahub, "before")
        yield* server.kill
        datahub.put("measuredata", waiting("m-1"), waiting("m-2"))
        datahub.put("masterdata", waiting("m-3"))
        datahub.put("aggregations", waiting("m-4"))
        yield* host.says(/^database fails/)
        const { status, text } = yield* host.get("/health")
        expect([status, JSON.parse(text).database.isReachable]).toEqual([503, false])
        expect(yield* answersOf(host)).toEqual(asked.map(([path]) => [path, 503, "StoreUnavailable"]))
        // Some rounds more: nothing is told again, and nothing leaves the queue.
        const peeks = () => datahub.exchanges.count(({ what }) => what === "peek measuredata")
        const seen = peeks()
        yield* Effect.promise(() => datahub.exchanges.first("five more peeks", () => peeks() >= seen + 5))
        yield* Effect.map(
          host.get("/health"),
          ({ text }) => JSON.parse(text).workers as ReadonlyArray<WorkerHealth>
        ).pipe(
          Effect.filterOrFail((workers) => workers.every(({ state }) => state === "failing")),
          Effect.retry(Schedule.spaced("20 millis").pipe(Schedule.upTo({ duration: "5 minutes" })))
        )
        expect(datahub.exchanges.count(({ what }) => what.startsWith("dequeue m-"))).toBe(0)
        yield* start(server.port)
        yield* Effect.forEach(["m-2", "m-3", "m-4"], (messageId) => dequeued(datahub, messageId))
        yield* host.says(/^database works again/)
        expect(told(host)).toEqual(["WARN database", "INFO database"])
        expect(yield* host.stop("SIGTERM")).toBe(0)
        const messages = yield* Inbox.use((inbox) => inbox.messages({ limit: 9 })).pipe(
          Effect.provide(storesAt(server.url))
        )
        expect(messages.map(({ messageId }) => messageId).sort()).toEqual(["before", "m-1", "m-2", "m-3", "m-4"])
      }),
    patience
  )

  it.live(
    "starts the server again that comes with the program, when that ends",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* temporaryFolder
        const datahub = yield* scriptedDatahub
        datahub.put("measuredata", waiting("before"))
        const host = yield* serveProcess({
          ...quickSettings(datahub.url),
          ...restless,
          DATABASE_URL: "",
          DATAHUB_SETTLEMENT_DATA_FOLDER: dataFolder
        })
        yield* dequeued(datahub, "before")
        process.kill(postmasterOf(dataFolder), "SIGKILL")
        yield* host.says(/^database fails/)
        datahub.put("measuredata", waiting("after"))
        yield* host.says(/^PostgreSQL runs again/)
        yield* dequeued(datahub, "after")
        expect(told(host)).toEqual(["WARN database", "INFO database"])
        expect(yield* host.stop("SIGTERM")).toBe(0)
      }),
    patience
  )

  it.live(
    "dequeues nothing while the server has no room, tells it once, and goes on when there is some",
    () =>
      Effect.gen(function* () {
        const { layer, url } = yield* migratedDatabase
        const run = (statement: string) =>
          Database.use(({ sql }) => sql.unsafe(statement)).pipe(Effect.provide(layer), Effect.orDie)
        const datahub = yield* scriptedDatahub
        const host = yield* serveProcess({ ...quickSettings(datahub.url), DATABASE_URL: url })
        // The words and the code of a server that cannot extend a file, where no disk can be filled.
        yield* run(`CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`)
        yield* run("CREATE TRIGGER no_room BEFORE INSERT ON datahub.inbox EXECUTE FUNCTION no_room()")
        datahub.put("measuredata", waiting("m-1"))
        datahub.put("masterdata", waiting("m-2"))
        yield* host.says(/^the disk of the database fails, .* is full: nothing of the last step was kept/)
        const peeks = () => datahub.exchanges.count(({ what }) => what === "peek measuredata")
        const seen = peeks()
        yield* Effect.promise(() => datahub.exchanges.first("three more peeks", () => peeks() >= seen + 3))
        expect(datahub.exchanges.count(({ what }) => what.startsWith("dequeue"))).toBe(0)
        yield* run("DROP TRIGGER no_room ON datahub.inbox")
        yield* Effect.forEach(["m-1", "m-2"], (messageId) => dequeued(datahub, messageId))
        yield* host.says(/^the disk of the database works again/)
        expect(told(host)).toEqual(["WARN the disk of the database", "INFO the disk of the database"])
      }),
    patience
  )

  it.live(
    "dequeues nothing while the disk is full, and goes on when there is room (where a small disk can be made)",
    (context) =>
      Effect.gen(function* () {
        const disk = yield* smallDisk(200)
        if (disk === undefined) return context.skip("this account may not mount a disk of its own")
        const dataFolder = `${disk}/data`
        const datahub = yield* scriptedDatahub
        datahub.put("measuredata", waiting("before"))
        const host = yield* serveProcess({
          ...quickSettings(datahub.url),
          DATABASE_URL: "",
          DATAHUB_SETTLEMENT_DATA_FOLDER: dataFolder
        })
        yield* dequeued(datahub, "before")
        fill(`${disk}/filler`)
        // Incompressible, and so large that it cannot hide in what the database has reserved already.
        datahub.put("measuredata", { messageId: "big", body: randomBytes(30 << 20) }, waiting("after"))
        yield* host.says(/^(?:the disk of the )?database fails/)
        const peeks = () => datahub.exchanges.count(({ what }) => what === "peek measuredata")
        const seen = peeks()
        yield* Effect.promise(() => datahub.exchanges.first("three more peeks", () => peeks() >= seen + 3))
        expect(datahub.exchanges.count(({ what }) => what === "dequeue big")).toBe(0)
        rmSync(`${disk}/filler`)
        yield* dequeued(datahub, "after")
        yield* host.says(/^(?:the disk of the )?database works again/)
        expect(yield* host.stop("SIGTERM")).toBe(0)
      }),
    patience
  )
})
