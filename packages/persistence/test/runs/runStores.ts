import { createHash } from "node:crypto"
import { Effect, Layer, type Redacted } from "effect"
import { Database } from "../../src/database/Database.ts"
import { stores } from "../../src/stores.ts"
import { migratedDatabase } from "../stores/testStores.ts"

/** Every store on a fresh database, and the database itself. */
export const runStores = stores.pipe(Layer.provideMerge(migratedDatabase))

/** Every store on a database that is there. */
export const storesAt = (url: Redacted.Redacted<string>) => stores.pipe(Layer.provideMerge(Database.layer({ url })))

/** What a run has stored, byte for byte as the server gives it out, without the id of the run. */
export const runBytes = (runId: string) =>
  Effect.all({
    lines: copied(`SELECT gsrn, line_no, kind, line_id, priced_gsrn, segment_from, segment_to, quantity_wh, exact_units,
      amount_oere, vat_class, is_tax FROM settlement.line WHERE run_id = '${runId}' ORDER BY gsrn, line_no`),
    points: copied(`SELECT gsrn, consumption_wh, production_wh, net_consumption_wh, surplus_wh, subtotal_oere, vat_oere,
      total_oere, registered_until, estimated_intervals FROM settlement.point WHERE run_id = '${runId}' ORDER BY gsrn`),
    failures: copied(`SELECT gsrn, problem_no, problem, priced_gsrn, charge, starts_at, ends_at, message
      FROM settlement.failure WHERE run_id = '${runId}' ORDER BY gsrn, problem_no`),
    sums: copied(`SELECT sum(settled), sum(failed), sum(lines), sum(total_oere), min(first_gsrn), max(last_gsrn)
      FROM settlement.run_chunk WHERE run_id = '${runId}'`),
    // Chunks follow each other without a gap, and none covers what another does.
    chunks: copied(`SELECT count(*) FROM (
      SELECT chunk_no, row_number() OVER w - 1 AS place, first_gsrn, lag(last_gsrn) OVER w AS before FROM settlement.run_chunk
      WHERE run_id = '${runId}' WINDOW w AS (ORDER BY first_gsrn)) AS chunk
      WHERE chunk_no <> place OR first_gsrn <= before`)
  })

/** The whole ledger, byte for byte, without times and numbers that the database drew. */
export const ledgerBytes =
  copied(`SELECT gsrn, day, registered_at, message_id, transaction_id, metering_point_type, unit,
  resolution_minutes, first_interval, quantities, qualities, unknown_qualities, total_wh
  FROM metering.metering_day JOIN metering.message USING (message_no)
  ORDER BY gsrn, day, registered_at, message_id, transaction_id, first_interval`)

/** Length and digest of what a query gives. */
function copied(query: string) {
  return Effect.gen(function* () {
    const { copyOut } = yield* Database
    const hash = createHash("sha256")
    let bytes = 0
    yield* copyOut(`COPY (${query}) TO STDOUT (FORMAT binary)`, (chunk) => {
      hash.update(chunk)
      bytes += chunk.length
    })
    return `${bytes} bytes, ${hash.digest("hex").slice(0, 16)}`
  })
}
