import { noteRefusedDocument, Outbox, type OutboxEntry, Transactions } from "@datahub-settlement/core"
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

/**
 * One round of the sender: the oldest document that is due, if there is one.
 *
 * A stop that breaks a round off does not give its document back: of an attempt without an answer nobody knows whether
 * DataHub has taken the document. It stays with this sender until its lease ends, and the attempt with it; whoever takes it
 * then sends it with the same ids, which DataHub takes once. One that had not left yet, as where a token was waited for,
 * waits as long.
 */
export const sendOutbox = Effect.fnUntraced(function* (leaseMs: number, patience: Patience) {
  const outbox = yield* Outbox
  const now = yield* Clock.currentTimeMillis
  // Each look at an empty outbox would leave a trace of its own.
  const [entry] = yield* outbox.claim({ now, until: now + leaseMs, limit: 1 }).pipe(Effect.withTracerEnabled(false))
  if (entry === undefined) return yield* nothingDue
  yield* send(entry, patience).pipe(Effect.annotateLogs({ messageId: entry.messageId, document: entry.document }))
  return "more" as const
})

/** A document that failed waits for its next attempt: until then it is not known whether it can be sent again. */
const nothingDue = Effect.gen(function* () {
  const { workers } = yield* ServeStatus
  const isFailing = (yield* workers).some(({ name, state }) => name === OUTBOX && state === "failing")
  if (!isFailing) return "idle" as const
  const outbox = yield* Outbox
  const waiting = yield* outbox.list({ state: "waiting", limit: 1 }).pipe(Effect.withTracerEnabled(false))
  return waiting.length > 0 ? ("untried" as const) : ("idle" as const)
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
    const notes = yield* refused(entry, at, failure)
    yield* counted("refused")
    yield* Effect.logWarning(`${document} ${messageId} (${entry.process}) was refused: ${failure.message}`)
    return yield* Effect.forEach(notes, (note) => Effect.logWarning(note), { discard: true })
  }
  yield* outbox.postpone(messageId, at + (yield* pauseAfter(attempts, failure, patience)), failure.message)
  yield* counted("postponed")
  return yield* failure
})

/**
 * The document is put aside, and its process learns that no answer will come, where the document itself was wrong. What
 * may have been sent before, or was refused to this host and not to the document, can still be sent: its process waits.
 */
const refused = Effect.fnUntraced(function* (
  { messageId, transactionIds }: OutboxEntry,
  at: number,
  failure: SubmitFailure
) {
  const outbox = yield* Outbox
  const { atomically } = yield* Transactions
  const put = outbox.refused(messageId, at, failure.message)
  const isWrong = failure._tag === "DocumentRefused" && failure.errors.length > 0 && !failure.isUsedBefore
  if (!isWrong) return yield* Effect.as(put, [])
  const reasons = failure.errors.map(({ code, message: text }) => ({ code: code || NO_CODE, text }))
  const told = atomically(noteRefusedDocument({ messageId, transactionIds }, at, reasons)).pipe(
    Effect.catchIf(
      (problem) => problem._tag !== "StorageError",
      ({ message }) => Effect.succeed([`the process of ${messageId} was not told: ${message}`])
    )
  )
  return yield* atomically(Effect.andThen(put, told))
})

/** An error to which DataHub gives no code comes with the status alone. */
const NO_CODE = "400"

const counted = Effect.fnUntraced(function* (outcome: string) {
  const status = yield* ServeStatus
  yield* status.count(OUTBOX, outcome)
  yield* Metric.update(Metric.withAttributes(documentsTotal, { outcome }), 1)
})
