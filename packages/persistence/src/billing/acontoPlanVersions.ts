import {
  type AcontoPlan,
  type AcontoPlanChanges,
  type AcontoPlanRefused,
  checkedPlans,
  type Gsrn,
  planChanges,
  type PlanOutcome
} from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlClient, SqlError } from "effect/sql"
import { recordingLocks, recordingTurn } from "../market/recordingTurn.ts"

type Sql = SqlClient.SqlClient

interface PlanRow extends Omit<AcontoPlan, "to"> {
  readonly versionNo: number
  readonly to: number | null
}

const COLUMNS = `version_no AS "versionNo", gsrn, valid_from AS "from", valid_to AS "to", plan_interval AS "interval",
  amount_oere AS "amountOere", agreed_from AS "agreedFrom"`

const planOf = ({ to, versionNo: _, ...row }: PlanRow): AcontoPlan => (to === null ? row : { ...row, to })

/** Every version that was ever recorded. */
export const readAgreed = (sql: Sql, gsrns: ReadonlyArray<Gsrn>) =>
  Effect.map(
    sql<PlanRow>`
      SELECT ${sql.literal(COLUMNS)} FROM billing.aconto_plan WHERE gsrn = ANY(${gsrns}::text[]) ORDER BY version_no`,
    (rows) => rows.map(planOf)
  )

/** Plans as they are agreed now, and the number of each version. */
export const readPlans = (sql: Sql, gsrns: ReadonlyArray<Gsrn>) =>
  Effect.map(
    sql<PlanRow>`
      SELECT ${sql.literal(COLUMNS)}
      FROM billing.aconto_plan WHERE gsrn = ANY(${gsrns}::text[]) AND superseded_at IS NULL ORDER BY gsrn, valid_from`,
    (rows) => {
      const numbers = new Map<AcontoPlan, number>()
      const versions = rows.map((row) => {
        const plan = planOf(row)
        numbers.set(plan, row.versionNo)
        return plan
      })
      return { versions, numbers }
    }
  )

/**
 * Records plans in one transaction: what they supersede is closed, what holds instead is added. They take their turn with
 * the portfolio: whoever changes a supply sees the plan, or whoever records the plan sees the supply.
 */
export const recordPlans = (
  sql: Sql,
  changes: AcontoPlanChanges
): Effect.Effect<PlanOutcome, AcontoPlanRefused | SqlError.SqlError> =>
  sql.withTransaction(
    Effect.gen(function* () {
      const { plans = [], removed = [] } = yield* Effect.fromResult(checkedPlans(changes))
      const recordedAt = new Date(yield* recordingTurn(sql, recordingLocks.portfolio))
      const gsrns = [...new Set([...plans, ...removed].map(({ gsrn }) => gsrn))]
      const { numbers, versions } = yield* readPlans(sql, gsrns)
      const of = <V extends { readonly gsrn: Gsrn }>(all: ReadonlyArray<V>) => Map.groupBy(all, ({ gsrn }) => gsrn)
      const [known, news, gone] = [of(versions), of(plans), of(removed)]
      const changed = gsrns.map((gsrn) =>
        planChanges(known.get(gsrn) ?? [], news.get(gsrn) ?? [], gone.get(gsrn) ?? [])
      )
      const closed = changed.flatMap((one) => one.closed)
      const added = changed.flatMap((one) => one.added)
      if (closed.length > 0) {
        yield* sql`UPDATE billing.aconto_plan SET superseded_at = ${recordedAt}
          WHERE version_no = ANY(${closed.map((plan) => numbers.get(plan)!)}::bigint[])`
      }
      if (added.length > 0) yield* insert(sql, added, recordedAt)
      return { added: added.length, superseded: closed.length }
    })
  )

const insert = (sql: Sql, added: ReadonlyArray<AcontoPlan>, recordedAt: Date) =>
  sql`INSERT INTO billing.aconto_plan
      (gsrn, valid_from, valid_to, plan_interval, amount_oere, agreed_from, recorded_at)
    SELECT plan.*, ${recordedAt}::timestamptz FROM unnest(${added.map(({ gsrn }) => gsrn)}::text[],
      ${added.map(({ from }) => new Date(from))}::timestamptz[],
      ${added.map(({ to }) => (to === undefined ? null : new Date(to)))}::timestamptz[],
      ${added.map(({ interval }) => interval)}::text[], ${added.map(({ amountOere }) => amountOere)}::bigint[],
      ${added.map(({ agreedFrom }) => new Date(agreedFrom))}::timestamptz[]) AS plan`
