import {
  type AcontoOfPoint,
  AcontoPlans,
  type AcontoShare,
  type Gsrn,
  type Instant,
  joinedPlans
} from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { storable } from "../exchange/storable.ts"
import { recordingLocks, recordingTurn } from "../market/recordingTurn.ts"
import { readAgreed, readPlans, recordPlans } from "./acontoPlanVersions.ts"

type Sql = Database["Service"]["sql"]

/** Aconto plans and shares on PostgreSQL. */
export const PgAcontoPlans: Layer.Layer<AcontoPlans, never, Database> = Layer.effect(
  AcontoPlans,
  Effect.map(Database, ({ sql }) => ({
    record: (changes) => recordPlans(sql, changes).pipe(storageErrors("record aconto plans")),
    of: (gsrns) => readOf(sql, gsrns).pipe(storageErrors("read aconto plans")),
    agreed: (gsrns) => readAgreed(sql, gsrns).pipe(storageErrors("read aconto plans of old")),
    keep: (shares) => keep(sql, shares).pipe(storageErrors("keep aconto shares")),
    history: (gsrn) => history(sql, gsrn).pipe(storageErrors("read the history of aconto shares")),
    unreckoned: (until, limit) => unreckoned(sql, until, limit).pipe(storageErrors("look for aconto not reckoned")),
    turn: Effect.asVoid(recordingTurn(sql, recordingLocks.portfolio)).pipe(storageErrors("wait for other recordings"))
  }))
)

const COLUMNS = `gsrn, plan_interval AS "interval", period_from AS "from", period_to AS "to", amount_oere AS "amountOere",
  parts, reckoned_at AS "reckonedAt", source, process_id AS "processId"`

interface ShareRow extends Omit<AcontoShare, "period" | "processId"> {
  readonly from: Instant
  readonly to: Instant
  readonly processId: string | null
}

const shareOf = ({ from, processId, to, ...row }: ShareRow): AcontoShare => ({
  ...row,
  period: { from, to },
  ...(processId === null ? {} : { processId })
})

const readOf = Effect.fnUntraced(function* (sql: Sql, gsrns: ReadonlyArray<Gsrn>) {
  const known = new Map<Gsrn, AcontoOfPoint>()
  if (gsrns.length === 0) return known
  const plans = Map.groupBy((yield* readPlans(sql, gsrns)).versions, ({ gsrn }) => gsrn)
  const rows = yield* sql<ShareRow>`
    SELECT * FROM (
      SELECT DISTINCT ON (gsrn, plan_interval, period_from) ${sql.literal(COLUMNS)} FROM billing.aconto_share
      WHERE gsrn = ANY(${gsrns}::text[]) ORDER BY gsrn, plan_interval, period_from, share_no DESC
    ) AS newest ORDER BY gsrn, "from", "to"`
  const shares = Map.groupBy(rows.map(shareOf), ({ gsrn }) => gsrn)
  for (const gsrn of gsrns) {
    const ofPoint = { plans: joinedPlans(plans.get(gsrn) ?? []), shares: shares.get(gsrn) ?? [] }
    if (ofPoint.plans.length + ofPoint.shares.length > 0) known.set(gsrn, ofPoint)
  }
  return known
})

const history = (sql: Sql, gsrn: Gsrn) =>
  Effect.map(
    sql<ShareRow>`SELECT ${sql.literal(COLUMNS)} FROM billing.aconto_share WHERE gsrn = ${gsrn} ORDER BY share_no`,
    (rows) => rows.map(shareOf)
  )

const keep = (sql: Sql, shares: ReadonlyArray<AcontoShare>) =>
  shares.length === 0
    ? Effect.void
    : Effect.asVoid(sql`
        INSERT INTO billing.aconto_share
          (gsrn, plan_interval, period_from, period_to, amount_oere, parts, reckoned_at, source, process_id)
        SELECT gsrn, plan_interval, period_from, period_to, amount_oere, parts, reckoned_at, source, process_id
        FROM unnest(${shares.map(({ gsrn }) => gsrn)}::text[], ${shares.map(({ interval }) => interval)}::text[],
          ${shares.map(({ period }) => new Date(period.from))}::timestamptz[],
          ${shares.map(({ period }) => new Date(period.to))}::timestamptz[],
          ${shares.map(({ amountOere }) => amountOere)}::bigint[],
          ${shares.map(({ parts }) => JSON.stringify(parts))}::jsonb[],
          ${shares.map(({ reckonedAt }) => new Date(reckonedAt))}::timestamptz[],
          ${shares.map(({ source }) => storable(source))}::text[],
          ${shares.map(({ processId }) => (processId === undefined ? null : storable(processId)))}::text[])
          WITH ORDINALITY AS share (gsrn, plan_interval, period_from, period_to, amount_oere, parts, reckoned_at, source,
            process_id, place)
        ORDER BY place`)

const unreckoned = (sql: Sql, until: Instant, limit: number) =>
  Effect.map(
    sql<{ readonly gsrn: Gsrn }>`
      SELECT DISTINCT gsrn FROM billing.aconto_plan AS plan
      WHERE superseded_at IS NULL AND valid_from <= ${new Date(until)} AND NOT EXISTS (
        SELECT FROM billing.aconto_share AS share
        WHERE share.gsrn = plan.gsrn AND share.plan_interval = plan.plan_interval
          AND period_from <= ${new Date(until)} AND period_from < coalesce(valid_to, 'infinity')
          AND (period_to > ${new Date(until)} OR period_to >= valid_to))
      ORDER BY gsrn LIMIT ${limit}`,
    (rows) => rows.map(({ gsrn }) => gsrn)
  )
