import { Inbox } from "@datahub-settlement/core"
import { Database, migrate, startEmbeddedPostgres, stores } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Layer, Redacted, Scope } from "effect"
import { spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs"
import { temporaryFolder } from "../onDatabase.ts"
import { scriptedDatahub, type ScriptedDatahub } from "./scriptedDatahub.ts"
import { quickSettings, serveProcess } from "./serveProcess.ts"
import { waiting } from "./wireMessages.ts"

const patience = 180_000

const dequeued = (datahub: ScriptedDatahub, messageId: string) =>
  Effect.promise(() =>
    datahub.exchanges.first(
      `dequeue of ${messageId}`,
      ({ status, what }) => what === `dequeue ${messageId}` && status === 200,
      60_000
    )
  )

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

/** A disk of so many MB, where this account may make one. */
const smallDisk = Effect.fnUntraced(function* (megabytes: number) {
  const folder = yield* temporaryFolder
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0755`, "tmpfs", folder])
  if (mounted.status !== 0) return undefined
  yield* Effect.addFinalizer(() => Effect.sync(() => spawnSync("umount", ["-l", folder])))
  return folder
})

/** Takes all the room that is left on a disk. */
const fill = (path: string): void => {
  const file = openSync(path, "w")
  try {
    for (let bytes = 1 << 20; bytes >= 4096;) {
      try {
        if (writeSync(file, new Uint8Array(bytes)) < bytes) bytes /= 2
      } catch {
        bytes /= 2
      }
    }
  } finally {
    closeSync(file)
  }
}

const postmasterOf = (dataFolder: string): number =>
  Number(readFileSync(`${dataFolder}/cluster/postmaster.pid`, "utf8").split("\n")[0])

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
        const host = yield* serveProcess({ ...quickSettings(datahub.url), DATABASE_URL: url })
        yield* dequeued(datahub, "before")
        yield* server.kill
        datahub.put("measuredata", waiting("m-1"), waiting("m-2"))
        yield* host.says(/^queue measuredata fails/)
        const { status, text } = yield* host.get("/health")
        expect([status, JSON.parse(text).database.isReachable]).toEqual([503, false])
        expect((yield* host.get("/api/v1/messages")).status).toBe(503)
        // Some rounds more: nothing is told again, and nothing leaves the queue.
        const peeks = () => datahub.exchanges.count(({ what }) => what === "peek measuredata")
        const seen = peeks()
        yield* Effect.promise(() => datahub.exchanges.first("five more peeks", () => peeks() >= seen + 5))
        expect(datahub.exchanges.count(({ what }) => what.startsWith("dequeue m-"))).toBe(0)
        yield* start(server.port)
        yield* dequeued(datahub, "m-2")
        yield* host.says(/^queue measuredata works again/)
        const told = host.log.all.filter(({ message }) => /^queue measuredata (fails|works)/.test(message))
        expect(told.map(({ level }) => level)).toEqual(["WARN", "INFO"])
        expect(yield* host.stop("SIGTERM")).toBe(0)
        const messages = yield* Inbox.use((inbox) => inbox.messages({ limit: 9 })).pipe(
          Effect.provide(storesAt(server.url))
        )
        expect(messages.map(({ messageId }) => messageId)).toEqual(["m-2", "m-1", "before"])
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
          DATABASE_URL: "",
          DATAHUB_SETTLEMENT_DATA_FOLDER: dataFolder
        })
        yield* dequeued(datahub, "before")
        process.kill(postmasterOf(dataFolder), "SIGKILL")
        yield* host.says(/It is started again/, 60_000)
        datahub.put("measuredata", waiting("after"))
        yield* host.says(/^PostgreSQL runs again/, 60_000)
        yield* dequeued(datahub, "after")
        expect(yield* host.stop("SIGTERM")).toBe(0)
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
        yield* host.says(/^queue measuredata fails/, 60_000)
        const peeks = () => datahub.exchanges.count(({ what }) => what === "peek measuredata")
        const seen = peeks()
        yield* Effect.promise(() => datahub.exchanges.first("three more peeks", () => peeks() >= seen + 3, 60_000))
        expect(datahub.exchanges.count(({ what }) => what === "dequeue big")).toBe(0)
        rmSync(`${disk}/filler`)
        yield* dequeued(datahub, "after")
        yield* host.says(/^queue measuredata works again/)
        expect(yield* host.stop("SIGTERM")).toBe(0)
      }),
    patience
  )
})
