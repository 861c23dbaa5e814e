import { Schema } from "effect"

/** Name of the file that makes a folder a backup: it is written last, so that a backup that was cut off has none. */
export const MANIFEST_FILE = "manifest.json"

/** How the files are written; a program refuses versions that it does not know. */
export const FORMAT_VERSION = 1

const FileName = Schema.String.check(
  Schema.isPattern(/^[a-z_]+\.[a-z0-9_]+\.copy$/, { expected: "a file of the backup folder" })
)

const Step = Schema.Struct({ level: Schema.Int, name: Schema.String, checksum: Schema.String })

const Table = Schema.Struct({
  schema: Schema.String,
  name: Schema.String,
  columns: Schema.Array(Schema.String),
  file: FileName,
  rows: Schema.Int,
  bytes: Schema.Int,
  sha256: Schema.String
})
export type ManifestTable = typeof Table.Type

const Sequence = Schema.Struct({
  schema: Schema.String,
  table: Schema.String,
  column: Schema.String,
  lastValue: Schema.Int,
  /** False where no number has been drawn yet. */
  isCalled: Schema.Boolean
})

/** What a backup holds: one binary COPY file a table, all of one snapshot. */
export const Manifest = Schema.Struct({
  formatVersion: Schema.Int,
  createdAt: Schema.String,
  serverVersion: Schema.String,
  /** Migrations that were applied: the restored database gets the same first. */
  migrations: Schema.Array(Step),
  /** In an order in which they can be filled: what others refer to comes first. */
  tables: Schema.Array(Table),
  sequences: Schema.Array(Sequence),
  /** First and last day with readings, which say what partitions there must be. */
  readingDays: Schema.optionalKey(Schema.Struct({ first: Schema.String, last: Schema.String }))
})
export type Manifest = typeof Manifest.Type
