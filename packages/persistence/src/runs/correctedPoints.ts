import {
  type CorrectedPoint,
  type GridArea,
  type Gsrn,
  type Instant,
  isRunId,
  type Period,
  type RunId,
  type SettledScope,
  type StoredResult
} from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import type { Database } from "../database/Database.ts"

type Store = Database["Service"]

/** The points of a correction run, stored with it. */
export const storeCorrected = (
  { sql }: Store,
  runId: RunId,
  points: ReadonlyArray<CorrectedPoint>
): Effect.Effect<void, SqlError> =>
  points.length === 0
    ? Effect.void
    : Effect.asVoid(sql`
        INSERT INTO settlement.corrected_point (run_id, gsrn, settled_as_of)
        SELECT ${runId}::uuid, * FROM unnest(${points.map(({ gsrn }) => gsrn)}::text[],
          ${points.map(({ settledAsOf }) => (settledAsOf === undefined ? null : new Date(settledAsOf)))}::timestamptz[])`)

export const readCorrected = ({ sql }: Store, runId: RunId): Effect.Effect<ReadonlyArray<CorrectedPoint>, SqlError> =>
  isRunId(runId)
    ? Effect.map(
        sql<{ readonly gsrn: Gsrn; readonly at: Instant | null }>`
          SELECT gsrn, settled_as_of AS at FROM settlement.corrected_point WHERE run_id = ${runId}::uuid ORDER BY gsrn`,
        (rows) => rows.map(({ at, gsrn }) => ({ gsrn, settledAsOf: at ?? undefined }))
      )
    : Effect.succeed([])

interface ScopeRow {
  readonly from: Instant
  readonly to: Instant
  readonly areas: ReadonlyArray<GridArea> | null
  readonly finished: Instant | null
  readonly unfinished: Instant | null
}

/** Grid areas are stored as they were asked for: the same ones in another order are the same scope. */
export const readSettledScopes = (
  { sql }: Store,
  within: Period
): Effect.Effect<ReadonlyArray<SettledScope>, SqlError> =>
  Effect.map(
    sql<ScopeRow>`
      SELECT lower(period) AS "from", upper(period) AS "to", areas,
        max(as_of) FILTER (WHERE run_end.run_id IS NOT NULL) AS finished,
        max(as_of) FILTER (WHERE run_end.run_id IS NULL) AS unfinished
      FROM settlement.run LEFT JOIN settlement.run_end USING (run_id),
        LATERAL (SELECT CASE WHEN grid_areas IS NOT NULL THEN
          ARRAY(SELECT DISTINCT area COLLATE "C" FROM unnest(grid_areas) AS area ORDER BY 1) END AS areas) AS sorted
      WHERE kind = 'settlement' AND period && tstzrange(${new Date(within.from)}, ${new Date(within.to)})
      GROUP BY period, areas
      ORDER BY lower(period), upper(period), coalesce(array_to_string(areas, ','), '') COLLATE "C"`,
    (rows) =>
      rows.map(({ areas, finished, from, to, unfinished }) => ({
        period: { from, to },
        gridAreas: areas ?? undefined,
        finishedAsOf: finished ?? undefined,
        unfinishedAsOf: unfinished ?? undefined
      }))
  )

/** The runs of a period that have billed something, looked up once and not for each of their points. */
const standingRuns = (sql: Store["sql"], { from, to }: Period) => sql`
  WITH run AS MATERIALIZED (
    SELECT run_id, kind, as_of FROM settlement.run
    WHERE period = tstzrange(${new Date(from)}, ${new Date(to)})
      AND (kind = 'correction' OR EXISTS (SELECT FROM settlement.run_end WHERE run_end.run_id = run.run_id))
  )`

/** One statement for many points, by the index on theirs. */
export const readSettledAsOf = (
  { sql }: Store,
  gsrns: ReadonlyArray<Gsrn>,
  { from, to }: Period
): Effect.Effect<ReadonlyMap<Gsrn, Instant>, SqlError> =>
  gsrns.length === 0
    ? Effect.succeed(new Map())
    : Effect.map(
        sql<{ readonly gsrn: Gsrn; readonly at: Instant }>`
          ${standingRuns(sql, { from, to })}
          SELECT point.gsrn, max(run.as_of) AS at
          FROM settlement.point JOIN run USING (run_id)
          WHERE point.gsrn = ANY(${gsrns}::text[])
          GROUP BY point.gsrn`,
        (rows) => new Map(rows.map(({ at, gsrn }) => [gsrn, at]))
      )

interface ResultRow extends Omit<StoredResult, "settledAsOf"> {
  readonly settledAsOf: Instant | null
}

export const readResults = (
  { sql }: Store,
  gsrns: ReadonlyArray<Gsrn>,
  { from, to }: Period
): Effect.Effect<ReadonlyArray<StoredResult>, SqlError> =>
  Effect.map(
    sql<ResultRow>`
      ${standingRuns(sql, { from, to })}
      SELECT point.gsrn, run.run_id AS "runId", run.kind, run.as_of AS "asOf", corrected.settled_as_of AS "settledAsOf",
        point.subtotal_oere AS "subtotalOere", point.vat_oere AS "vatOere", point.total_oere AS "totalOere"
      FROM settlement.point JOIN run USING (run_id)
        LEFT JOIN settlement.corrected_point AS corrected ON corrected.run_id = run.run_id AND corrected.gsrn = point.gsrn
      WHERE point.gsrn = ANY(${gsrns}::text[])
      ORDER BY point.gsrn, run.as_of`,
    (rows) => rows.map((row) => ({ ...row, settledAsOf: row.settledAsOf ?? undefined }))
  )
