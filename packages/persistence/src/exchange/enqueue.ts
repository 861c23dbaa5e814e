import { type Instant, OutboxIdUsed, type OutgoingMessage } from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { SqlError } from "effect/sql/SqlError"
import { OUTBOX_COLUMNS, type OutboxRow } from "./outboxRow.ts"

type Sql = SqlClient.SqlClient

/** Takes documents, all or none; whoever uses the same ids at the same time waits, and is refused or finds them here. */
export const enqueue = (
  sql: Sql,
  messages: ReadonlyArray<OutgoingMessage>,
  at: Instant
): Effect.Effect<void, SqlError | OutboxIdUsed> =>
  sql.withTransaction(Effect.forEach(messages, (message) => enqueueOne(sql, message, at), { discard: true }))

const enqueueOne = Effect.fnUntraced(function* (sql: Sql, message: OutgoingMessage, at: Instant) {
  const { body, document, messageId, process, processType, transactionIds } = message
  const added = yield* sql`
    INSERT INTO datahub.outbox (message_id, document, process, process_type, body, created_at, next_attempt_at)
    VALUES (${messageId}, ${document}, ${process}, ${processType}, ${body}, ${new Date(at)}, ${new Date(at)})
    ON CONFLICT DO NOTHING RETURNING message_id`
  if (added.length === 0) {
    const [known] = yield* sql<OutboxRow>`
      SELECT ${sql.literal(OUTBOX_COLUMNS)} FROM datahub.outbox WHERE message_id = ${messageId}`
    return isSame(known, message) ? undefined : yield* new OutboxIdUsed({ id: messageId })
  }
  const used = yield* sql<{ readonly id: string }>`
    INSERT INTO datahub.outbox_transaction (transaction_id, message_id, place)
    SELECT id, ${messageId}, place FROM unnest(${transactionIds}::text[]) WITH ORDINALITY AS given (id, place)
    ON CONFLICT DO NOTHING RETURNING transaction_id AS id`
  if (used.length === transactionIds.length) return
  const free = new Set(used.map(({ id }) => id))
  const id = transactionIds.find((one, place) => !free.has(one) || transactionIds.indexOf(one) !== place)!
  return yield* new OutboxIdUsed({ id })
})

const isSame = (known: OutboxRow | undefined, message: OutgoingMessage): boolean =>
  known !== undefined &&
  (["document", "process", "processType", "body"] as const).every((field) => known[field] === message[field]) &&
  known.transactionIds.length === message.transactionIds.length &&
  known.transactionIds.every((id, place) => id === message.transactionIds[place])
