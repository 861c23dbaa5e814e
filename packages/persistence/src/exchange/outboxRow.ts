import type { Instant, OutboxEntry } from "@datahub-settlement/core"

/** Columns of `datahub.outbox`, or of something of that name. */
export const OUTBOX_COLUMNS = `outbox.message_id AS "messageId", document, process, process_type AS "processType", body,
  ARRAY(SELECT transaction_id FROM datahub.outbox_transaction AS used WHERE used.message_id = outbox.message_id
    ORDER BY place) AS "transactionIds",
  state, created_at AS "createdAt", attempts, next_attempt_at AS "nextAttemptAt", settled_at AS "settledAt", problem`

export interface OutboxRow extends Omit<OutboxEntry, "settledAt" | "problem"> {
  readonly settledAt: Instant | null
  readonly problem: string | null
}

export const outboxEntryOf = (row: OutboxRow): OutboxEntry => ({
  ...row,
  settledAt: row.settledAt ?? undefined,
  problem: row.problem ?? undefined
})
