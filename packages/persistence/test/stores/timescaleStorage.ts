import { gsrnOf, LocalDate, MarketCalendar, MeteringLedger, runSettlement, verifyRun } from "@datahub-settlement/core"
import { changeRunWorld, RecordedRunWorld, runIdOf, runPeriod, seriesOf } from "@datahub-settlement/core/testing"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Database } from "../../src/database/Database.ts"
import { ledgerBytes, runBytes, runStores } from "../runs/runStores.ts"
import { refusalOf } from "./refusals.ts"

/* What holds of TimescaleDB's storage alone; timescale.test.ts runs it. */

/** Compresses what is not, and gives how many chunks there are, all of which are compressed then. */
const compress = Effect.gen(function* () {
  const { sql } = yield* Database
  yield* sql`SELECT compress_chunk(chunk, if_not_compressed => true) FROM show_chunks('metering.metering_day') AS chunk`
  const chunks = yield* sql<{ compressed: boolean }>`
    SELECT is_compressed AS compressed FROM timescaledb_information.chunks WHERE hypertable_name = 'metering_day'`
  assert.isTrue(chunks.every(({ compressed }) => compressed))
  return chunks.length
})

layer(RecordedRunWorld.layer(48).pipe(Layer.provideMerge(runStores)), { timeout: 600_000 })("the ledger", (it) => {
  const run = (number: number, asOf: number) => runSettlement({ runId: runIdOf(number), period: runPeriod, asOf })
  const settled = (number: number) => runBytes(runIdOf(number))

  it.effect("is a hypertable that is compressed after three months and kept for five years", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const tables =
        yield* sql`SELECT hypertable_schema, hypertable_name, compression_enabled FROM timescaledb_information.hypertables`
      assert.deepStrictEqual(tables, [
        { hypertable_schema: "metering", hypertable_name: "metering_day", compression_enabled: true }
      ])
      const policies = yield* sql<{ policy: string; after: string; scheduled: boolean }>`
        SELECT proc_name AS policy, coalesce(config->>'compress_after', config->>'drop_after') AS after, scheduled
        FROM timescaledb_information.jobs
        WHERE hypertable_schema = 'metering' AND hypertable_name = 'metering_day' ORDER BY 1`
      assert.deepStrictEqual(policies, [
        { policy: "policy_compression", after: "3 mons", scheduled: true },
        { policy: "policy_retention", after: "5 years", scheduled: true }
      ])
    })
  )

  it.effect(
    "settles compressed months to the same bytes, old instants too, and takes late readings into them",
    () =>
      Effect.gen(function* () {
        const { asOf, world } = yield* RecordedRunWorld
        yield* run(1, asOf)
        const uncompressed = yield* ledgerBytes
        assert.isAbove(yield* compress, 0)
        assert.strictEqual(yield* ledgerBytes, uncompressed)
        yield* run(2, asOf)
        assert.deepStrictEqual(yield* settled(2), yield* settled(1))

        yield* changeRunWorld(world)
        yield* run(3, asOf)
        assert.deepStrictEqual(yield* settled(3), yield* settled(1))
        assert.isUndefined((yield* verifyRun(runIdOf(1))).difference)
        const late = yield* runSettlement({ runId: runIdOf(4), period: runPeriod })
        assert.notDeepEqual(yield* settled(4), yield* settled(1))
        yield* compress
        yield* run(5, late.run.asOf)
        assert.deepStrictEqual(yield* settled(5), yield* settled(4))
      }),
    600_000
  )

  it.effect("refuses to change or remove what is compressed", () =>
    Effect.gen(function* () {
      yield* compress
      const before = yield* ledgerBytes
      assert.match(yield* refusalOf("UPDATE metering.metering_day SET unit = 'x'"), /is append-only: UPDATE refused/)
      assert.match(yield* refusalOf("DELETE FROM metering.metering_day"), /is append-only: DELETE refused/)
      // Of what lies together compressed TimescaleDB may drop whole batches, without looking at a row.
      const { sql } = yield* Database
      const [point] = yield* sql<{ gsrn: string }>`SELECT min(gsrn) AS gsrn FROM metering.metering_day`
      const ofPoint = `DELETE FROM metering.metering_day WHERE gsrn = '${point!.gsrn}'`
      assert.match(yield* refusalOf(ofPoint), /is append-only: DELETE refused/)
      assert.match(yield* refusalOf("TRUNCATE metering.metering_day"), /is append-only: TRUNCATE refused/)
      assert.strictEqual(yield* ledgerBytes, before)
    })
  )
  it.effect("takes late readings of the application into what is compressed", () =>
    Effect.gen(function* () {
      yield* compress
      const { sql } = yield* Database
      const days = sql<{ days: number }>`SELECT count(*) AS days FROM metering.metering_day`
      const [before] = yield* days
      const late = `INSERT INTO metering.metering_day SELECT (jsonb_populate_record(metering_day,
        jsonb_build_object('registered_at', registered_at + interval '1 day'))).* FROM metering.metering_day LIMIT 1`
      const asApplication = Effect.andThen(sql.unsafe("SET LOCAL ROLE datahub_settlement_app"), refusalOf(late))
      assert.strictEqual(yield* sql.withTransaction(asApplication), "done")
      assert.deepStrictEqual(yield* days, [{ days: before!.days + 1 }])
    })
  )

  it.effect("loses what is older than five years when the policy runs, compressed or not, and nothing else", () =>
    Effect.gen(function* () {
      const before = yield* ledgerBytes
      const ledger = yield* MeteringLedger
      const gsrn = gsrnOf("57131399900000001")
      const of = (from: string, to: string) => {
        const period = MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))
        const series = seriesOf({ gsrn, period, kwh: "1", messageId: from })
        return { messageId: series.messageId, series: [series] }
      }
      yield* ledger.append([of("2014-06-01", "2014-06-03")])
      yield* compress
      yield* ledger.append([of("2015-12-30", "2016-01-03")])
      assert.notStrictEqual(yield* ledgerBytes, before)
      const { sql } = yield* Database
      const [policy] = yield* sql<{ job: number }>`SELECT job_id AS job FROM timescaledb_information.jobs
        WHERE proc_name = 'policy_retention' AND hypertable_name = 'metering_day'`
      yield* sql.unsafe(`CALL run_job(${policy!.job})`)
      assert.strictEqual(yield* ledgerBytes, before)
    })
  )
})
