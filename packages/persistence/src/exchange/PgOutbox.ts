import { type Instant, Outbox, OutboxNotRefused, type OutboxState, StorageError } from "@datahub-settlement/core"
import { Effect, Layer } from "effect"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { enqueue } from "./enqueue.ts"
import { OUTBOX_COLUMNS, outboxEntryOf, type OutboxRow } from "./outboxRow.ts"
import { storable } from "./storable.ts"

type Sql = Database["Service"]["sql"]

/** The outbox on PostgreSQL. */
export const PgOutbox: Layer.Layer<Outbox, never, Database> = Layer.effect(
  Outbox,
  Effect.map(Database, ({ sql }) => ({
    enqueue: (messages, at) => enqueue(sql, messages, at).pipe(storageErrors("put documents in the outbox")),
    claim: (options) => claim(sql, options).pipe(storageErrors("claim documents to be sent")),
    sent: (messageId, at) => change(sql, messageId, { state: "sent", settledAt: at, problem: null }),
    postpone: (messageId, until, problem) =>
      change(sql, messageId, { state: "waiting", nextAttemptAt: until, problem: storable(problem) }),
    refused: (messageId, at, problem) =>
      change(sql, messageId, { state: "refused", settledAt: at, problem: storable(problem) }),
    resend: (messageId, at, isUnanswered = false) =>
      resend(sql, messageId, at, isUnanswered).pipe(storageErrors("send a document once more")),
    list: (query) => list(sql, query).pipe(storageErrors("list the outbox"))
  }))
)

interface Claim {
  readonly now: Instant
  readonly until: Instant
  readonly limit: number
}

/** What another sender is just claiming is skipped, not waited for. */
const claim = (sql: Sql, { limit, now, until }: Claim) =>
  Effect.map(
    sql<OutboxRow>`
      WITH due AS MATERIALIZED (
        SELECT message_id FROM datahub.outbox WHERE state = 'waiting' AND next_attempt_at <= ${new Date(now)}
        ORDER BY created_at, message_no LIMIT ${limit} FOR UPDATE SKIP LOCKED),
      claimed AS (
        UPDATE datahub.outbox SET attempts = attempts + 1, next_attempt_at = ${new Date(until)}
        FROM due WHERE outbox.message_id = due.message_id RETURNING outbox.*)
      SELECT ${sql.literal(OUTBOX_COLUMNS)} FROM claimed AS outbox ORDER BY created_at, message_no`,
    (rows) => rows.map(outboxEntryOf)
  )

interface Change {
  readonly state: OutboxState
  readonly nextAttemptAt?: Instant | undefined
  readonly settledAt?: Instant | undefined
  readonly problem: string | null
}

/** What was sent or refused stays so, whatever a sender says that was slow. */
const change = (sql: Sql, messageId: string, { nextAttemptAt, problem, settledAt, state }: Change) => {
  const operation = "note how a document was sent"
  return Effect.gen(function* () {
    const changed = yield* sql`
      UPDATE datahub.outbox SET state = ${state}, problem = ${problem},
        ${nextAttemptAt === undefined ? sql`` : sql`next_attempt_at = ${new Date(nextAttemptAt)},`}
        settled_at = ${settledAt === undefined ? null : new Date(settledAt)}
      WHERE message_id = ${messageId} AND state = 'waiting' RETURNING message_id`
    if (changed.length > 0) return
    const known = yield* sql`SELECT FROM datahub.outbox WHERE message_id = ${messageId}`
    const reason = `there is no message ${messageId} in the outbox`
    if (known.length === 0) return yield* new StorageError({ operation, reason, retryable: false })
  }).pipe(storageErrors(operation))
}

const resend = (sql: Sql, messageId: string, at: Instant, isUnanswered: boolean) =>
  Effect.gen(function* () {
    const changed = yield* sql`
      UPDATE datahub.outbox SET state = 'waiting', next_attempt_at = ${new Date(at)}, settled_at = NULL
      WHERE message_id = ${messageId} AND (state = 'refused' OR ${isUnanswered} AND state = 'sent') RETURNING message_id`
    if (changed.length > 0) return
    const [known] = yield* sql<{ readonly state: "waiting" | "sent" }>`
      SELECT state FROM datahub.outbox WHERE message_id = ${messageId}`
    return yield* new OutboxNotRefused({ messageId, state: known?.state })
  })

const list = (sql: Sql, { limit, state }: { readonly state?: OutboxState | undefined; readonly limit: number }) =>
  Effect.map(
    sql<OutboxRow>`SELECT ${sql.literal(OUTBOX_COLUMNS)} FROM datahub.outbox
      WHERE ${state === undefined ? sql`true` : sql`state = ${state}`}
      ORDER BY created_at DESC, message_no DESC LIMIT ${limit}`,
    (rows) => rows.map(outboxEntryOf)
  )
