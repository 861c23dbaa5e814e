import { Database, migrate, startEmbeddedPostgres, stores, withConnection } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Exit, Fiber, Layer, Redacted, Schedule, Scope } from "effect"
import { randomBytes } from "node:crypto"
import { rmSync } from "node:fs"
import { createServer, type AddressInfo } from "node:net"
import { migratedDatabase, temporaryFolder } from "../onDatabase.ts"
import { runCommand } from "../runCommand.ts"
import { fill, smallDisk } from "../smallDisk.ts"
import { scriptedDatahub } from "./scriptedDatahub.ts"
import { type ServeProcess, startingProcess } from "./serveProcess.ts"
import { dequeued, isTold, settingsOn, told } from "./starting.ts"
import { waiting } from "./wireMessages.ts"

const patience = 600_000

const storesAt = (url: Redacted.Redacted<string>) => stores.pipe(Layer.provideMerge(Database.layer({ url })))

/** A server of somebody's own with our tables, which comes and goes on one port. */
const ownServer = Effect.gen(function* () {
  const dataFolder = yield* temporaryFolder
  const start = Effect.fnUntraced(function* (port?: number) {
    const scope = yield* Effect.acquireRelease(Scope.make(), (scope) => Scope.close(scope, Exit.void))
    const server = yield* startEmbeddedPostgres({ dataFolder, durability: "durable", port }).pipe(Scope.provide(scope))
    const signal = (name: NodeJS.Signals) => Effect.sync(() => process.kill(server.pid, name))
    const ended = Scope.close(scope, Exit.void)
    return {
      url: Redacted.value(server.url),
      port: server.port,
      signal,
      kill: Effect.andThen(signal("SIGKILL"), ended)
    }
  })
  const first = yield* start()
  yield* migrate().pipe(Effect.provide(storesAt(Redacted.make(first.url))))
  return { first, again: start(first.port) }
})

/** Waits until the server sees this. */
const until = (url: string, statement: string) =>
  withConnection(url, (run) => run(statement)).pipe(
    Effect.filterOrFail((rows) => rows.length > 0),
    Effect.retry(Schedule.spaced("10 millis"))
  )

const healthOf = (host: ServeProcess) =>
  Effect.map(host.get("/health"), ({ status, text }) => ({ status, health: JSON.parse(text) }))

describe("serve whose database is not there at the start", () => {
  it.live(
    "answers that it waits, tells it once, and takes messages in when the database comes",
    () =>
      Effect.gen(function* () {
        const { again, first } = yield* ownServer
        yield* first.kill
        const datahub = yield* scriptedDatahub
        datahub.put("measuredata", waiting("m-1"))
        const host = yield* startingProcess(settingsOn(datahub, first.url))
        yield* host.says(/^database fails, and is tried again by itself: .*nothing listens on port/)
        const { health, status } = yield* healthOf(host)
        expect(status).toBe(503)
        expect(health).toMatchObject({ status: "failing", isStopping: false, workers: [] })
        expect(health.database).toEqual({ isReachable: false, problem: expect.stringContaining("nothing listens") })
        const list = yield* host.get("/api/v1/messages")
        expect([list.status, JSON.parse(list.text)._tag]).toEqual([503, "StoreUnavailable"])
        expect((yield* host.get("/metrics")).text).toContain('datahub_worker_failing{worker="start"} 1')
        expect(datahub.exchanges.all).toEqual([])
        yield* again
        yield* dequeued(datahub, "m-1")
        expect(told(host)).toEqual(isTold)
        const after = yield* healthOf(host)
        expect([after.status, after.health.status]).toEqual([200, "ok"])
        expect(Object.keys(health).sort()).toEqual(
          [...Object.keys(after.health), "_tag"].filter((key) => key !== "waiting").sort()
        )
        expect((yield* host.get("/metrics")).text).toContain('datahub_worker_failing{worker="start"} 0')
        expect(yield* host.stop("SIGTERM")).toBe(0)
      }),
    patience
  )

  it.live(
    "goes on when the database is shutting down at the start, and is started again",
    () =>
      Effect.gen(function* () {
        const { again, first } = yield* ownServer
        const datahub = yield* scriptedDatahub
        datahub.put("measuredata", waiting("m-1"))
        // Waits for this connection to end, and lets nobody else in.
        const host = yield* withConnection(first.url, () =>
          Effect.gen(function* () {
            yield* first.signal("SIGTERM")
            yield* Effect.flip(withConnection(first.url, () => Effect.fail("still in"))).pipe(
              Effect.repeat({ until: (problem) => problem !== "still in" })
            )
            const host = yield* startingProcess(settingsOn(datahub, first.url))
            yield* host.says(/^database fails, .*the server is being shut down/)
            return host
          })
        )
        yield* first.kill
        yield* again
        yield* dequeued(datahub, "m-1")
        expect(told(host)).toEqual(isTold)
      }),
    patience
  )

  it.live(
    "goes on when the database is killed while its level is being checked",
    () =>
      Effect.gen(function* () {
        const { again, first } = yield* ownServer
        const datahub = yield* scriptedDatahub
        datahub.put("measuredata", waiting("m-1"))
        const isHeld = yield* Deferred.make<void>()
        const holder = yield* withConnection(first.url, (run) =>
          Effect.gen(function* () {
            yield* run("BEGIN")
            yield* run("LOCK TABLE public.datahub_settlement_migration IN ACCESS EXCLUSIVE MODE")
            yield* Deferred.succeed(isHeld, undefined)
            return yield* Effect.never
          })
        ).pipe(Effect.forkScoped)
        yield* Deferred.await(isHeld)
        const host = yield* startingProcess(settingsOn(datahub, first.url))
        yield* until(first.url, "SELECT 1 FROM pg_locks WHERE NOT granted")
        expect(datahub.exchanges.all).toEqual([])
        yield* first.kill
        yield* Fiber.interrupt(holder)
        yield* host.says(/^database fails/)
        yield* again
        yield* dequeued(datahub, "m-1")
        expect(told(host)).toEqual(isTold)
      }),
    patience
  )

  it.live(
    "waits for a connection where the server has none left",
    () =>
      Effect.gen(function* () {
        const { url } = yield* migratedDatabase
        const role = `test_${process.pid}_${randomBytes(4).toString("hex")}`
        const run = (statement: string) => withConnection(url, (run) => run(statement))
        yield* Effect.acquireRelease(
          run(`CREATE ROLE ${role} LOGIN PASSWORD 'few' CONNECTION LIMIT 0 IN ROLE datahub_settlement_app`),
          () => Effect.ignore(run(`DROP ROLE ${role}`))
        )
        const datahub = yield* scriptedDatahub
        datahub.put("measuredata", waiting("m-1"))
        const few = Object.assign(new URL(url), { username: role, password: "few" }).href
        const host = yield* startingProcess(settingsOn(datahub, few))
        yield* host.says(/^database fails, .*the server has no free connection/)
        yield* run(`ALTER ROLE ${role} CONNECTION LIMIT -1`)
        yield* dequeued(datahub, "m-1")
        expect(told(host)).toEqual(isTold)
        expect(yield* host.stop("SIGTERM")).toBe(0)
      }),
    patience
  )

  it.live(
    "ends in order when it is asked to while it waits, for a server that is away and for one that never answers",
    () =>
      Effect.gen(function* () {
        const datahub = yield* scriptedDatahub
        const silent = yield* silentListener
        const away = yield* startingProcess({
          ...settingsOn(datahub, "postgres://u:p@127.0.0.1:1/d"),
          DATAHUB_RETRY_FIRST: "1h",
          DATAHUB_RETRY_MAX: "1h"
        })
        yield* away.says(/^database fails/)
        expect(yield* away.stop("SIGTERM")).toBe(0)
        const mute = yield* startingProcess(settingsOn(datahub, `postgres://u:p@127.0.0.1:${silent.port}/d`))
        yield* silent.called
        expect(yield* mute.stop("SIGINT")).toBe(0)
        for (const host of [away, mute]) yield* host.says(/^Stopped while waiting for the database/)
        expect(datahub.exchanges.all).toEqual([])
      }),
    patience
  )

  it.live(
    "waits for room on the disk, with the server that comes with the program (where a small disk can be made)",
    (context) =>
      Effect.gen(function* () {
        const disk = yield* smallDisk(200)
        if (disk === undefined) return context.skip("this account may not mount a disk of its own")
        fill(`${disk}/filler`)
        const datahub = yield* scriptedDatahub
        datahub.put("measuredata", waiting("m-1"))
        const host = yield* startingProcess({
          ...settingsOn(datahub, ""),
          DATAHUB_SETTLEMENT_DATA_FOLDER: `${disk}/data`
        })
        yield* host.says(/^the disk of the database fails, .* is full: nothing of the last step was kept/)
        expect((yield* healthOf(host)).health.database).toEqual({
          isReachable: false,
          problem: expect.stringContaining("is full")
        })
        rmSync(`${disk}/filler`)
        yield* dequeued(datahub, "m-1")
        expect(told(host)).toEqual(["WARN the disk of the database", "INFO the disk of the database"])
        expect(yield* host.stop("SIGTERM")).toBe(0)
      }),
    patience
  )

  it.live(
    "gives up after as long as it is told to wait, and says why; a misspelt setting is told",
    () =>
      Effect.gen(function* () {
        const datahub = yield* scriptedDatahub
        const nowhere = {
          ...settingsOn(datahub, "postgres://u:p@127.0.0.1:1/d"),
          DATAHUB_START_TIMEOUT: "50ms",
          DATAHUB_START_TIMEOUTS: "5m"
        }
        const { code, stderr, stdout } = yield* Effect.promise(() => runCommand(["serve"], { env: nowhere }))
        expect(code).toBe(1)
        expect(stdout).toMatch(/DATAHUB_START_TIMEOUTS is set, .*did you mean DATAHUB_START_TIMEOUT\b.*WARN/)
        expect(stderr).toMatch(/^datahub-settlement: Database 127.0.0.1:1\/d.*nothing listens.*DATAHUB_START_TIMEOUT/)
      }),
    patience
  )
})

/** Takes connections and never says a word. */
const silentListener = Effect.acquireRelease(
  Effect.gen(function* () {
    const called = yield* Deferred.make<void>()
    const server = createServer((socket) => {
      socket.on("error", () => undefined)
      Deferred.doneUnsafe(called, Effect.void)
    })
    yield* Effect.promise(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)))
    return { server, port: (server.address() as AddressInfo).port, called: Deferred.await(called) }
  }),
  ({ server }) => Effect.sync(() => server.close())
)
