import { Clock, Effect, type Result, Schema } from "effect"
import { Outbox, OutgoingIds, Transactions } from "../exchange/index.ts"
import { IntakeSettings, takeEvent } from "../intake/index.ts"
import type { OutgoingContext, OutgoingDocument, RequestRefused } from "../messages/index.ts"
import {
  type MarketProcess,
  openProcess,
  type ProcessEvent,
  type ProcessOpening,
  ProcessStore
} from "../processes/index.ts"

/** What a request has become: a process that waits for its answer, and a document that waits to be sent. */
export interface SubmittedRequest {
  readonly process: MarketProcess
  readonly messageId: string
  readonly transactionId: string
}

/** The process is in a state in which this cannot be done. */
export class StepRefused extends Schema.TaggedError<StepRefused>()("StepRefused", {
  id: Schema.String,
  /** What was to be done: `cancellationSent`. */
  step: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `Process ${this.id} cannot be taken further: ${this.reason}`
  }
}

export type Build = (context: OutgoingContext) => Result.Result<OutgoingDocument, RequestRefused>

/**
 * Begins a process with a document of ours. The process, that its document is sent, and the document in the outbox are one
 * transaction, so that no answer can come before its request is known. What is wrong comes out before anything is stored.
 *
 * @param before what the process has to know before the document goes out
 * @param beside what is recorded in the same transaction
 */
export const beginProcess = Effect.fnUntraced(function* <E = never, R = never>(
  opening: Omit<ProcessOpening, "id" | "openedAt">,
  build: Build,
  options: {
    readonly before?: ReadonlyArray<ProcessEvent>
    readonly beside?: Effect.Effect<unknown, E, R>
  } = {}
) {
  const context = yield* outgoingContext
  const document = yield* Effect.fromResult(build(context))
  const { messageId, now, transactionId } = context
  const opened = yield* Effect.fromResult(openProcess({ ...opening, id: transactionId, openedAt: now }))
  const { atomically } = yield* Transactions
  const store = yield* ProcessStore
  return yield* atomically(
    Effect.gen(function* () {
      yield* store.open(opened)
      let process = opened
      for (const event of options.before ?? []) process = yield* takeOwnStep(process, event)
      process = yield* takeOwnStep(process, { kind: "sent", at: now, messageId, transactionId })
      yield* enqueue(document, now)
      if (options.beside !== undefined) yield* options.beside
      return { process, messageId, transactionId } satisfies SubmittedRequest
    })
  )
})

/**
 * Begins a process of which nothing is sent, because it was reported elsewhere: the same rules as for a document that says
 * it, and no document.
 */
export const beginUnsent = Effect.fnUntraced(function* (
  opening: Omit<ProcessOpening, "id" | "openedAt">,
  check: Build,
  steps: ReadonlyArray<ProcessEvent>
) {
  const context = yield* outgoingContext
  yield* Effect.fromResult(check(context))
  const { now, transactionId: id } = context
  const opened = yield* Effect.fromResult(openProcess({ ...opening, id, openedAt: now }))
  const { atomically } = yield* Transactions
  const store = yield* ProcessStore
  return yield* atomically(
    Effect.gen(function* () {
      yield* store.open(opened)
      let process = opened
      for (const event of steps) process = yield* takeOwnStep(process, event)
      return process
    })
  )
})

/** Takes a process further with a document of ours, in one transaction. */
export const continueProcess = Effect.fnUntraced(function* (
  before: MarketProcess,
  build: Build,
  stepOf: (came: { readonly at: number; readonly messageId: string; readonly transactionId: string }) => ProcessEvent
) {
  const context = yield* outgoingContext
  const document = yield* Effect.fromResult(build(context))
  const { messageId, now, transactionId } = context
  const { atomically } = yield* Transactions
  return yield* atomically(
    Effect.gen(function* () {
      const process = yield* takeOwnStep(before, stepOf({ at: now, messageId, transactionId }))
      yield* enqueue(document, now)
      return { process, messageId, transactionId } satisfies SubmittedRequest
    })
  )
})

/** A step of our own that does not fit is not taken at all: the transaction around it undoes it. */
const takeOwnStep = Effect.fnUntraced(function* (before: MarketProcess, event: ProcessEvent) {
  const { legal, process, reason } = yield* takeEvent(before, event)
  return legal ? process : yield* new StepRefused({ id: before.id, step: event.kind, reason })
})

const outgoingContext = Effect.gen(function* () {
  const { gln: sender } = yield* IntakeSettings
  const ids = yield* OutgoingIds
  const now = yield* Clock.currentTimeMillis
  return { now, sender, messageId: yield* ids.next, transactionId: yield* ids.next } satisfies OutgoingContext
})

const enqueue = Effect.fnUntraced(function* (
  { body, messageId, name: document, process, processType, transactionIds }: OutgoingDocument,
  now: number
) {
  const outbox = yield* Outbox
  const message = { messageId, document, process, processType, transactionIds, body: JSON.stringify(body) }
  // Ids that were used before are a fault of whoever gives them.
  yield* outbox.enqueue([message], now).pipe(Effect.catchTag("OutboxIdUsed", (error) => Effect.die(error)))
})
