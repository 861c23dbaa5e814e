import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Layer, Redacted } from "effect"
import { createServer, type AddressInfo, type Socket } from "node:net"
import { afterEach, vi } from "vitest"
import { Database, withConnection } from "../../src/index.ts"
import { testDatabase } from "../../src/server/testing/index.ts"

const patience = 120_000

/** Takes connections and never says a word; what comes and what goes is waited for. */
const silentServer = Effect.acquireRelease(
  Effect.promise(async () => {
    const sockets: Array<Socket> = []
    let cameIn = (): void => undefined
    const called = new Promise<void>((resolve) => (cameIn = resolve))
    const server = createServer((socket) => {
      sockets.push(socket.on("error", () => undefined))
      socket.resume()
      cameIn()
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    return { server, sockets, called, url: Redacted.make(`postgres://u:p@127.0.0.1:${port}/d`) }
  }),
  ({ server, sockets }) =>
    Effect.sync(() => {
      server.close()
      for (const socket of sockets) socket.destroy()
    })
)

afterEach(() => {
  vi.useRealTimers()
})

describe("a pool of connections", () => {
  it.live(
    "is given up at once while a server that never answers is being called",
    () =>
      Effect.gen(function* () {
        const { called, sockets, url } = yield* silentServer
        // The driver's own patience never ends: only giving up can.
        vi.useFakeTimers({ toFake: ["setTimeout"] })
        const opening = yield* Effect.forkChild(Effect.scoped(Layer.build(Database.layer({ url }))))
        yield* Effect.promise(() => called)
        const [socket] = sockets
        const closed = new Promise<void>((resolve) => socket!.once("close", () => resolve()))
        yield* Fiber.interrupt(opening)
        yield* Effect.promise(() => closed)
        expect(Exit.isFailure(yield* Fiber.await(opening))).toBe(true)
      }),
    patience
  )

  it.live(
    "survives that the server ends the session that somebody holds and does not use just then",
    () =>
      Effect.gen(function* () {
        const { url } = yield* testDatabase
        const endOthers = withConnection(url, (run) =>
          run(`SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()`)
        )
        yield* Effect.gen(function* () {
          const { sql } = yield* Database
          const held = yield* Effect.exit(sql.withTransaction(Effect.andThen(endOthers, sql`SELECT 1`)))
          expect(Exit.isFailure(held)).toBe(true)
          expect(yield* sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
        }).pipe(Effect.provide(Database.layer({ url })))
      }),
    patience
  )

  it.live(
    "gives nobody the session that the server has just ended with an error",
    () =>
      Effect.gen(function* () {
        const { url } = yield* testDatabase
        yield* Effect.gen(function* () {
          const { sql } = yield* Database
          for (let time = 0; time < 20; time++) {
            const ended = yield* Effect.flip(sql`SELECT pg_terminate_backend(pg_backend_pid())`)
            expect(ended.isRetryable).toBe(true)
            expect(yield* sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
          }
        }).pipe(Effect.provide(Database.layer({ url })))
      }),
    patience
  )
})
