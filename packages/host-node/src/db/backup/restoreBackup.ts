import {
  allOrNothing,
  appliedMigrations,
  type Database,
  fillTable,
  holdTables,
  identityColumns,
  makePartitions,
  migrate,
  migrations,
  type MigrationStatus,
  migrationStatus,
  type PostgresOutdated,
  type SchemaMismatch,
  setSequence,
  storedTables,
  tableText,
  type TimescaleOutdated
} from "@datahub-settlement/persistence"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { createReadStream } from "node:fs"
import { join } from "node:path"
import { BackupNotRestored } from "./BackupProblem.ts"
import type { Manifest, ManifestTable } from "./Manifest.ts"
import { readBackup } from "./readBackup.ts"

/** A restored database. */
export interface RestoredBackup {
  readonly manifest: Manifest
  readonly migration: MigrationStatus
}

/**
 * Fills an empty database with a backup, in one transaction: the same migrations first, then every table with its
 * triggers and constraints in force, then the numbers that identities go on from, then the migrations that came since.
 */
export const restoreBackup: (
  folder: string
) => Effect.Effect<
  RestoredBackup,
  BackupNotRestored | SqlError.SqlError | SchemaMismatch | PostgresOutdated | TimescaleOutdated,
  Database
> = Effect.fn("restoreBackup")(function* (folder) {
  const manifest = yield* readBackup(folder)
  yield* reachLevel(folder, manifest)
  yield* allOrNothing(
    Effect.gen(function* () {
      yield* holdEmptyTables(folder, manifest)
      if (manifest.readingDays !== undefined) yield* makePartitions(manifest.readingDays)
      for (const table of manifest.tables) yield* fill(folder, table)
      yield* restoreSequences(folder, manifest)
    })
  )
  return { manifest, migration: yield* migrate() }
})

const reachLevel = Effect.fnUntraced(function* (folder: string, { migrations: written }: Manifest) {
  const refuse = (reason: string) => new BackupNotRestored({ folder, reason })
  const level = written.length
  if (level === 0) return yield* refuse("it names no migrations: it is not a backup of this program's.")
  if (level > migrations.length) {
    return yield* refuse(`it is of level ${level}, this program knows ${migrations.length}: use a newer version of it.`)
  }
  const { level: reached } = yield* migrationStatus()
  if (reached > level) {
    return yield* refuse(`the database is at level ${reached}, the backup at ${level}: restore it into a new database.`)
  }
  yield* migrate(migrations.slice(0, level))
  const applied = yield* appliedMigrations
  const other = written.find((step, index) => step.checksum !== applied[index]?.checksum)
  if (other !== undefined) {
    return yield* refuse(
      `its migration ${other.level} (${other.name}) is of another build: use the program that wrote it.`
    )
  }
})

/** Nobody else may fill a table between our look at it and the end of the restore. */
const holdEmptyTables = Effect.fnUntraced(function* (folder: string, manifest: Manifest) {
  const tables = yield* storedTables
  const filled = yield* holdTables(tables)
  if (filled !== undefined) {
    const reason = `the database is not empty (${filled} has rows). Restore into a new one.`
    return yield* new BackupNotRestored({ folder, reason })
  }
  const shapes = (all: ReadonlyArray<Pick<ManifestTable, "schema" | "name" | "columns">>): string =>
    all
      .map((table) => `${tableText(table)} (${table.columns.join(", ")})`)
      .sort()
      .join("; ")
  if (shapes(tables) !== shapes(manifest.tables)) {
    const reason = "its tables or columns are not those of this database. Use the program that wrote it."
    return yield* new BackupNotRestored({ folder, reason })
  }
})

const fill = Effect.fnUntraced(function* (folder: string, table: ManifestTable) {
  const chunks = createReadStream(join(folder, table.file), { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>
  const rows = yield* fillTable(table, chunks)
  if (rows === table.rows) return
  const reason = `${tableText(table)} took ${rows} rows, but ${table.rows} were written.`
  return yield* new BackupNotRestored({ folder, reason })
})

const restoreSequences = Effect.fnUntraced(function* (folder: string, manifest: Manifest) {
  for (const identity of yield* identityColumns) {
    const { column, schema, table } = identity
    const value = manifest.sequences.find(
      (one) => one.schema === schema && one.table === table && one.column === column
    )
    if (value === undefined) {
      return yield* new BackupNotRestored({ folder, reason: `it does not say how ${schema}.${table} is numbered.` })
    }
    yield* setSequence(identity, value)
  }
})
