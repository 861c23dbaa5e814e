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
    if (!markReceived(inbox, message)) return Effect.succeedNone
    return Effect.map(effects, (handling) => {
      completeMessage(inbox, message, handling)
      return Option.some(handling)
    })
  })

/** Marks a message as handled, still without an outcome; gives whether it was not marked before. */
export const markReceived = (
  inbox: MemoryTable<ReceivedRow>,
  { body: _, correlationId, messageId, queue, receivedAt }: ReceivedMessage
): boolean => {
  if (inbox.get(messageId) !== undefined) return false
  inbox.set(messageId, { received: { messageId, queue, receivedAt, correlationId } })
  return true
}

/** Says what became of a message that is marked: it stays as it was first received. */
export const completeMessage = (
  inbox: MemoryTable<ReceivedRow>,
  { body, messageId }: Pick<ReceivedMessage, "body" | "messageId">,
  { keepBody, ...handling }: Handling
): void => {
  const { received } = inbox.get(messageId)!
  inbox.set(messageId, {
    received,
    entry: { ...handling, notes: [...handling.notes], ...received },
    body: keepBody ? body.slice() : undefined
  })
}

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
