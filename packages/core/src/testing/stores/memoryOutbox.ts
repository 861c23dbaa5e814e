import { Effect, Layer } from "effect"
import { Outbox, type OutboxEntry, OutboxIdUsed, OutboxNotRefused, type OutgoingMessage } from "../../exchange/index.ts"
import type { Instant } from "../../market/index.ts"
import { StorageError } from "../../storage/index.ts"
import { MemoryTables, type OutboxRecord } from "./MemoryTables.ts"

type Tables = MemoryTables["Service"]

/** The outbox in memory. */
export const memoryOutbox: Layer.Layer<Outbox, never, MemoryTables> = Layer.effect(
  Outbox,
  Effect.map(MemoryTables, (tables) => {
    const { atomically, outbox } = tables
    const settle = (messageId: string, change: Partial<OutboxEntry>) =>
      atomically(Effect.suspend(() => changeWaiting(tables, messageId, change)))
    return {
      enqueue: (messages, at) =>
        atomically(Effect.forEach(messages, (message) => enqueue(tables, message, at), { discard: true })),
      claim: ({ limit, now, until }) =>
        atomically(
          Effect.sync(() => {
            const due = outbox.all().filter(({ entry }) => entry.state === "waiting" && entry.nextAttemptAt <= now)
            return due
              .sort(oldestFirst)
              .slice(0, limit)
              .map((record) => {
                const entry = { ...record.entry, attempts: record.entry.attempts + 1, nextAttemptAt: until }
                outbox.set(entry.messageId, { ...record, entry })
                return entry
              })
          })
        ),
      sent: (messageId, at) => settle(messageId, { state: "sent", settledAt: at, problem: undefined }),
      postpone: (messageId, until, problem) => settle(messageId, { nextAttemptAt: until, problem }),
      refused: (messageId, at, problem) => settle(messageId, { state: "refused", settledAt: at, problem }),
      resend: (messageId, at, isUnanswered = false) =>
        atomically(Effect.suspend(() => resend(tables, messageId, at, isUnanswered))),
      list: ({ limit, state }) =>
        atomically(
          Effect.sync(() =>
            outbox
              .all()
              .filter(({ entry }) => state === undefined || entry.state === state)
              .sort((a, b) => oldestFirst(b, a))
              .slice(0, limit)
              .map(({ entry }) => entry)
          )
        )
    }
  })
)

const resend = (
  { outbox }: Tables,
  messageId: string,
  at: Instant,
  isUnanswered: boolean
): Effect.Effect<void, OutboxNotRefused> => {
  const record = outbox.get(messageId)
  const state = record?.entry.state
  if (record === undefined || !(state === "refused" || (isUnanswered && state === "sent"))) {
    return new OutboxNotRefused({ messageId, state: state === "refused" ? undefined : state })
  }
  const entry: OutboxEntry = { ...record.entry, state: "waiting", nextAttemptAt: at, settledAt: undefined }
  outbox.set(messageId, { ...record, entry })
  return Effect.void
}

const oldestFirst = (a: OutboxRecord, b: OutboxRecord): number =>
  a.entry.createdAt - b.entry.createdAt || a.messageNo - b.messageNo

const enqueue = (
  { outbox, transactionIds: used }: Tables,
  message: OutgoingMessage,
  at: Instant
): Effect.Effect<void, OutboxIdUsed> =>
  Effect.suspend(() => {
    const { body, document, messageId, process, processType, transactionIds } = message
    const known = outbox.get(messageId)?.entry
    if (known !== undefined)
      return isSame(known, message) ? Effect.void : Effect.fail(new OutboxIdUsed({ id: messageId }))
    for (const id of transactionIds) {
      if (used.get(id) !== undefined) return Effect.fail(new OutboxIdUsed({ id }))
      used.set(id, messageId)
    }
    const content = { messageId, document, process, processType, transactionIds: [...transactionIds], body }
    const entry: OutboxEntry = { ...content, state: "waiting", createdAt: at, attempts: 0, nextAttemptAt: at }
    outbox.set(messageId, { entry, messageNo: outbox.size })
    return Effect.void
  })

const isSame = (known: OutgoingMessage, message: OutgoingMessage): boolean =>
  (["document", "process", "processType", "body"] as const).every((field) => known[field] === message[field]) &&
  known.transactionIds.length === message.transactionIds.length &&
  known.transactionIds.every((id, place) => id === message.transactionIds[place])

/** What was sent or refused stays so, whatever a sender says that was slow. */
const changeWaiting = ({ outbox }: Tables, messageId: string, change: Partial<OutboxEntry>) => {
  const record = outbox.get(messageId)
  if (record === undefined) {
    const reason = `there is no message ${messageId} in the outbox`
    return Effect.fail(new StorageError({ operation: "note how a document was sent", reason, retryable: false }))
  }
  if (record.entry.state === "waiting") outbox.set(messageId, { ...record, entry: { ...record.entry, ...change } })
  return Effect.void
}
