import { Database } from "@datahub-settlement/persistence"
import { Clock, Effect, Exit } from "effect"
import type { SqlError } from "effect/sql"
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs"
import { mkdir, readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { BackupFile } from "./BackupFile.ts"
import { BackupNotWritten } from "./BackupProblem.ts"
import { FORMAT_VERSION, type Manifest, MANIFEST_FILE, type ManifestSequence, type ManifestTable } from "./Manifest.ts"
import { appliedMigrations, identityColumns, type StoredTable, storedTables, tableText } from "./storedTables.ts"

/**
 * Copies every table of ours into files, all as of one moment, while others go on writing. The folder must be new or
 * empty. When it fails or is interrupted, what was written is removed.
 */
export const writeBackup: (folder: string) => Effect.Effect<Manifest, BackupNotWritten | SqlError.SqlError, Database> =
  Effect.fn("writeBackup")(function* (folder) {
    const isNew = yield* makeFolder(folder)
    const { sql } = yield* Database
    const snapshot = sql.withTransaction(
      Effect.andThen(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`, copyTables(folder))
    )
    return yield* Effect.onExit(snapshot, (exit) =>
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
  const { sql } = yield* Database
  const [server] = yield* sql<{ version: string }>`SELECT current_setting('server_version') AS version`
  const migrations = yield* appliedMigrations
  const tables = yield* Effect.forEach(yield* storedTables, (table) => copyTable(folder, table))
  const [days] = yield* sql<{ first: string | null; last: string | null }>`
    SELECT min(day) AS first, max(day) AS last FROM metering.metering_day`
  const manifest: Manifest = {
    formatVersion: FORMAT_VERSION,
    createdAt: new Date(yield* Clock.currentTimeMillis).toISOString(),
    serverVersion: server!.version,
    migrations,
    tables,
    // Read last: numbers that are drawn meanwhile only leave gaps.
    sequences: yield* sequenceValues,
    ...(days?.first == null || days.last == null ? {} : { readingDays: { first: days.first, last: days.last } })
  }
  yield* Effect.try({ try: () => writeManifest(folder, manifest), catch: notWritten(folder) })
  return manifest
})

const copyTable = Effect.fnUntraced(function* (folder: string, table: StoredTable) {
  const { copyOut, sql } = yield* Database
  const name = tableText(table)
  const [counted] = yield* sql.unsafe<{ rows: number }>(`SELECT count(*) AS rows FROM ${name}`)
  const fileName = `${name}.copy`
  return yield* Effect.acquireUseRelease(
    Effect.try({ try: () => new BackupFile(join(folder, fileName)), catch: notWritten(folder) }),
    (file) =>
      Effect.gen(function* () {
        const statement = `COPY (SELECT ${table.columns.join(", ")} FROM ${name}) TO STDOUT (FORMAT binary)`
        yield* copyOut(statement, (chunk) => file.write(chunk)).pipe(
          Effect.mapError((error) => (file.fault === undefined ? error : notWritten(folder)(file.fault)))
        )
        const sha256 = yield* Effect.try({ try: () => file.finish(), catch: notWritten(folder) })
        return { ...table, file: fileName, rows: counted!.rows, bytes: file.bytes, sha256 } satisfies ManifestTable
      }),
    (file) => Effect.sync(() => file.close())
  )
})

const sequenceValues = Effect.gen(function* () {
  const { sql } = yield* Database
  return yield* Effect.forEach(yield* identityColumns, ({ column, schema, sequence, table }) =>
    Effect.map(
      sql.unsafe<{ lastValue: number; isCalled: boolean }>(
        `SELECT last_value AS "lastValue", is_called AS "isCalled" FROM ${sequence}`
      ),
      ([value]): ManifestSequence => ({ schema, table, column, ...value! })
    )
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
