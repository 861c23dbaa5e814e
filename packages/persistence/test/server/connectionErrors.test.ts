import { describe, expect, it, layer } from "@effect/vitest"
import { Effect, Layer, Redacted, type Scope } from "effect"
import { spawnSync } from "node:child_process"
import { chmod, chown, writeFile } from "node:fs/promises"
import { type AddressInfo, createServer, type Socket } from "node:net"
import { join } from "node:path"
import { Client } from "pg"
import {
  type ConnectionProblem,
  describeConnectionError,
  EmbeddedPostgres,
  type RunningPostgres,
  startEmbeddedPostgres,
  withConnection
} from "../../src/server/index.ts"
import { isRoot, nobody, preparedFolder } from "./hostProcess.ts"

const patience = 600_000

const Server = Layer.effect(
  EmbeddedPostgres,
  Effect.flatMap(preparedFolder, (dataFolder) => startEmbeddedPostgres({ dataFolder, durability: "test" }))
)

/** The server's URL with some parts changed. */
const urlWith = (server: RunningPostgres, change: (url: URL) => void): string => {
  const url = new URL(Redacted.value(server.url))
  change(url)
  return url.href
}

/** What a person is told when they connect and run this. */
const told = (url: string, statement = "SELECT 1"): Effect.Effect<ConnectionProblem> =>
  Effect.flip(withConnection(url, (run) => run(statement))).pipe(Effect.orDie)

const execute = (server: RunningPostgres, ...statements: ReadonlyArray<string>) =>
  withConnection(server.url, (run) => Effect.forEach(statements, (statement) => run(statement)))

/** Something that listens and is no database. */
const listener = (answer: (socket: Socket) => void): Effect.Effect<number, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.callback<{ readonly port: number; readonly close: () => void }>((resume) => {
      const sockets = new Set<Socket>()
      const server = createServer((socket) => {
        sockets.add(socket.on("error", () => undefined))
        answer(socket)
      })
      const close = (): void => {
        server.close()
        for (const socket of sockets) socket.destroy()
      }
      server.listen(0, "127.0.0.1", () =>
        resume(Effect.succeed({ port: (server.address() as AddressInfo).port, close }))
      )
    }),
    ({ close }) => Effect.sync(close)
  ).pipe(Effect.map(({ port }) => port))

layer(Server)("a real server that refuses", (it) => {
  it.effect("a wrong password", () =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      const problem = yield* told(urlWith(server, (url) => (url.password = "not-the-password")))
      expect(problem).toMatchObject({ _tag: "DatabaseAuthFailed", code: "28P01" })
      expect(problem.message).toContain('the password for "postgres" is wrong')
      expect(JSON.stringify(problem) + problem.message).not.toContain("not-the-password")
    })
  )

  it.effect("no password", () =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      const problem = yield* told(urlWith(server, (url) => (url.password = "")))
      expect(problem).toMatchObject({ _tag: "DatabaseAuthFailed" })
      expect(problem.message).toContain("the URL has none")
    })
  )

  it.effect("a database that is not there", () =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      const problem = yield* told(urlWith(server, (url) => (url.pathname = "/portfolio")))
      expect(problem).toMatchObject({ _tag: "DatabaseMissing", database: "portfolio", code: "3D000" })
    })
  )

  it.effect("TLS, which it does not offer", () =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      const problem = yield* told(urlWith(server, (url) => (url.search = "?sslmode=verify-full")))
      expect(problem).toMatchObject({ _tag: "DatabaseTlsProblem" })
      expect(problem.message).toContain("offers none")
    })
  )

  it.effect("one connection too many", () =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      yield* execute(server, "CREATE ROLE busy LOGIN PASSWORD 'b' CONNECTION LIMIT 0")
      const problem = yield* told(urlWith(server, (url) => Object.assign(url, { username: "busy", password: "b" })))
      expect(problem).toMatchObject({ _tag: "DatabaseUnavailable", kind: "too many connections", code: "53300" })
    })
  )

  it.effect("a role that may not log in", () =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      yield* execute(server, "CREATE ROLE locked NOLOGIN PASSWORD 'l'")
      const problem = yield* told(urlWith(server, (url) => Object.assign(url, { username: "locked", password: "l" })))
      expect(problem).toMatchObject({ _tag: "DatabaseAuthFailed", user: "locked" })
      expect(problem.message).toContain("CREATE ROLE")
    })
  )

  it.effect("changes by a role that only reads", () =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      yield* execute(
        server,
        "CREATE ROLE reader SUPERUSER LOGIN PASSWORD 'r'",
        "ALTER ROLE reader SET default_transaction_read_only = on"
      )
      const problem = yield* told(
        urlWith(server, (url) => Object.assign(url, { username: "reader", password: "r" })),
        "CREATE TABLE t (n int)"
      )
      expect(problem).toMatchObject({ _tag: "DatabaseReadOnly", code: "25006" })
    })
  )

  it.effect("changes by a role without the right", () =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      yield* execute(server, "CREATE ROLE guest LOGIN PASSWORD 'g'")
      const problem = yield* told(
        urlWith(server, (url) => Object.assign(url, { username: "guest", password: "g" })),
        "CREATE TABLE t (n int)"
      )
      expect(problem).toMatchObject({ _tag: "DatabasePermissionDenied", code: "42501" })
      expect(problem.message).toContain("permission denied for schema public")
    })
  )

  it.effect.each([
    ["is not installed", "CREATE EXTENSION timescaledb"],
    ["is there in another version", "CREATE EXTENSION citext VERSION '99'"]
  ])("an extension that %s", ([, statement]) =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      expect(yield* told(Redacted.value(server.url), statement)).toMatchObject({ _tag: "DatabaseExtensionProblem" })
    })
  )

  it.effect("what an administrator ends", () =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      expect(yield* told(Redacted.value(server.url), "SELECT pg_terminate_backend(pg_backend_pid())")).toMatchObject({
        _tag: "DatabaseUnavailable",
        kind: "stopping"
      })
    })
  )

  it.effect("a statement that is wrong, in the server's own words", () =>
    Effect.gen(function* () {
      const server = yield* EmbeddedPostgres
      const problem = yield* told(Redacted.value(server.url), "SELECT FROM nowhere")
      expect(problem).toMatchObject({ _tag: "DatabaseFailed", code: "42P01" })
      expect(problem.message).toContain('relation "nowhere" does not exist')
    })
  )
})

describe("a server of its own", () => {
  it.live(
    "that is shutting down",
    () =>
      Effect.gen(function* () {
        const server = yield* startEmbeddedPostgres({ dataFolder: yield* preparedFolder, durability: "test" })
        yield* withConnection(server.url, () =>
          Effect.gen(function* () {
            // Waits for this connection, and lets nobody else in.
            process.kill(server.pid, "SIGTERM")
            const problem = yield* Effect.repeat(
              Effect.flip(withConnection(server.url, () => Effect.fail("still in"))),
              {
                until: (problem) => problem !== "still in"
              }
            )
            expect(problem).toMatchObject({ _tag: "DatabaseUnavailable", kind: "stopping", code: "57P03" })
          })
        )
      }),
    patience
  )

  it.live(
    "whose access rules leave us out",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const server = yield* startEmbeddedPostgres({ dataFolder, durability: "test" })
        yield* Effect.promise(() =>
          writeFile(join(dataFolder, "access.conf"), "host all all 192.0.2.1/32 scram-sha-256\n")
        )
        process.kill(server.pid, "SIGHUP")
        const problem = yield* Effect.flip(withConnection(server.url, () => Effect.fail("still in"))).pipe(
          Effect.repeat({ until: (problem) => problem !== "still in" })
        )
        expect(problem).toMatchObject({ _tag: "DatabaseAuthFailed", code: "28000" })
        expect((problem as ConnectionProblem).message).toContain("sslmode=verify-full")
      }),
    patience
  )

  it.live(
    "whose certificate nobody has signed",
    (context) =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const [key, certificate] = [
          join(dataFolder, "cluster", "server.key"),
          join(dataFolder, "cluster", "server.crt")
        ]
        const made = spawnSync("openssl", [
          "req",
          "-x509",
          "-newkey",
          "rsa:2048",
          "-nodes",
          "-days",
          "1",
          "-subj",
          "/CN=localhost",
          "-keyout",
          key,
          "-out",
          certificate
        ])
        if (made.status !== 0) return context.skip("there is no openssl to make a certificate with")
        yield* Effect.promise(() => chmod(key, 0o600))
        if (isRoot)
          for (const file of [key, certificate]) yield* Effect.promise(() => chown(file, nobody.uid, nobody.gid))
        yield* Effect.promise(() => writeFile(join(dataFolder, "operator.conf"), "ssl = on\n"))
        const server = yield* startEmbeddedPostgres({ dataFolder, durability: "test" })
        const problem = yield* told(urlWith(server, (url) => (url.search = "?sslmode=verify-full")))
        expect(problem).toMatchObject({ _tag: "DatabaseTlsProblem", code: "DEPTH_ZERO_SELF_SIGNED_CERT" })
      }),
    patience
  )

  it.live(
    "whose disk is full",
    (context) =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const server = yield* startEmbeddedPostgres({ dataFolder, durability: "test" })
        const small = join(dataFolder, "cluster", "small")
        const mounted =
          spawnSync("mkdir", [small]).status === 0 &&
          spawnSync("mount", ["-t", "tmpfs", "-o", `size=2m,uid=${nobody.uid}`, "tmpfs", small]).status === 0
        if (!mounted) return context.skip("a small file system cannot be mounted here")
        yield* Effect.addFinalizer(() => Effect.sync(() => spawnSync("umount", ["-l", small])))
        yield* execute(server, "SET allow_in_place_tablespaces = off", `CREATE TABLESPACE small LOCATION '${small}'`)
        const problem = yield* told(
          Redacted.value(server.url),
          "CREATE UNLOGGED TABLE big TABLESPACE small AS SELECT repeat('x', 1000) FROM generate_series(1, 10000)"
        )
        expect(problem).toMatchObject({ _tag: "DiskFull" })
        expect(problem.message).toContain("datahub_settlement is full")
      }),
    patience
  )
})

describe("no server", () => {
  it.live("listens on the port", () =>
    Effect.gen(function* () {
      const port = yield* Effect.scoped(listener(() => undefined))
      const problem = yield* told(`postgres://u:p@127.0.0.1:${port}/d`)
      expect(problem).toMatchObject({ _tag: "DatabaseUnavailable", kind: "refused", code: "ECONNREFUSED" })
      expect(problem.message).toContain(`nothing listens on port ${port} of 127.0.0.1`)
      // "localhost" stands for two addresses, and the error for two errors.
      expect(yield* told(`postgres://u:p@localhost:${port}/d`)).toMatchObject({
        _tag: "DatabaseUnavailable",
        kind: "refused"
      })
    })
  )

  it.live("has that name", () =>
    Effect.gen(function* () {
      expect(yield* told("postgres://u:p@no-such-host.invalid/d")).toMatchObject({
        _tag: "DatabaseUnavailable",
        kind: "host unknown"
      })
    })
  )

  it.live("but another program answers", () =>
    Effect.gen(function* () {
      const port = yield* listener((socket) =>
        socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))
      )
      const problem = yield* told(`postgres://u:p@127.0.0.1:${port}/d`)
      expect(problem).toMatchObject({ _tag: "DatabaseUnavailable", kind: "connection lost" })
      expect(problem.message).toContain("is not PostgreSQL")
    })
  )

  it.live("answers at all", () =>
    Effect.gen(function* () {
      const port = yield* listener(() => undefined)
      const url = `postgres://u:p@127.0.0.1:${port}/d`
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 50 })
      const error = yield* Effect.promise(() =>
        client.connect().then(
          () => undefined,
          (refused: unknown) => refused
        )
      )
      expect(describeConnectionError(error, url)).toMatchObject({ _tag: "DatabaseUnavailable", kind: "timeout" })
    })
  )
})
