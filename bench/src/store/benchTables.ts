import { createReadStream, createWriteStream } from "node:fs"
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { finished } from "node:stream/promises"
import type { Period } from "@datahub-settlement/core"
import { Database } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import { timed } from "../measure.ts"
import { betweenDays } from "./worldMonths.ts"

/* Tables of the benchmarks themselves, for floors and alternatives. */

export const DAY_COLUMNS =
  "gsrn, day, metering_point_type, unit, resolution_minutes, first_interval, quantities, qualities, " +
  "unknown_qualities, total_wh, registered_at, recorded_at, message_no, transaction_id"

/** A row per reading, with the key that such rows need. */
const readingTable = `CREATE TABLE bench.reading (gsrn text COLLATE "C" NOT NULL, starts_at timestamptz NOT NULL,
  kwh numeric(12,3) NOT NULL, PRIMARY KEY (gsrn, starts_at))`

/** Makes the table of a row per reading. */
export const createReadings = Effect.flatMap(Database, ({ sql }) =>
  sql.unsafe(`CREATE SCHEMA IF NOT EXISTS bench; ${readingTable}`)
)

/** A table equal to the ledger's, and the one of a row per reading. */
export const createDaysAndReadings = Effect.flatMap(Database, ({ sql }) =>
  sql.unsafe(`CREATE SCHEMA IF NOT EXISTS bench;
    CREATE TABLE bench.metering_day (LIKE metering.metering_day INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    CREATE INDEX ON bench.metering_day (gsrn, day); ${readingTable}`)
)

/** Days as they lie in the ledger, in the server's own format, of the rows that a condition chooses. */
export const dayBytes = Effect.fnUntraced(function* (condition: string) {
  const { copyOut } = yield* Database
  const chunks: Array<Buffer> = []
  yield* copyOut(
    `COPY (SELECT ${DAY_COLUMNS} FROM metering.metering_day WHERE ${condition} ORDER BY gsrn) TO STDOUT (FORMAT binary)`,
    (chunk) => chunks.push(Buffer.from(chunk))
  )
  return chunks
})

/** What the server and the connection cost by themselves: COPY of a ledger month out, COPY of the lines of runs in. */
export const bareCopies = Effect.fnUntraced(function* (runIds: ReadonlyArray<string>, month: Period, folder: string) {
  const { copyIn, copyOut, sql } = yield* Database
  const file = join(folder, `lines-${runIds[0]!}`)
  const sink = createWriteStream(file)
  const these = runIds.map((runId) => `'${runId}'`).join(", ")
  yield* copyOut(`COPY (SELECT * FROM settlement.line WHERE run_id IN (${these})) TO STDOUT (FORMAT binary)`, (chunk) =>
    sink.write(chunk)
  )
  yield* Effect.promise(() => {
    sink.end()
    return finished(sink)
  })
  yield* sql.unsafe("CREATE SCHEMA IF NOT EXISTS bench; DROP TABLE IF EXISTS bench.line")
  yield* sql.unsafe("CREATE TABLE bench.line (LIKE settlement.line INCLUDING INDEXES)")
  const days = `SELECT * FROM metering.metering_day WHERE day ${betweenDays(month)}`
  const out = yield* timed(copyOut(`COPY (${days}) TO STDOUT (FORMAT binary)`, () => {}))
  const into = yield* timed(
    copyIn("COPY bench.line FROM STDIN (FORMAT binary)", createReadStream(file, { highWaterMark: 1 << 20 }))
  )
  yield* Effect.promise(() => rm(file))
  return { outMs: out.ms, inMs: into.ms }
})
