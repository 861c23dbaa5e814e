import { DeadLetters, Inbox, Outbox, ParkedParts, replayDeadLetter, type StorageError } from "@datahub-settlement/core"
import { Clock, Effect, Option } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import * as Api from "../../api/index.ts"
import { LIMIT_DEFAULT } from "../../api/fields.ts"
import { deadLetterItem, messageItem, outboxItem, parkedItem } from "../../api/exchangeItems.ts"

const unavailable = ({ message }: StorageError) => new Api.StoreUnavailable({ detail: message })

const noLetter = (id: string) => new Api.NotFound({ detail: `There is no dead letter ${id}` })

const letterOf = Effect.fnUntraced(function* (id: string) {
  const letters = yield* DeadLetters
  const found = yield* letters.find(id).pipe(Effect.mapError(unavailable))
  if (Option.isNone(found)) return yield* noLetter(id)
  return found.value
})

const replayed = Effect.fnUntraced(function* (id: string) {
  const { document, notes, outcome, parkedParts } = yield* replayDeadLetter(id).pipe(
    Effect.catchTags({
      DeadLetterNotOpen: ({ message, state }) =>
        state === undefined ? noLetter(id) : new Api.Conflict({ detail: message }),
      StorageError: unavailable
    }),
    Effect.mapError((failure) =>
      "status" in failure ? failure : new Api.StillUnusable({ detail: failure.message, kind: failure._tag })
    )
  )
  yield* Effect.logInfo(`Dead letter ${id} was replayed: ${outcome}`)
  return { messageId: id, outcome, parkedParts, notes, ...(document === undefined ? {} : { document }) }
})

const dismissed = Effect.fnUntraced(function* (id: string, remark: string) {
  const letters = yield* DeadLetters
  yield* letters.dismiss(id, yield* Clock.currentTimeMillis, remark).pipe(
    Effect.catchTags({
      DeadLetterNotOpen: ({ message, state }) =>
        state === undefined ? noLetter(id) : new Api.Conflict({ detail: message }),
      StorageError: unavailable
    })
  )
  yield* Effect.logInfo(`Dead letter ${id} was dismissed: ${remark}`)
})

const resent = Effect.fnUntraced(function* (id: string) {
  const outbox = yield* Outbox
  yield* outbox.resend(id, yield* Clock.currentTimeMillis).pipe(
    Effect.catchTags({
      OutboxNotRefused: ({ message, state }) =>
        state === undefined ? new Api.NotFound({ detail: message }) : new Api.Conflict({ detail: message }),
      StorageError: unavailable
    })
  )
  yield* Effect.logInfo(`Document ${id} is to be sent once more`)
})

/** Everything below `/api/v1`. */
export const exchangeHandlers = HttpApiBuilder.group(
  Api.HostApi,
  "exchange",
  Effect.fn(function* (handlers) {
    const inbox = yield* Inbox
    const letters = yield* DeadLetters
    const parked = yield* ParkedParts
    const outbox = yield* Outbox
    const items = <Entry, Item>(
      entries: Effect.Effect<ReadonlyArray<Entry>, StorageError>,
      item: (entry: Entry) => Item
    ) => Effect.map(entries, (all) => ({ items: all.map(item) })).pipe(Effect.mapError(unavailable))
    return handlers.handleAll({
      messages: ({ query: { limit = LIMIT_DEFAULT, ...query } }) =>
        items(inbox.messages({ limit, ...query }), messageItem),
      parked: ({ query: { limit = LIMIT_DEFAULT } }) => items(parked.list(limit), parkedItem),
      outbox: ({ query: { limit = LIMIT_DEFAULT, ...query } }) => items(outbox.list({ limit, ...query }), outboxItem),
      deadLetters: ({ query: { limit = LIMIT_DEFAULT, ...query } }) =>
        items(letters.list({ limit, ...query }), deadLetterItem),
      deadLetter: ({ params: { id } }) =>
        Effect.map(letterOf(id), ({ body, ...letter }) => deadLetterItem({ ...letter, bodyBytes: body.length })),
      deadLetterBody: ({ params: { id } }) => Effect.map(letterOf(id), ({ body }) => body),
      replay: ({ params: { id } }) => replayed(id),
      dismiss: ({ params: { id }, payload: { remark } }) => dismissed(id, remark),
      resend: ({ params: { id } }) => resent(id)
    })
  })
)
