import { Outbox, type OutboxEntry } from "@datahub-settlement/core"
import { DatahubClient, type SubmitFailure } from "@datahub-settlement/datahub-client"
import { Clock, Effect, Metric, Result } from "effect"
import { pauseAfter, type Patience } from "./backoff.ts"
import { documentsTotal } from "./serveMetrics.ts"
import { ServeStatus } from "./ServeStatus.ts"

export const OUTBOX = "outbox"

/**
 * Failures that are the document's own: sent as it is, it would fail again (DataHub's 400, 403, 404, 413 and 415). All
 * others say nothing of the document, and it stays where it is.
 */
const final: ReadonlySet<SubmitFailure["_tag"]> = new Set<SubmitFailure["_tag"]>([
  "DocumentRefused",
  "Forbidden",
  "NotFound",
  "RequestTooLarge",
  "UnknownOperation",
  "UnsupportedMedia"
])

/** One round of the sender: the oldest document that is due, if there is one. */
export const sendOutbox = Effect.fnUntraced(function* (leaseMs: number, patience: Patience) {
  const outbox = yield* Outbox
  const now = yield* Clock.currentTimeMillis
  // Each look at an empty outbox would leave a trace of its own.
  const [entry] = yield* outbox.claim({ now, until: now + leaseMs, limit: 1 }).pipe(Effect.withTracerEnabled(false))
  if (entry === undefined) return "idle" as const
  yield* send(entry, patience).pipe(Effect.annotateLogs({ messageId: entry.messageId, document: entry.document }))
  return "more" as const
})

const send = Effect.fn("datahub.document")(function* (entry: OutboxEntry, patience: Patience) {
  const { attempts, body, document, messageId, processType } = entry
  yield* Effect.annotateCurrentSpan({ messageId, document, processType })
  const client = yield* DatahubClient
  const outbox = yield* Outbox
  const sent = yield* Effect.result(client.submit({ name: document, messageId, body, sentBefore: attempts > 1 }))
  const at = yield* Clock.currentTimeMillis
  if (Result.isSuccess(sent)) {
    yield* outbox.sent(messageId, at)
    yield* counted("sent")
    return yield* Effect.logInfo(`${document} ${messageId} (${entry.process}) was sent: ${sent.success.outcome}`)
  }
  const { failure } = sent
  if (final.has(failure._tag)) {
    yield* outbox.refused(messageId, at, failure.message)
    yield* counted("refused")
    return yield* Effect.logWarning(`${document} ${messageId} (${entry.process}) was refused: ${failure.message}`)
  }
  yield* outbox.postpone(messageId, at + (yield* pauseAfter(attempts, failure, patience)), failure.message)
  yield* counted("postponed")
  return yield* failure
})

const counted = Effect.fnUntraced(function* (outcome: string) {
  const status = yield* ServeStatus
  yield* status.count(OUTBOX, outcome)
  yield* Metric.update(Metric.withAttributes(documentsTotal, { outcome }), 1)
})
