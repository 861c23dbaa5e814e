import {
  Database,
  migrate,
  type MigrationStatus,
  migrationStatus,
  migrations,
  type SchemaMismatch,
  type TimescaleOutdated
} from "@datahub-settlement/persistence"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { createReadStream } from "node:fs"
import { join } from "node:path"
import { BackupNotRestored } from "./BackupProblem.ts"
import type { Manifest, ManifestTable } from "./Manifest.ts"
import { readBackup } from "./readBackup.ts"
import { appliedMigrations, identityColumns, storedTables, tableText } from "./storedTables.ts"

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
  BackupNotRestored | SqlError.SqlError | SchemaMismatch | TimescaleOutdated,
  Database
> = Effect.fn("restoreBackup")(function* (folder) {
  const manifest = yield* readBackup(folder)
  const { sql } = yield* Database
  yield* reachLevel(folder, manifest)
  yield* sql.withTransaction(
    Effect.gen(function* () {
      yield* holdEmptyTables(folder, manifest)
      yield* makePartitions(manifest)
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
  const { sql } = yield* Database
  const tables = yield* storedTables
  const names = tables.map(tableText)
  yield* sql.unsafe(`LOCK TABLE ${names.join(", ")} IN SHARE ROW EXCLUSIVE MODE`)
  for (const name of names) {
    const [found] = yield* sql.unsafe<{ exists: boolean }>(`SELECT EXISTS (SELECT FROM ${name}) AS exists`)
    if (found?.exists === true) {
      const reason = `the database is not empty (${name} has rows). Restore into a new one.`
      return yield* new BackupNotRestored({ folder, reason })
    }
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

const makePartitions = Effect.fnUntraced(function* ({ readingDays }: Manifest) {
  if (readingDays === undefined) return
  const { sql } = yield* Database
  yield* sql`SELECT metering.ensure_month(month::date) FROM generate_series(
    date_trunc('month', ${readingDays.first}::date), ${readingDays.last}::date, interval '1 month') AS month`
})

const fill = Effect.fnUntraced(function* (folder: string, table: ManifestTable) {
  const { copyIn } = yield* Database
  const name = tableText(table)
  const chunks = createReadStream(join(folder, table.file), { highWaterMark: 1 << 18 }) as AsyncIterable<Uint8Array>
  const rows = yield* copyIn(`COPY ${name} (${table.columns.join(", ")}) FROM STDIN (FORMAT binary)`, chunks)
  if (rows === table.rows) return
  const reason = `${name} took ${rows} rows, but ${table.rows} were written.`
  return yield* new BackupNotRestored({ folder, reason })
})

const restoreSequences = Effect.fnUntraced(function* (folder: string, manifest: Manifest) {
  const { sql } = yield* Database
  for (const { column, schema, sequence, table } of yield* identityColumns) {
    const value = manifest.sequences.find(
      (one) => one.schema === schema && one.table === table && one.column === column
    )
    if (value === undefined) {
      return yield* new BackupNotRestored({ folder, reason: `it does not say how ${schema}.${table} is numbered.` })
    }
    yield* sql`SELECT setval(${sequence}::regclass, ${value.lastValue}, ${value.isCalled})`
  }
})
