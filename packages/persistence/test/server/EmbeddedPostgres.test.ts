import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit, Fiber, Redacted, Schedule, Scope } from "effect"
import { spawn } from "node:child_process"
import { readdir, readFile, stat, writeFile } from "node:fs/promises"
import { connect } from "node:net"
import { networkInterfaces } from "node:os"
import { join } from "node:path"
import { type RunningPostgres, startEmbeddedPostgres, withConnection } from "../../src/server/index.ts"
import { isRunning } from "../../src/server/isRunning.ts"
import { hostEnded, hostProcess, isRoot, nobody, preparedFolder, processGone, temporaryFolder } from "./hostProcess.ts"

const patience = 600_000

const count = (url: Redacted.Redacted<string>) =>
  withConnection(url, (run) => run("SELECT count(*)::int AS n FROM kept")).pipe(Effect.map(([row]) => row?.["n"]))

const keepOneRow = (url: Redacted.Redacted<string>) =>
  withConnection(url, (run) => run("CREATE TABLE kept AS SELECT 1 AS n"))

/** A server that can be stopped before the test is over. */
const startIn = Effect.fnUntraced(function* (dataFolder: string) {
  const scope = yield* Effect.acquireRelease(Scope.make(), (scope) => Scope.close(scope, Exit.void))
  const server: RunningPostgres = yield* startEmbeddedPostgres({ dataFolder }).pipe(Scope.provide(scope))
  return { server, stop: Scope.close(scope, Exit.void) }
})

describe("startEmbeddedPostgres", () => {
  it.live(
    "keeps data, password and port over a restart",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* temporaryFolder
        const first = yield* startIn(dataFolder)
        yield* keepOneRow(first.server.url)
        yield* first.stop
        expect(isRunning(first.server.pid)).toBe(false)
        const second = yield* startIn(dataFolder)
        expect(second.server.startedByUs).toBe(true)
        expect(Redacted.value(second.server.url)).toBe(Redacted.value(first.server.url))
        expect(yield* count(second.server.url)).toBe(1)
      }),
    patience
  )

  it.live(
    "joins the server that runs on the folder, and leaves it running",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const first = yield* startIn(dataFolder)
        const second = yield* startIn(dataFolder)
        expect(second.server).toMatchObject({ pid: first.server.pid, port: first.server.port, startedByUs: false })
        yield* second.stop
        yield* keepOneRow(first.server.url)
      }),
    patience
  )

  it.live(
    "starts one server when several hosts start at once on a new folder",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* temporaryFolder
        const hosts = yield* Effect.all([hostProcess(dataFolder), hostProcess(dataFolder), hostProcess(dataFolder)], {
          concurrency: 3
        })
        expect(new Set(hosts.map((host) => host.says.pid)).size).toBe(1)
        expect(new Set(hosts.map((host) => host.says.url)).size).toBe(1)
        expect(hosts.filter((host) => host.says.startedByUs)).toHaveLength(1)
        expect((yield* Effect.promise(() => readdir(dataFolder))).toSorted()).toEqual([
          "access.conf",
          "cluster",
          "port",
          "server.conf",
          "server.log"
        ])
      }),
    patience
  )

  it.live(
    "listens on this machine only, and only with the password",
    () =>
      Effect.gen(function* () {
        const { server } = yield* startIn(yield* preparedFolder)
        const addresses = Object.values(networkInterfaces())
          .flatMap((one) => one ?? [])
          .filter((one) => one.family === "IPv4" && !one.internal)
        for (const { address } of addresses) expect(yield* answers(address, server.port)).toBe(false)
        const wrong = new URL(Redacted.value(server.url))
        wrong.password = "wrong"
        expect(yield* Effect.flip(count(Redacted.make(wrong.href)))).toMatchObject({ _tag: "DatabaseAuthFailed" })
        const passwordFile = yield* Effect.promise(() => stat(join(server.dataFolder, "cluster", "superuser-password")))
        expect(passwordFile.mode & 0o777).toBe(0o600)
      }),
    patience
  )

  it.live(
    "is set up durable, in UTF-8, sorted by code point, with Danish lower case",
    () =>
      Effect.gen(function* () {
        const { server } = yield* startIn(yield* preparedFolder)
        const [row] = yield* withConnection(server.url, (run) =>
          run(`SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit, current_setting('jit') AS jit,
          current_setting('server_encoding') AS encoding, lower('ÆRØ') AS lower, 'a' > 'B' AS code_point, current_database() AS database`)
        )
        expect(row).toEqual({
          fsync: "on",
          commit: "on",
          jit: "off",
          encoding: "UTF8",
          lower: "ærø",
          code_point: true,
          database: "datahub_settlement"
        })
      }),
    patience
  )

  it.effect(
    "starts although the clock of a test stands still",
    () =>
      Effect.gen(function* () {
        const { server } = yield* startIn(yield* preparedFolder)
        yield* keepOneRow(server.url)
      }),
    patience
  )

  it.live(
    "leaves nothing behind when it is interrupted while it sets up",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* temporaryFolder
        const starting = yield* startIn(dataFolder).pipe(Effect.forkChild)
        // Half-way: the folder that is being built is there.
        yield* Effect.promise(() => readdir(dataFolder)).pipe(
          Effect.repeat({
            schedule: Schedule.spaced("5 millis"),
            until: (names) => names.some((name) => name.startsWith("cluster.new-"))
          })
        )
        yield* Fiber.interrupt(starting)
        expect(yield* Effect.promise(() => readdir(dataFolder))).toEqual([])
        const { server } = yield* startIn(dataFolder)
        yield* keepOneRow(server.url)
      }),
    patience
  )
})

describe("a server that is killed", () => {
  it.live(
    "is missed, and loses nothing that was committed",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const { server, stop } = yield* startIn(dataFolder)
        yield* keepOneRow(server.url)
        const missed = yield* Effect.flip(server.lost).pipe(Effect.forkChild({ startImmediately: true }))
        process.kill(server.pid, "SIGKILL")
        const lost = yield* Fiber.join(missed)
        expect(lost).toMatchObject({ _tag: "ServerLost", pid: server.pid })
        yield* stop
        const again = yield* startIn(dataFolder)
        expect(yield* count(again.server.url)).toBe(1)
      }),
    patience
  )

  it.live(
    "is started again although its number was left behind and is in use by another program",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const { server, stop } = yield* startIn(dataFolder)
        yield* keepOneRow(server.url)
        const file = join(dataFolder, "cluster", "postmaster.pid")
        const left = yield* Effect.promise(() => readFile(file, "utf8"))
        yield* stop
        const other = yield* Effect.acquireRelease(
          Effect.sync(() => spawn("sleep", ["300"], { ...(isRoot ? nobody : {}), stdio: "ignore" })),
          (child) => Effect.sync(() => child.kill("SIGKILL"))
        )
        yield* Effect.promise(() => writeFile(file, left.replace(/^\d+/, String(other.pid))))
        const again = yield* startIn(dataFolder)
        expect(again.server.startedByUs).toBe(true)
        expect(yield* count(again.server.url)).toBe(1)
      }),
    patience
  )
})

describe("a host that ends", () => {
  it.live(
    "stops its server in order on SIGTERM",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const host = yield* hostProcess(dataFolder)
        yield* keepOneRow(Redacted.make(host.says.url))
        host.process.kill("SIGTERM")
        yield* hostEnded(host.process)
        expect(isRunning(host.says.pid)).toBe(false)
        expect(yield* Effect.promise(() => readFile(join(dataFolder, "server.log"), "utf8"))).toContain(
          "database system is shut down"
        )
      }),
    patience
  )

  it.live.each(["SIGTERM", "SIGKILL"] as const)(
    "without a handler for %s takes its server along",
    (signal) =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const host = yield* hostProcess(dataFolder, { manner: "plain" })
        yield* keepOneRow(Redacted.make(host.says.url))
        host.process.kill(signal)
        yield* processGone(host.says.pid)
        expect(yield* Effect.promise(() => readFile(join(dataFolder, "server.log"), "utf8"))).toContain(
          "database system is shut down"
        )
        const { server } = yield* startIn(dataFolder)
        expect(yield* count(server.url)).toBe(1)
      }),
    patience
  )

  it.live(
    "together with its server by SIGKILL, loses nothing that was committed",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const host = yield* hostProcess(dataFolder)
        yield* keepOneRow(Redacted.make(host.says.url))
        process.kill(host.says.pid, "SIGKILL")
        host.process.kill("SIGKILL")
        yield* processGone(host.says.pid)
        expect(yield* Effect.promise(() => readdir(join(dataFolder, "cluster")))).toContain("postmaster.pid")
        const { server } = yield* startIn(dataFolder)
        expect(yield* count(server.url)).toBe(1)
      }),
    patience
  )
})

const answers = (host: string, port: number): Effect.Effect<boolean> =>
  Effect.callback((resume) => {
    const socket = connect({ host, port })
    const settle = (yes: boolean) => () => {
      socket.destroy()
      resume(Effect.succeed(yes))
    }
    socket.once("connect", settle(true)).once("error", settle(false))
  })
