import { type CorrectionDue, CorrectionsDue, type Instant } from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"

type Sql = Database["Service"]["sql"]

/** Corrections that are due, on PostgreSQL. */
export const PgCorrectionsDue: Layer.Layer<CorrectionsDue, never, Database> = Layer.effect(
  CorrectionsDue,
  Effect.map(Database, ({ sql }) => ({
    settledUntil: settledUntil(sql).pipe(storageErrors("read until when was settled")),
    note: (corrections) => note(sql, corrections).pipe(storageErrors("note corrections")),
    open: (limit) => open(sql, limit).pipe(storageErrors("list open corrections")),
    settle: (corrections) => settle(sql, corrections).pipe(storageErrors("end corrections"))
  }))
)

const settledUntil = (sql: Sql) =>
  Effect.map(
    sql<{ readonly until: Instant }>`
      SELECT upper(period) AS until FROM settlement.run WHERE kind = 'settlement'
      ORDER BY upper(period) DESC LIMIT 1`,
    ([row]) => row?.until
  )

const note = (sql: Sql, corrections: ReadonlyArray<CorrectionDue>) =>
  corrections.length === 0
    ? Effect.void
    : Effect.asVoid(sql`
        INSERT INTO settlement.correction_due (gsrn, period_from, period_to, cause, message_id, noted_at)
        SELECT * FROM unnest(${corrections.map(({ gsrn }) => gsrn)}::text[],
          ${corrections.map(({ period }) => new Date(period.from))}::timestamptz[],
          ${corrections.map(({ period }) => new Date(period.to))}::timestamptz[],
          ${corrections.map(({ cause }) => cause)}::text[], ${corrections.map(({ messageId }) => messageId)}::text[],
          ${corrections.map(({ notedAt }) => new Date(notedAt))}::timestamptz[])
        ON CONFLICT DO NOTHING`)

interface CorrectionRow extends Omit<CorrectionDue, "period"> {
  readonly from: Instant
  readonly to: Instant
}

const open = (sql: Sql, limit: number) =>
  Effect.map(
    sql<CorrectionRow>`
      SELECT gsrn, period_from AS "from", period_to AS "to", cause, message_id AS "messageId", noted_at AS "notedAt"
      FROM settlement.correction_due WHERE superseded_at IS NULL
      ORDER BY gsrn, period_from, period_to, cause, message_id LIMIT ${limit}`,
    (rows) => rows.map(({ from, to, ...row }): CorrectionDue => ({ ...row, period: { from, to } }))
  )

const settle = (sql: Sql, corrections: ReadonlyArray<CorrectionDue>) =>
  corrections.length === 0
    ? Effect.void
    : Effect.asVoid(sql`
        UPDATE settlement.correction_due AS due SET superseded_at = now()
        FROM unnest(${corrections.map(({ gsrn }) => gsrn)}::text[],
          ${corrections.map(({ period }) => new Date(period.from))}::timestamptz[],
          ${corrections.map(({ period }) => new Date(period.to))}::timestamptz[],
          ${corrections.map(({ cause }) => cause)}::text[], ${corrections.map(({ messageId }) => messageId)}::text[])
          AS taken (gsrn, period_from, period_to, cause, message_id)
        WHERE (due.gsrn, due.period_from, due.period_to, due.cause, due.message_id)
          = (taken.gsrn, taken.period_from, taken.period_to, taken.cause, taken.message_id)
          AND due.superseded_at IS NULL`)
