import type { Handling, InboxEntry, MessageOutcome, ReceivedMessage } from "@datahub-settlement/core"
import { Effect } from "effect"
import type { SqlClient } from "effect/sql"
import type { SqlError } from "effect/sql/SqlError"
import { storable, storableOrNull, timeOrNull } from "./storable.ts"

type Sql = SqlClient.SqlClient

/**
 * Marks a message as handled, still without an outcome; gives whether it was not marked before. Whoever handles the same
 * message at the same time waits here until the first is done.
 */
export const markReceived = (sql: Sql, message: ReceivedMessage): Effect.Effect<boolean, SqlError> =>
  Effect.map(
    sql`INSERT INTO datahub.inbox (message_id, queue, received_at, correlation_id)
      VALUES (${message.messageId}, ${message.queue}, ${new Date(message.receivedAt)},
        ${storableOrNull(message.correlationId)})
      ON CONFLICT DO NOTHING RETURNING message_id`,
    (rows) => rows.length > 0
  )

/** Says what became of a message that is marked. */
export const completeMessage = (
  sql: Sql,
  { body, messageId }: Pick<ReceivedMessage, "body" | "messageId">,
  handling: Handling
): Effect.Effect<void, SqlError> =>
  Effect.asVoid(sql`
    UPDATE datahub.inbox SET outcome = ${handling.outcome}, document = ${storableOrNull(handling.document)},
      process_type = ${storableOrNull(handling.processType)}, created_at = ${timeOrNull(handling.createdAt)},
      parked_parts = ${handling.parkedParts}, notes = ${handling.notes.map(storable)}::text[],
      body = ${handling.keepBody ? body : null}
    WHERE message_id = ${messageId}`)

export const INBOX_COLUMNS = `message_id AS "messageId", queue, received_at AS "receivedAt",
  correlation_id AS "correlationId", outcome, document, process_type AS "processType", created_at AS "createdAt",
  parked_parts AS "parkedParts", notes`

export interface InboxRow {
  readonly messageId: string
  readonly queue: string
  readonly receivedAt: number
  readonly correlationId: string | null
  readonly outcome: MessageOutcome
  readonly document: string | null
  readonly processType: string | null
  readonly createdAt: number | null
  readonly parkedParts: number
  readonly notes: ReadonlyArray<string>
}

export const inboxEntryOf = (row: InboxRow): InboxEntry => ({
  ...row,
  correlationId: row.correlationId ?? undefined,
  document: row.document ?? undefined,
  processType: row.processType ?? undefined,
  createdAt: row.createdAt ?? undefined
})
