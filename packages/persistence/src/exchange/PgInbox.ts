import { type Handling, Inbox, type InboxQuery, type ReceivedMessage } from "@datahub-settlement/core"
import { Effect, Layer, Option } from "effect"
import { Database } from "../database/Database.ts"
import { storageErrors } from "../database/storageErrors.ts"
import { inTransaction, theirs } from "./effectsInTransaction.ts"
import { completeMessage, INBOX_COLUMNS, inboxEntryOf, type InboxRow, markReceived } from "./inboxRow.ts"
import { plainBytes } from "./storable.ts"

type Sql = Database["Service"]["sql"]

/** The inbox on PostgreSQL. */
export const PgInbox: Layer.Layer<Inbox, never, Database> = Layer.effect(
  Inbox,
  Effect.map(Database, ({ sql }) => ({
    once: (message, effects) => once(sql, message, effects),
    messages: (query) => messages(sql, query).pipe(storageErrors("list received messages")),
    find: (messageId) => find(sql, messageId).pipe(storageErrors("find a received message")),
    body: (messageId) => bodyOf(sql, messageId).pipe(storageErrors("read the body of a message"))
  }))
)

/** The mark goes first: of two processes that got the same message, the second waits for the first and then does nothing. */
const once = <E, R>(sql: Sql, message: ReceivedMessage, effects: Effect.Effect<Handling, E, R>) =>
  inTransaction(
    sql,
    "handle a message",
    Effect.gen(function* () {
      if (!(yield* markReceived(sql, message))) return Option.none<Handling>()
      const handling = yield* theirs(effects)
      yield* completeMessage(sql, message, handling)
      return Option.some(handling)
    })
  )

const messages = (sql: Sql, { document, limit, outcome }: InboxQuery) => {
  const conditions = [
    sql`outcome IS NOT NULL`,
    ...(outcome === undefined ? [] : [sql`outcome = ${outcome}`]),
    ...(document === undefined ? [] : [sql`document = ${document}`])
  ]
  return Effect.map(
    sql<InboxRow>`SELECT ${sql.literal(INBOX_COLUMNS)} FROM datahub.inbox WHERE ${sql.and(conditions)}
      ORDER BY received_at DESC, message_id LIMIT ${limit}`,
    (rows) => rows.map(inboxEntryOf)
  )
}

const find = (sql: Sql, messageId: string) =>
  Effect.map(
    sql<InboxRow>`SELECT ${sql.literal(INBOX_COLUMNS)} FROM datahub.inbox
      WHERE message_id = ${messageId} AND outcome IS NOT NULL`,
    ([row]) => Option.map(Option.fromUndefinedOr(row), inboxEntryOf)
  )

const bodyOf = (sql: Sql, messageId: string) =>
  Effect.map(
    sql<{ readonly body: Uint8Array }>`SELECT body FROM datahub.inbox
      WHERE message_id = ${messageId} AND outcome IS NOT NULL AND body IS NOT NULL`,
    ([row]) => Option.map(Option.fromUndefinedOr(row), ({ body }) => plainBytes(body))
  )
