import { Effect } from "effect"
import { randomBytes } from "node:crypto"
import { lchown, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises"
import { basename, join } from "node:path"
import type { DataFolder } from "./DataFolder.ts"
import { DiskFull } from "./DiskFull.ts"
import { fileFault } from "./fileFault.ts"
import { isRunning } from "./isRunning.ts"
import { runProgram } from "./runProgram.ts"
import type { ServerBinaries } from "./serverBinaries.ts"
import { DataFolderUnusable, ServerStartFailed } from "./ServerProblem.ts"
import type { Durability } from "./serverSettings.ts"

/** Name of the superuser of a server that we set up. */
export const superuser = "postgres"

/** Clusters that this process is making. In a container a predecessor that was killed may have had our number. */
const inTheMaking = new Set<string>()

/** Removes half-made clusters of hosts that were killed in the middle of it. */
const sweep = async (folder: DataFolder): Promise<void> => {
  for (const name of await readdir(folder.path)) {
    const pid = Number(/^cluster\.new-(\d+)-/.exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(pid) || inTheMaking.has(name) || (pid !== process.pid && isRunning(pid))) continue
    await rm(join(folder.path, name), { recursive: true, force: true })
  }
}

const prepare = async (folder: DataFolder, building: string): Promise<string> => {
  await sweep(folder)
  await mkdir(join(building, "data"), { recursive: true, mode: 0o700 })
  const passwordFile = join(building, basename(folder.passwordFile))
  await writeFile(passwordFile, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600, flag: "wx" })
  for (const path of [passwordFile, join(building, "data"), building]) {
    if (folder.account !== undefined) await lchown(path, folder.account.uid, folder.account.gid)
  }
  return passwordFile
}

const finish = async (folder: DataFolder, building: string, passwordFile: string): Promise<void> => {
  const made = join(building, "data")
  await rename(passwordFile, join(made, basename(folder.passwordFile)))
  await rename(made, folder.cluster).catch((error: NodeJS.ErrnoException) => {
    // Another host was faster: its cluster, with its password, is the one.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error
  })
}

const initdb = Effect.fnUntraced(function* (
  folder: DataFolder,
  binaries: ServerBinaries,
  building: string,
  passwordFile: string,
  durability: Durability
) {
  const ended = yield* runProgram({
    program: binaries.initdb,
    account: folder.account,
    args: [
      `--pgdata=${join(building, "data")}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // Sorted by code point on every machine, as in C, and yet "Ærø" has a lower case.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      ...(durability === "test" ? ["--no-sync"] : [])
    ]
  })
  if (ended.exitCode === 0) return
  const said = `${ended.stdout}${ended.stderr}`.trim()
  if (/No space left on device|Disk quota exceeded/.test(said)) return yield* new DiskFull({ place: folder.path })
  const nameless = /could not look up effective user ID (\d+)/.exec(said)?.[1]
  if (nameless !== undefined) {
    const reason = `the account with uid ${nameless}, as which the server would run, has no name on this system, and PostgreSQL wants one. Add a line for it to /etc/passwd, or use another account.`
    return yield* new DataFolderUnusable({ dataFolder: folder.path, reason })
  }
  return yield* new ServerStartFailed({
    dataFolder: folder.path,
    logFile: "none, it was being initialised",
    lastLines: said.split("\n").slice(-8).join("\n")
  })
})

/** Sets up an empty database server in the data folder: whole, or not at all. */
export const initialiseCluster = (folder: DataFolder, binaries: ServerBinaries, durability: Durability) => {
  const name = `cluster.new-${process.pid}-${randomBytes(4).toString("hex")}`
  const building = join(folder.path, name)
  const fault = fileFault(folder.path)
  const build = Effect.gen(function* () {
    inTheMaking.add(name)
    const passwordFile = yield* Effect.tryPromise({ try: () => prepare(folder, building), catch: fault })
    yield* initdb(folder, binaries, building, passwordFile, durability)
    yield* Effect.tryPromise({ try: () => finish(folder, building, passwordFile), catch: fault })
  })
  const clear = Effect.promise(() => rm(building, { recursive: true, force: true }).catch(() => undefined))
  return build.pipe(Effect.ensuring(clear.pipe(Effect.andThen(Effect.sync(() => inTheMaking.delete(name))))))
}
