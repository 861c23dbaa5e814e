import { Effect, Layer, Option } from "effect"
import { type Handling, Inbox, type InboxEntry, type InboxQuery, type ReceivedMessage } from "../../exchange/index.ts"
import { MemoryTables, type ReceivedRow } from "./MemoryTables.ts"
import { compareText, type MemoryTable } from "./MemoryTable.ts"

/** The inbox in memory. */
export const memoryInbox: Layer.Layer<Inbox, never, MemoryTables> = Layer.effect(
  Inbox,
  Effect.map(MemoryTables, ({ atomically, inbox }) => ({
    once: (message, effects) => atomically(once(inbox, message, effects)),
    messages: (query) => atomically(Effect.sync(() => messages(inbox, query))),
    find: (messageId) => atomically(Effect.sync(() => Option.fromUndefinedOr(inbox.get(messageId)?.entry))),
    body: (messageId) => atomically(Effect.sync(() => Option.fromUndefinedOr(inbox.get(messageId)?.body)))
  }))
)

const once = <E, R>(
  inbox: MemoryTable<ReceivedRow>,
  message: ReceivedMessage,
  effects: Effect.Effect<Handling, E, R>
): Effect.Effect<Option.Option<Handling>, E, R> =>
  Effect.suspend(() => {
    if (inbox.get(message.messageId) !== undefined) return Effect.succeedNone
    inbox.set(message.messageId, {})
    return Effect.map(effects, (handling) => {
      inbox.set(message.messageId, receivedRowOf(message, handling))
      return Option.some(handling)
    })
  })

/** A message, and what became of it. */
export const receivedRowOf = (
  { body, correlationId, messageId, queue, receivedAt }: ReceivedMessage,
  { keepBody, ...handling }: Handling
): ReceivedRow => ({
  entry: { ...handling, notes: [...handling.notes], messageId, queue, receivedAt, correlationId },
  body: keepBody ? body.slice() : undefined
})

const messages = (
  inbox: MemoryTable<ReceivedRow>,
  { document, limit, outcome }: InboxQuery
): ReadonlyArray<InboxEntry> =>
  inbox
    .all()
    .flatMap(({ entry }) => entry ?? [])
    .filter((entry) => outcome === undefined || entry.outcome === outcome)
    .filter((entry) => document === undefined || entry.document === document)
    .sort(newestFirst)
    .slice(0, limit)

type Received = Pick<ReceivedMessage, "messageId" | "receivedAt">

export const newestFirst = (a: Received, b: Received): number =>
  b.receivedAt - a.receivedAt || compareText(a.messageId, b.messageId)
