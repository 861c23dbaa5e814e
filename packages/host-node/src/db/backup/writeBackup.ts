import {
  appliedMigrations,
  countRows,
  type Database,
  inSnapshot,
  readingDays,
  readTable,
  sequenceValues,
  serverVersion,
  type StoredTable,
  storedTables,
  tableText
} from "@datahub-settlement/persistence"
import { Clock, Effect, Exit } from "effect"
import type { SqlError } from "effect/sql"
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs"
import { mkdir, readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { BackupFile } from "./BackupFile.ts"
import { BackupNotWritten } from "./BackupProblem.ts"
import { FORMAT_VERSION, type Manifest, MANIFEST_FILE, type ManifestTable } from "./Manifest.ts"

/**
 * Copies every table of ours into files, all as of one moment, while others go on writing. The folder must be new or
 * empty. When it fails or is interrupted, what was written is removed.
 */
export const writeBackup: (folder: string) => Effect.Effect<Manifest, BackupNotWritten | SqlError.SqlError, Database> =
  Effect.fn("writeBackup")(function* (folder) {
    const isNew = yield* makeFolder(folder)
    return yield* Effect.onExit(inSnapshot(copyTables(folder)), (exit) =>
      Exit.isSuccess(exit) ? Effect.void : Effect.promise(() => removeWritten(folder, isNew))
    )
  })

const notWritten =
  (folder: string) =>
  (error: unknown): BackupNotWritten => {
    const { code, message } = error as NodeJS.ErrnoException
    const reason =
      code === "ENOSPC" || code === "EDQUOT"
        ? "the disk is full. Free space, or choose a folder on another disk."
        : code === "EACCES" || code === "EPERM" || code === "EROFS"
          ? "this account may not write there. Choose another folder, or have the rights changed."
          : code === "EFBIG"
            ? "a file would become larger than that disk or this account (ulimit -f) allows. Choose a folder on another disk."
            : code === "ENOENT"
              ? "the folder that it shall lie in does not exist. Make it first."
              : `${message}.`
    return new BackupNotWritten({ folder, reason })
  }

const makeFolder = (folder: string): Effect.Effect<boolean, BackupNotWritten> =>
  Effect.tryPromise({
    try: async () => {
      const isNew = await mkdir(folder, { mode: 0o700 }).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === "EEXIST") return false
          throw error
        }
      )
      return { isNew, names: await readdir(folder) }
    },
    catch: notWritten(folder)
  }).pipe(
    Effect.flatMap(({ isNew, names }) =>
      names.length === 0
        ? Effect.succeed(isNew)
        : new BackupNotWritten({ folder, reason: "the folder is not empty. Choose a new one." })
    )
  )

const removeWritten = async (folder: string, isNew: boolean): Promise<void> => {
  // The folder was empty before us.
  for (const name of await readdir(folder)) await rm(join(folder, name))
  if (isNew) await rm(folder, { recursive: true })
}

const copyTables = Effect.fnUntraced(function* (folder: string) {
  const version = yield* serverVersion
  const migrations = yield* appliedMigrations
  const tables = yield* Effect.forEach(yield* storedTables, (table) => copyTable(folder, table))
  const days = yield* readingDays
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    createdAt: new Date(yield* Clock.currentTimeMillis).toISOString(),
    serverVersion: version,
    migrations,
    tables,
    // Read last: numbers that are drawn meanwhile only leave gaps.
    sequences: yield* sequenceValues,
    ...(days === undefined ? {} : { readingDays: days })
  }
  yield* Effect.try({ try: () => writeManifest(folder, manifest), catch: notWritten(folder) })
  return manifest
})

const copyTable = Effect.fnUntraced(function* (folder: string, table: StoredTable) {
  const rows = yield* countRows(table)
  const fileName = `${tableText(table)}.copy`
  return yield* Effect.acquireUseRelease(
    Effect.try({ try: () => new BackupFile(join(folder, fileName)), catch: notWritten(folder) }),
    (file) =>
      Effect.gen(function* () {
        yield* readTable(table, (chunk) => file.write(chunk)).pipe(
          Effect.mapError((error) => (file.fault === undefined ? error : notWritten(folder)(file.fault)))
        )
        const sha256 = yield* Effect.try({ try: () => file.finish(), catch: notWritten(folder) })
        return { ...table, file: fileName, rows, bytes: file.bytes, sha256 } satisfies ManifestTable
      }),
    (file) => Effect.sync(() => file.close())
  )
})

/** Whole or not at all, and only once all else is on the disk. */
const writeManifest = (folder: string, manifest: Manifest): void => {
  const path = join(folder, MANIFEST_FILE)
  const file = openSync(`${path}.new`, "wx", 0o600)
  try {
    writeSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
}
