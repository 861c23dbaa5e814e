import { AcontoPlans, CorrectionsDue, runSettlement } from "@datahub-settlement/core"
import { RecordedRunWorld, runIdOf, runPeriod } from "@datahub-settlement/core/testing"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Database } from "../../src/database/Database.ts"
import { refusalOf } from "../stores/refusals.ts"
import { runStores } from "../runs/runStores.ts"

/** Rows that have a state, and what guards each is tried where the state is: see the tests of exchange and processes. */
const WITH_STATE = ["datahub.inbox", "datahub.dead_letter", "datahub.outbox", "datahub.parked_part", "process.process"]
/** Rows that go when their work is done. */
const REMOVED = ["datahub.parked_part"]

interface Table {
  readonly name: string
  readonly column: string
  readonly hasRows: boolean
  readonly refuses: string
}

/** Every table of ours and every partition, with what its triggers look at before it happens. */
const tables = Effect.gen(function* () {
  const { sql } = yield* Database
  const found = yield* sql<Omit<Table, "hasRows">>`
    SELECT nspname || '.' || relname AS name,
      (SELECT attname FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND attidentity = '' ORDER BY attnum LIMIT 1) AS column,
      (SELECT concat_ws(' ', CASE WHEN bool_or(tgtype & 16 > 0) THEN 'UPDATE' END,
          CASE WHEN bool_or(tgtype & 8 > 0) THEN 'DELETE' END, CASE WHEN bool_or(tgtype & 32 > 0) THEN 'TRUNCATE' END)
        FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgtype & 2 > 0 AND tgenabled = 'O') AS refuses
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relkind IN ('r', 'p') AND nspname IN
      ('portfolio', 'market', 'metering', 'settlement', 'datahub', 'process', 'billing')
    ORDER BY 1`
  return yield* Effect.forEach(found, (table) =>
    Effect.map(sql.unsafe(`SELECT FROM ${table.name} LIMIT 1`), (rows): Table => ({
      ...table,
      hasRows: rows.length > 0
    }))
  )
})

layer(RecordedRunWorld.layer(48).pipe(Layer.provideMerge(runStores)), { timeout: 600_000 })(
  "what is recorded",
  (it) => {
    const runId = runIdOf(1)
    /** A finished run and a note of a correction, beside readings, prices and portfolio: nearly every table has rows. */
    const recorded = Effect.gen(function* () {
      const { asOf } = yield* RecordedRunWorld
      yield* runSettlement({ runId, period: runPeriod, asOf, chunkPoints: 10 })
      const { sql } = yield* Database
      yield* sql`INSERT INTO settlement.corrected_point (run_id, gsrn)
      SELECT run_id, gsrn FROM settlement.point WHERE run_id = ${runId}::uuid LIMIT 1`
      const [point] = yield* sql<{ gsrn: never }>`SELECT gsrn FROM settlement.point LIMIT 1`
      const due = { gsrn: point!.gsrn, period: runPeriod, cause: "readings", messageId: "m", notedAt: 0 } as const
      yield* CorrectionsDue.use((store) => store.note([due]))
      const plan = { gsrn: point!.gsrn, interval: "month", amountOere: 1 } as const
      yield* AcontoPlans.use((store) =>
        Effect.andThen(
          store.record({ plans: [{ ...plan, from: runPeriod.from, agreedFrom: runPeriod.from }] }),
          store.keep([{ ...plan, period: runPeriod, parts: [], reckonedAt: 0, source: "m" }])
        )
      )
    })

    it.effect("is guarded in every table and every partition", () =>
      Effect.gen(function* () {
        yield* recorded
        const { sql } = yield* Database
        const found = yield* tables
        const [ledger] = yield* sql<{
          kind: string
        }>`SELECT relkind AS kind FROM pg_class WHERE oid = 'metering.metering_day'::regclass`
        if (ledger!.kind === "p")
          assert.isTrue(found.some(({ name }) => /^metering\.metering_day_\d{4}_\d\d$/.test(name)))
        for (const { name, refuses } of found) {
          assert.strictEqual(refuses, REMOVED.includes(name) ? "UPDATE TRUNCATE" : "UPDATE DELETE TRUNCATE", name)
        }
      })
    )

    it.effect("is not changed, removed or emptied, by its owner neither", () =>
      Effect.gen(function* () {
        const { sql } = yield* Database
        const kept = (yield* tables).filter(({ hasRows, name }) => hasRows && !WITH_STATE.includes(name))
        const names = kept.map(({ name }) => name)
        for (const table of [
          "run",
          "run_chunk",
          "run_end",
          "line",
          "point",
          "failure",
          "corrected_point",
          "correction_due"
        ]) {
          assert.include(names, `settlement.${table}`)
        }
        for (const table of ["aconto_plan", "aconto_share"]) assert.include(names, `billing.${table}`)
        for (const { column, name } of kept) {
          assert.match(
            yield* refusalOf(`UPDATE ${name} SET ${column} = ${column}`),
            /(is append-only|keeps its history): UPDATE refused/,
            name
          )
          assert.match(yield* refusalOf(`DELETE FROM ${name}`), /is append-only: DELETE refused/, name)
          assert.match(yield* refusalOf(`TRUNCATE ${name} CASCADE`), /is append-only: TRUNCATE refused/, name)
        }
        const [part] = yield* sql<{
          name: string
        }>`SELECT tableoid::regclass::text AS name FROM metering.metering_day LIMIT 1`
        assert.match(yield* refusalOf(`UPDATE ${part!.name} SET unit = unit`), /is append-only: UPDATE refused/)
        assert.match(yield* refusalOf(`DELETE FROM ${part!.name}`), /is append-only: DELETE refused/)
      })
    )

    it.effect("a run that has ended takes no more chunks; those that are stored stay what they are", () =>
      Effect.gen(function* () {
        const { sql } = yield* Database
        const chunk = (number: number, of = runId) =>
          `INSERT INTO settlement.run_chunk (run_id, chunk_no, first_gsrn, last_gsrn, settled, failed, lines, total_oere, recorded_at)
          VALUES ('${of}', ${number}, '0', '0', 0, 0, 0, 0, now()) ON CONFLICT DO NOTHING`
        assert.strictEqual(yield* refusalOf(chunk(99)), `run ${runId} has ended: another chunk of it is refused`)
        assert.strictEqual(yield* refusalOf(chunk(0)), "done")
        // Another run goes on, and what it has stored opens nothing.
        const other = runIdOf(2)
        yield* sql`INSERT INTO settlement.run (run_id, kind, period, as_of, rule_version, points, started_at)
          SELECT ${other}::uuid, kind, period, as_of, rule_version, points, started_at FROM settlement.run`
        assert.strictEqual(yield* refusalOf(chunk(99, other)), "done")
        assert.strictEqual(yield* refusalOf(chunk(99)), `run ${runId} has ended: another chunk of it is refused`)
        assert.lengthOf(yield* sql`SELECT FROM settlement.run_chunk WHERE run_id = ${runId}::uuid AND lines = 0`, 0)
      })
    )
  }
)
