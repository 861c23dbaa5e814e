import { assert } from "@effect/vitest"
import { Effect } from "effect"
import { Database } from "../../src/database/Database.ts"

/** Compresses whatever of a hypertable is not, late rows too, and gives how many chunks there are. */
export const compress = Effect.gen(function* () {
  const { sql } = yield* Database
  yield* sql`SELECT compress_chunk(chunk, if_not_compressed => true) FROM show_chunks('metering.metering_day') AS chunk`
  const chunks = yield* sql<{ compressed: boolean }>`
    SELECT is_compressed AS compressed FROM timescaledb_information.chunks WHERE hypertable_name = 'metering_day'`
  assert.isTrue(chunks.every(({ compressed }) => compressed))
  return chunks.length
})
