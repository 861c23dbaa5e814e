import { Effect } from "effect"
import { Database } from "../database/Database.ts"

/** Schemas of ours. Partitions and chunks of a hypertable are read and filled through their table. */
const SCHEMAS = ["portfolio", "market", "metering", "settlement", "datahub", "process", "billing"]

export interface StoredTable {
  readonly schema: string
  readonly name: string
  readonly columns: ReadonlyArray<string>
}

interface TableRow extends StoredTable {
  readonly references: ReadonlyArray<string>
}

/** `schema.name`: our names need no quotes. */
export const tableText = ({ name, schema }: Pick<StoredTable, "schema" | "name">): string => `${schema}.${name}`

/** Every table of ours with its columns; what others refer to comes first. */
export const storedTables = Effect.gen(function* () {
  const { sql } = yield* Database
  const rows = yield* sql<TableRow>`
    SELECT nspname AS schema, relname AS name,
      (SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
      (SELECT coalesce(array_agg(confrelid::regclass::text), '{}') FROM pg_constraint
        WHERE conrelid = pg_class.oid AND contype = 'f' AND confrelid <> conrelid) AS references
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = ANY(${SCHEMAS}::text[]) AND relkind IN ('r', 'p') AND NOT relispartition
    ORDER BY nspname, relname`
  return inFillingOrder(rows)
})

const inFillingOrder = (rows: ReadonlyArray<TableRow>): ReadonlyArray<StoredTable> => {
  const byName = new Map(rows.map((row) => [tableText(row), row]))
  const ordered = new Map<string, StoredTable>()
  const visit = (row: TableRow): void => {
    const key = tableText(row)
    if (ordered.has(key) || !byName.delete(key)) return
    for (const other of row.references) {
      const referred = byName.get(other)
      if (referred !== undefined) visit(referred)
    }
    ordered.set(key, { schema: row.schema, name: row.name, columns: row.columns })
  }
  for (const row of rows) visit(row)
  return [...ordered.values()]
}

/** An identity column of ours, with the sequence that numbers it. */
export interface IdentityColumn {
  readonly schema: string
  readonly table: string
  readonly column: string
  readonly sequence: string
}

export const identityColumns = Effect.gen(function* () {
  const { sql } = yield* Database
  return yield* sql<IdentityColumn>`
    SELECT nspname AS schema, relname AS table, attname AS column,
      pg_get_serial_sequence(format('%I.%I', nspname, relname), attname) AS sequence
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = ANY(${SCHEMAS}::text[]) AND relkind IN ('r', 'p') AND NOT relispartition
      AND attidentity <> '' AND NOT attisdropped
    ORDER BY nspname, relname, attname`
})

/** Migrations as the database remembers them. */
export const appliedMigrations = Effect.gen(function* () {
  const { sql } = yield* Database
  return yield* sql<{ readonly level: number; readonly name: string; readonly checksum: string }>`
    SELECT level, name, checksum FROM public.datahub_settlement_migration ORDER BY level`
})
