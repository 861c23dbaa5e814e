import {
  handleMessage,
  type HandledMessage,
  keepUnreadable,
  type ReceivedMessage,
  type StorageError
} from "@datahub-settlement/core"
import {
  type BodyTooLarge,
  DatahubClient,
  type DequeueFailure,
  type PeekFailure
} from "@datahub-settlement/datahub-client"
import { Cause, Clock, Effect, Metric, Option, type Tracer } from "effect"
import type { IntakePorts } from "./IntakePorts.ts"
import { tracedMessage } from "./messageTrace.ts"
import { messageSeconds, messagesTotal } from "./serveMetrics.ts"
import { ServeStatus } from "./ServeStatus.ts"
import type { Round } from "./steadily.ts"
import { StopRequest } from "./StopRequest.ts"

/** Name of the worker that empties a queue. */
export const pollerOf = (queue: string): string => `queue ${queue}`

/** A message in hand; `unread` says why only its beginning was taken. */
interface Peeked {
  readonly message: ReceivedMessage
  readonly unread: BodyTooLarge | undefined
}

/**
 * One round of a poller: peek, handle, dequeue. A message leaves the queue only after what it did is stored; when anything
 * fails before, it comes again, and is known if it was stored.
 */
export const pollQueue = Effect.fnUntraced(function* (
  queue: string
): Effect.fn.Return<
  Round,
  Exclude<PeekFailure, BodyTooLarge> | DequeueFailure | StorageError,
  DatahubClient | IntakePorts | ServeStatus | StopRequest
> {
  const stop = yield* StopRequest
  const peekedFrom = yield* Clock.currentTimeNanos
  // A peek changes nothing at DataHub's that a stop would have to wait for.
  const peeked = yield* Effect.raceFirst(peek(queue), Effect.as(stop.asked, Option.none<Peeked>()))
  if (Option.isNone(peeked)) return (yield* stop.isAsked) ? "untried" : "idle"
  const { message } = peeked.value
  const { correlationId, messageId } = message
  const peekedTo = yield* Clock.currentTimeNanos
  yield* tracedMessage({ queue, messageId, correlationId, peekedFrom, peekedTo }, (root) =>
    process(peeked.value, root)
  ).pipe(Effect.annotateLogs({ queue, messageId, ...(correlationId === undefined ? {} : { correlationId }) }))
  const seconds = Number((yield* Clock.currentTimeNanos) - peekedFrom) / 1e9
  yield* Metric.update(Metric.withAttributes(messageSeconds, { queue }), seconds)
  return "more"
})

/** Each peek of an empty queue would leave a trace of its own every few seconds: they leave none. */
const peek = Effect.fnUntraced(function* (queue: string) {
  const client = yield* DatahubClient
  const found = yield* client.peek(queue).pipe(
    Effect.map(Option.map((one): Taken => ({ ...one, unread: undefined }))),
    Effect.catchTag("BodyTooLarge", (unread) => Effect.succeedSome(beginningOf(unread))),
    Effect.withTracerEnabled(false)
  )
  const receivedAt = yield* Clock.currentTimeMillis
  return Option.map(found, ({ body, correlationId, messageId, unread }): Peeked => {
    return { message: { messageId, queue, body, receivedAt, correlationId }, unread }
  })
})

interface Taken extends Omit<ReceivedMessage, "queue" | "receivedAt"> {
  readonly unread: BodyTooLarge | undefined
}

const beginningOf = (unread: BodyTooLarge): Taken => {
  const { correlationId, head: body, messageId } = unread
  return { messageId, body, correlationId, unread }
}

const process = Effect.fnUntraced(function* (peeked: Peeked, root: Tracer.Span) {
  const { message } = peeked
  const handled = yield* handle(peeked)
  root.attribute("outcome", handled.outcome)
  if (handled.document !== undefined) root.attribute("document", handled.document)
  if (handled.processType !== undefined) root.attribute("processType", handled.processType)
  // One that was told of when it came the first time is told of again when it is gone, not with each attempt.
  if (handled.outcome !== "known before") yield* tell(message, handled)
  yield* dequeue(message, handled)
  if (handled.outcome === "known before") yield* tell(message, handled)
  const status = yield* ServeStatus
  const { outcome } = handled
  yield* status.count(pollerOf(message.queue), outcome, {
    messageId: message.messageId,
    outcome,
    at: yield* Clock.currentTimeMillis
  })
  yield* Metric.update(Metric.withAttributes(messagesTotal, { queue: message.queue, outcome }), 1)
})

const handle = ({ message, unread }: Peeked): Effect.Effect<HandledMessage, StorageError, IntakePorts> => {
  if (unread !== undefined) return keepUnreadable(message, { kind: unread._tag, text: unread.message }, true)
  return handleMessage(message).pipe(
    // A fault of ours in one message must not hold up all that are behind it. It can be replayed when it is mended.
    Effect.catchCauseIf(Cause.hasDies, (cause) =>
      Effect.andThen(
        Effect.logError("A message met a fault of ours, please report it", cause),
        keepUnreadable(message, { kind: "Defect", text: String(Cause.squash(cause)) })
      )
    )
  )
}

const tell = Effect.fnUntraced(function* ({ messageId, queue }: ReceivedMessage, handled: HandledMessage) {
  const { document, notes, outcome, parkedParts, processType } = handled
  const what = [document, processType].filter((one) => one !== undefined).join(" ")
  const parked = parkedParts === 0 ? "" : `, ${parkedParts} ${parkedParts === 1 ? "part" : "parts"} parked`
  const line = `${queue}: message ${messageId} ${outcome}${what === "" ? "" : ` (${what})`}${parked}`
  if (outcome === "dead letter") {
    const advice = `See it with \`datahub-settlement dead-letters show ${messageId}\`.`
    return yield* Effect.logWarning(`${line}: ${notes.join("; ")}. ${advice}`)
  }
  yield* Effect.logInfo(notes.length === 0 ? line : `${line}: ${notes.join("; ")}`)
})

/**
 * DataHub refuses to dequeue what it does not have any more. A message that has just been handled is done with then; one
 * that it hands out again and again is not.
 */
const dequeue = Effect.fnUntraced(function* ({ messageId }: ReceivedMessage, { outcome }: HandledMessage) {
  const client = yield* DatahubClient
  yield* client.dequeue(messageId).pipe(
    Effect.catchTag("DequeueRefused", (refused) =>
      outcome === "known before" ? Effect.fail(refused) : Effect.logWarning(refused.message)
    ),
    Effect.withSpan("dequeue", { kind: "client" })
  )
})
