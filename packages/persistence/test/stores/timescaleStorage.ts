import {
  gsrnOf,
  LocalDate,
  MarketCalendar,
  MeteringLedger,
  runSettlement,
  SettlementRunStore,
  verifyRun
} from "@datahub-settlement/core"
import {
  changeRunWorld,
  correctionRunConformance,
  RecordedRunWorld,
  runIdOf,
  runPeriod,
  seriesOf
} from "@datahub-settlement/core/testing"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Database } from "../../src/database/Database.ts"
import { ledgerBytes, runBytes, runStores } from "../runs/runStores.ts"
import { compress } from "./compress.ts"
import { refusalOf } from "./refusals.ts"

/* What holds of TimescaleDB's storage alone; timescale.test.ts runs it. */

const policyPoint = gsrnOf("57131399900000002")

/** The chunks of readings: the day after their last, and whether they are compressed. */
const chunks = Effect.gen(function* () {
  const { sql } = yield* Database
  return yield* sql<{ to: string; compressed: boolean }>`
    SELECT range_end::date AS to, is_compressed AS compressed FROM timescaledb_information.chunks
    WHERE hypertable_name = 'metering_day' ORDER BY range_start`
})

/** Runs a policy of the ledger as TimescaleDB does once in a while. */
const runPolicy = Effect.fnUntraced(function* (name: "policy_compression" | "policy_retention") {
  const { sql } = yield* Database
  const [policy] = yield* sql<{ job: number }>`SELECT job_id AS job FROM timescaledb_information.jobs
    WHERE proc_name = ${name} AND hypertable_name = 'metering_day'`
  yield* sql.unsafe(`CALL run_job(${policy!.job})`)
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

  it.effect("is compressed by the policy after three months, and a late correction is written there and read", () =>
    Effect.gen(function* () {
      const ledger = yield* MeteringLedger
      const { sql } = yield* Database
      const [days] = yield* sql<{ old: LocalDate; today: LocalDate; youngest: string }>`
        SELECT current_date - 150 AS old, current_date AS today, (current_date - interval '3 months')::date AS youngest`
      const tell = (date: LocalDate, kwh: string, registeredAt: number) => {
        const messageId = `policy-${date}-${kwh}`
        const series = { ...seriesOf({ gsrn: policyPoint, period: MarketCalendar.dayPeriod(date), kwh }), registeredAt }
        return ledger.append([{ messageId, series: [{ ...series, messageId }] }])
      }
      const { old, today, youngest } = days!
      yield* tell(old, "1", 0)
      yield* tell(today, "1", 0)
      const known = yield* ledger.knownInstant
      const used = (asOf?: number) =>
        Effect.map(ledger.consumption(policyPoint, MarketCalendar.dayPeriod(old), "month", asOf), ([sum]) => sum!.wh)
      const asRead = Effect.all([used(known), used()])
      const hours = yield* used()
      yield* runPolicy("policy_compression")
      for (const { compressed, to } of yield* chunks) assert.strictEqual(compressed, to <= youngest, to)
      assert.deepStrictEqual(yield* asRead, [hours, hours])
      yield* tell(old, "2", 1)
      assert.deepStrictEqual(yield* asRead, [hours, 2 * hours])
      const late = yield* ledgerBytes
      yield* runPolicy("policy_compression")
      assert.deepStrictEqual(yield* asRead, [hours, 2 * hours])
      assert.strictEqual(yield* ledgerBytes, late)
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
      yield* runPolicy("policy_retention")
      assert.strictEqual(yield* ledgerBytes, before)
    })
  )
})

/** Stores that compress all readings before every run, and so before whatever corrects it. */
const compressedBeforeRuns = Layer.effect(
  SettlementRunStore,
  Effect.gen(function* () {
    const store = yield* SettlementRunStore
    const database = yield* Database
    const compressAll = Effect.orDie(Effect.provideService(compress, Database, database))
    return { ...store, begin: (run, corrected) => Effect.andThen(compressAll, store.begin(run, corrected)) }
  })
).pipe(Layer.provideMerge(runStores))

layer(compressedBeforeRuns, { timeout: 600_000 })("correction runs of compressed months", (it) => {
  for (const { name, run } of correctionRunConformance) it.effect(name, () => Effect.asVoid(run), 600_000)
})
