import { firstOfMonth, formatInstant, type Instant, type LocalDate, MarketCalendar } from "@datahub-settlement/core"
import { Clock, Data, Effect } from "effect"
import type { SqlError } from "effect/sql"
import { Database } from "../database/Database.ts"

/** Readings stay at least so long: what TimescaleDB's policy keeps, and longer than DataHub corrects. */
export const YEARS_KEPT = 5

/** Readings were left alone. */
export class NotPruned extends Data.TaggedError("NotPruned")<{ readonly reason: string }> {
  override get message(): string {
    return `Nothing was dropped: ${this.reason}`
  }
}

/** A month of readings whose partition goes. */
export interface PrunedMonth {
  readonly name: string
  readonly month: string
  readonly bytes: number
}

/** What was dropped, or would be; nothing where a policy of TimescaleDB does it. */
export type Pruned =
  | { readonly storage: "native partitions"; readonly months: ReadonlyArray<PrunedMonth> }
  | { readonly storage: "TimescaleDB hypertable"; readonly hasPolicy: boolean }

/**
 * Drops the monthly partitions of readings that end before a date: all or none of them, and not while an unfinished run
 * or a correction that is due may still read them. Only the owner of the tables can. With `dryRun` nothing is dropped.
 */
export const pruneReadings = (
  before: LocalDate,
  dryRun: boolean
): Effect.Effect<Pruned, NotPruned | SqlError.SqlError, Database> =>
  Effect.gen(function* () {
    const { sql } = yield* Database
    const newest = newestPruned(yield* Clock.currentTimeMillis)
    if (before > newest) {
      const reason = `readings are kept for ${YEARS_KEPT} years. The newest date that can be named today is ${newest}.`
      return yield* new NotPruned({ reason })
    }
    const [table] = yield* sql<{ kind: string }>`
      SELECT relkind AS kind FROM pg_class WHERE oid = 'metering.metering_day'::regclass`
    if (table!.kind !== "p") return { storage: "TimescaleDB hypertable", hasPolicy: yield* hasPolicy } as const
    const drop = Effect.gen(function* () {
      // Nobody begins a run or notes a correction between the look at them and the end.
      if (!dryRun) yield* sql`LOCK TABLE settlement.run, settlement.correction_due IN SHARE MODE`
      yield* refuseNeeded(before)
      const months = yield* monthsBefore(before)
      if (!dryRun) yield* Effect.forEach(months, ({ name }) => sql.unsafe(`DROP TABLE ${name}`))
      return { storage: "native partitions", months } as const
    })
    return yield* sql.withTransaction(drop)
  })

/** The first of the month so many years ago: whatever is named, nothing younger goes. */
const newestPruned = (now: Instant): LocalDate => firstOfMonth(MarketCalendar.localDateOf(now), -12 * YEARS_KEPT)

const monthsBefore = Effect.fnUntraced(function* (before: LocalDate) {
  const { sql } = yield* Database
  return yield* sql<PrunedMonth>`
    SELECT inhrelid::regclass::text AS name, to_char(first_day, 'YYYY-MM') AS month, pg_total_relation_size(inhrelid) AS bytes
    FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    CROSS JOIN LATERAL to_date(right(relname, 7), 'YYYY_MM') AS first_day
    WHERE inhparent = 'metering.metering_day'::regclass AND first_day + interval '1 month' <= ${before}::date
    ORDER BY relname`
})

/** With electric heating a month is settled from the readings of its year. */
const refuseNeeded = Effect.fnUntraced(function* (before: LocalDate) {
  const { sql } = yield* Database
  const [run] = yield* sql<{ runId: string; from: Instant }>`
    SELECT run_id AS "runId", lower(period) AS from FROM settlement.run
    WHERE date_trunc('year', lower(period) AT TIME ZONE 'Europe/Copenhagen')::date < ${before}::date
      AND NOT EXISTS (SELECT FROM settlement.run_end WHERE run_end.run_id = run.run_id)
      AND NOT EXISTS (SELECT FROM settlement.run AS newer JOIN settlement.run_end USING (run_id)
        WHERE newer.kind = run.kind AND newer.period = run.period AND newer.started_at > run.started_at
          AND newer.grid_areas IS NOT DISTINCT FROM run.grid_areas)
    ORDER BY lower(period) LIMIT 1`
  if (run !== undefined) {
    const reason = `run ${run.runId} of ${formatInstant(run.from)} was not finished and needs them. Go on with it by \`settle run --resume\`, or settle its period once more.`
    return yield* new NotPruned({ reason })
  }
  const [due] = yield* sql<{ gsrn: string; from: Instant }>`
    SELECT gsrn, period_from AS from FROM settlement.correction_due
    WHERE superseded_at IS NULL
      AND date_trunc('year', period_from AT TIME ZONE 'Europe/Copenhagen')::date < ${before}::date
    ORDER BY period_from LIMIT 1`
  if (due === undefined) return
  const reason = `a correction of ${due.gsrn} from ${formatInstant(due.from)} is due and needs them. Run \`settle corrections\` first.`
  return yield* new NotPruned({ reason })
})

const hasPolicy = Effect.gen(function* () {
  const { sql } = yield* Database
  const jobs = yield* sql`SELECT FROM timescaledb_information.jobs WHERE proc_name = 'policy_retention'
    AND hypertable_schema = 'metering' AND hypertable_name = 'metering_day'`
  return jobs.length > 0
})
