import { type Statement, type StatementKind, Statements } from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { storable } from "./storable.ts"

type Sql = Database["Service"]["sql"]

/** Statements on PostgreSQL. */
export const PgStatements: Layer.Layer<Statements, never, Database> = Layer.effect(
  Statements,
  Effect.map(Database, ({ sql }) => ({
    add: (statements) => add(sql, statements).pipe(storageErrors("keep what was said")),
    of: (subjects, kinds) => select(sql, subjects, kinds).pipe(storageErrors("read what was said"))
  }))
)

const add = (sql: Sql, statements: ReadonlyArray<Statement>) =>
  statements.length === 0
    ? Effect.void
    : Effect.asVoid(sql`
        INSERT INTO datahub.statement (message_id, transaction_id, subject, kind, made_at, document)
        SELECT * FROM unnest(${statements.map(({ messageId }) => messageId)}::text[],
          ${statements.map(({ transactionId }) => storable(transactionId))}::text[],
          ${statements.map(({ subject }) => storable(subject))}::text[], ${statements.map(({ kind }) => kind)}::text[],
          ${statements.map(({ madeAt }) => new Date(madeAt))}::timestamptz[],
          ${statements.map(({ document }) => document)}::text[])
        ON CONFLICT DO NOTHING`)

const select = (sql: Sql, subjects: ReadonlyArray<string>, kinds: ReadonlyArray<StatementKind>) =>
  sql<Statement>`SELECT subject, kind, made_at AS "madeAt", message_id AS "messageId",
      transaction_id AS "transactionId", document
    FROM datahub.statement WHERE subject = ANY(${subjects.map(storable)}::text[]) AND kind = ANY(${kinds}::text[])
    ORDER BY made_at, message_id, transaction_id, subject, kind`
