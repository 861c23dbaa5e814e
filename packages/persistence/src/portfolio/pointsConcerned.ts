import type { ChargeKey, Gsrn, Period, SettledWith } from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlError } from "effect/sql"
import type { Database } from "../database/Database.ts"

type Sql = Database["Service"]

/** Points whose settlement rests on others. What was believed once counts too: it may be what was settled. */
export const readSettledWith = (
  { sql }: Sql,
  gsrns: ReadonlyArray<Gsrn>
): Effect.Effect<ReadonlyArray<SettledWith>, SqlError.SqlError> =>
  gsrns.length === 0
    ? Effect.succeed([])
    : sql<SettledWith>`
        SELECT gsrn, settled FROM (
          SELECT gsrn, gsrn AS settled FROM unnest(${gsrns}::text[]) AS asked (gsrn)
          UNION
          SELECT gsrn, parent_gsrn FROM portfolio.metering_point
          WHERE gsrn = ANY(${gsrns}::text[]) AND parent_gsrn IS NOT NULL
          UNION
          SELECT settings->'production'->>'gsrn', gsrn FROM portfolio.contract
          WHERE settings->'production'->>'gsrn' = ANY(${gsrns}::text[]) AND settings->'production' IS NOT NULL
        ) AS pair ORDER BY gsrn COLLATE "C", settled COLLATE "C"`

/** Points that a charge is linked to, and those whose reduced tax it is, as believed now. */
export const readLinkedPoints = (
  { sql }: Sql,
  { code, owner, type }: ChargeKey,
  { from, to }: Period
): Effect.Effect<ReadonlyArray<Gsrn>, SqlError.SqlError> =>
  Effect.map(
    sql<{ readonly gsrn: Gsrn }>`
      SELECT gsrn FROM (
        SELECT gsrn FROM portfolio.charge_link JOIN market.charge USING (charge_no)
        WHERE owner = ${owner} AND charge_type = ${type} AND code = ${code} AND superseded_at IS NULL
          AND valid_from < ${new Date(to)} AND (valid_to IS NULL OR valid_to > ${new Date(from)})
        UNION
        SELECT gsrn FROM portfolio.contract
        WHERE settings->'electricHeating'->'reduced'
            @> jsonb_build_object('owner', ${owner}::text, 'type', ${type}::text, 'code', ${code}::text)
          AND superseded_at IS NULL AND valid_from < ${new Date(to)} AND (valid_to IS NULL OR valid_to > ${new Date(from)})
      ) AS concerned ORDER BY gsrn COLLATE "C"`,
    (rows) => rows.map(({ gsrn }) => gsrn)
  )
