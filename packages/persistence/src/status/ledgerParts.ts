import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import { Database } from "../database/Database.ts"

/** A month of readings: a partition, or a chunk of a hypertable. */
export interface LedgerPart {
  readonly name: string
  readonly rows: number
  /** Whether the rows are the server's estimate: counting a big part takes its time. */
  readonly rowsEstimated: boolean
  readonly bytes: number
  /** Undefined where the storage knows no compression. */
  readonly compressed: boolean | undefined
}

interface PartRow {
  readonly name: string
  readonly bytes: number
  readonly estimate: number
  readonly compressed: boolean | null
  /** Its days: from the first one to before the next part's. */
  readonly first: string
  readonly next: string
}

/** Parts that are smaller than this are counted. */
const COUNTED_BYTES_MAX = 64 * 1024 * 1024

const partitions = `SELECT inhrelid::regclass::text AS name, pg_total_relation_size(inhrelid) AS bytes,
    reltuples::bigint AS estimate, NULL::boolean AS compressed, first_day AS first, (first_day + interval '1 month')::date AS next
  FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
  CROSS JOIN LATERAL to_date(right(relname, 7), 'YYYY_MM') AS first_day
  WHERE inhparent = 'metering.metering_day'::regclass ORDER BY relname`

const chunks = `SELECT format('%I.%I', chunk.chunk_schema, chunk.chunk_name) AS name, size.total_bytes AS bytes,
    _timescaledb_functions.get_approx_row_count(format('%I.%I', chunk.chunk_schema, chunk.chunk_name)::regclass) AS estimate,
    is_compressed AS compressed, range_start::date AS first, range_end::date AS next
  FROM timescaledb_information.chunks AS chunk
  JOIN chunks_detailed_size('metering.metering_day') AS size USING (chunk_schema, chunk_name)
  WHERE hypertable_schema = 'metering' AND hypertable_name = 'metering_day' ORDER BY range_start`

/** The parts of the ledger with their rows and sizes, oldest first. */
export const ledgerParts = (
  isPartitioned: boolean
): Effect.Effect<ReadonlyArray<LedgerPart>, SqlError.SqlError, Database> =>
  Effect.gen(function* () {
    const { sql } = yield* Database
    const rows = yield* sql.unsafe<PartRow>(isPartitioned ? partitions : chunks)
    return yield* Effect.forEach(rows, (row) =>
      Effect.map(
        row.bytes < COUNTED_BYTES_MAX || row.estimate < 0 ? countOf(row) : Effect.void,
        (counted): LedgerPart => ({
          name: row.name,
          rows: counted ?? row.estimate,
          rowsEstimated: counted === undefined,
          bytes: row.bytes,
          compressed: row.compressed ?? undefined
        })
      )
    )
  })

/** Through the table, for which rights are given, and not through its parts, for which none are. */
const countOf = ({ first, next }: PartRow) =>
  Database.use(({ sql }) =>
    Effect.map(
      sql<{ count: number }>`SELECT count(*) AS count FROM metering.metering_day
        WHERE day >= ${first}::date AND day < ${next}::date`,
      ([row]) => row!.count
    )
  )
