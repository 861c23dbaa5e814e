import {
  type DeadLetter,
  DeadLetterNotOpen,
  type DeadLetterReason,
  DeadLetters,
  type DeadLetterState,
  type DeadLetterSummary,
  type Handling,
  type Instant,
  type ReceivedMessage,
  StorageError
} from "@datahub-settlement/core"
import { Effect, Layer, Option } from "effect"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { inTransaction, theirs } from "./effectsInTransaction.ts"
import { completeMessage, markReceived } from "./inboxRow.ts"
import { plainBytes, storable, storableOrNull } from "./storable.ts"

type Sql = Database["Service"]["sql"]

/** Dead letters on PostgreSQL. */
export const PgDeadLetters: Layer.Layer<DeadLetters, never, Database> = Layer.effect(
  DeadLetters,
  Effect.map(Database, ({ sql }) => ({
    add: (message, reason, truncated = false) =>
      add(sql, message, reason, truncated).pipe(storageErrors("keep a dead letter")),
    list: (query) => list(sql, query).pipe(storageErrors("list dead letters")),
    find: (messageId) => find(sql, messageId).pipe(storageErrors("find a dead letter")),
    replay: (messageId, at, effects) => replay(sql, messageId, at, effects),
    dismiss: (messageId, at, remark) => dismiss(sql, messageId, at, remark)
  }))
)

const add = (sql: Sql, message: ReceivedMessage, reason: DeadLetterReason, truncated: boolean) =>
  Effect.asVoid(sql`
    INSERT INTO datahub.dead_letter AS letter
      (message_id, queue, received_at, correlation_id, body, truncated, reason_kind, reason)
    VALUES (${message.messageId}, ${message.queue}, ${new Date(message.receivedAt)},
      ${storableOrNull(message.correlationId)}, ${message.body}, ${truncated}, ${storable(reason.kind)}, ${storable(reason.text)})
    ON CONFLICT (message_id) DO UPDATE SET reason_kind = excluded.reason_kind, reason = excluded.reason
    WHERE letter.state = 'open'`)

interface LetterRow {
  readonly messageId: string
  readonly queue: string
  readonly receivedAt: Instant
  readonly correlationId: string | null
  readonly truncated: boolean
  readonly reasonKind: string
  readonly reasonText: string
  readonly state: DeadLetterState
  readonly settledAt: Instant | null
  readonly remark: string | null
}

const COLUMNS = `message_id AS "messageId", queue, received_at AS "receivedAt", correlation_id AS "correlationId",
  truncated, reason_kind AS "reasonKind", reason AS "reasonText", state, settled_at AS "settledAt", remark`

const letterOf = <Row extends LetterRow>({ reasonKind, reasonText, ...row }: Row) => ({
  ...row,
  correlationId: row.correlationId ?? undefined,
  reason: { kind: reasonKind, text: reasonText },
  settledAt: row.settledAt ?? undefined,
  remark: row.remark ?? undefined
})

const list = (sql: Sql, { limit, state }: { readonly state?: DeadLetterState | undefined; readonly limit: number }) =>
  Effect.map(
    sql<LetterRow & { readonly bodyBytes: number }>`
      SELECT ${sql.literal(COLUMNS)}, octet_length(body) AS "bodyBytes" FROM datahub.dead_letter
      WHERE ${state === undefined ? sql`true` : sql`state = ${state}`}
      ORDER BY received_at DESC, message_id LIMIT ${limit}`,
    (rows): ReadonlyArray<DeadLetterSummary> => rows.map(letterOf)
  )

const select = (sql: Sql, messageId: string, lock: "" | "FOR UPDATE") =>
  Effect.map(
    sql<LetterRow & { readonly body: Uint8Array }>`
      SELECT ${sql.literal(COLUMNS)}, body FROM datahub.dead_letter WHERE message_id = ${messageId} ${sql.literal(lock)}`,
    ([row]): DeadLetter | undefined =>
      row === undefined ? undefined : { ...letterOf(row), body: plainBytes(row.body) }
  )

const find = (sql: Sql, messageId: string) => Effect.map(select(sql, messageId, ""), Option.fromUndefinedOr)

/** An open letter, held until the transaction around us ends: whoever else wants it waits. */
const holdOpen = Effect.fnUntraced(function* (sql: Sql, messageId: string) {
  const letter = yield* select(sql, messageId, "FOR UPDATE")
  if (letter?.state === "open") return letter
  return yield* new DeadLetterNotOpen({ messageId, state: letter?.state })
})

const settle = (sql: Sql, messageId: string, state: DeadLetterState, at: Instant, remark: string | null) =>
  Effect.asVoid(sql`UPDATE datahub.dead_letter SET state = ${state}, settled_at = ${new Date(at)}, remark = ${remark}
    WHERE message_id = ${messageId}`)

const replay = <E, R>(
  sql: Sql,
  messageId: string,
  at: Instant,
  effects: (letter: DeadLetter) => Effect.Effect<Handling, E, R>
) =>
  inTransaction(
    sql,
    "replay a dead letter",
    Effect.gen(function* () {
      const letter = yield* holdOpen(sql, messageId)
      yield* checkUnhandled(sql, letter)
      const handling = yield* theirs(effects(letter))
      yield* completeMessage(sql, letter, handling)
      if (handling.outcome !== "dead letter") yield* settle(sql, messageId, "replayed", at, null)
      return handling
    })
  )

/** A part of a message has a letter and no mark yet. A message that had its effects by another way must not have them again. */
const checkUnhandled = Effect.fnUntraced(function* (sql: Sql, letter: DeadLetter) {
  if (yield* markReceived(sql, letter)) return
  const [handled] = yield* sql<{ readonly outcome: string }>`
    SELECT outcome FROM datahub.inbox WHERE message_id = ${letter.messageId} AND outcome <> 'dead letter'`
  if (handled === undefined) return
  const reason = `message ${letter.messageId} was handled since (${handled.outcome}): dismiss the letter`
  return yield* new StorageError({ operation: "replay a dead letter", reason, retryable: false })
})

const dismiss = (sql: Sql, messageId: string, at: Instant, remark: string) =>
  sql
    .withTransaction(
      Effect.andThen(holdOpen(sql, messageId), settle(sql, messageId, "dismissed", at, storable(remark)))
    )
    .pipe(storageErrors("dismiss a dead letter"))
