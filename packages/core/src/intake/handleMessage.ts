import { Clock, Effect, Option, Result } from "effect"
import {
  DeadLetters,
  type DeadLetterReason,
  type Handling,
  Inbox,
  type MessageOutcome,
  type ReceivedMessage
} from "../exchange/index.ts"
import { formatInstant, type Gsrn } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import { advanceProcesses } from "./advanceProcesses.ts"
import { applyParked } from "./applyParked.ts"
import { IntakeSettings } from "./IntakeSettings.ts"
import { type EffectFailure, MessageRefused, type PreparedMessage } from "./PreparedMessage.ts"
import type { ProcessNews } from "./ProcessNews.ts"
import { reasonOfFailure } from "./reasonOfFailure.ts"
import { readMessage } from "./readMessage.ts"
import { reckonAconto } from "./reckonAconto.ts"

/** What became of a message that was received. */
export interface HandledMessage {
  readonly messageId: string
  /** `known before`: it was handled when it came the first time, and changed nothing now. */
  readonly outcome: MessageOutcome | "known before"
  readonly document?: string | undefined
  readonly processType?: string | undefined
  /** Parts that wait for something else. */
  readonly parkedParts: number
  readonly notes: ReadonlyArray<string>
}

/**
 * Handles a message of DataHub: reads it, records its effects and that it was handled in one transaction, and gives what
 * became of it. Afterwards it can be dequeued, whatever that was. One that cannot be read or used goes to the dead letters
 * with its bytes and the reason. It fails only when the store does: then nothing of it stays, and it is to be peeked again.
 *
 * @example
 * import { Effect } from "effect"
 * import { handleMessage } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 *
 * const message = { messageId: "m-1", queue: "masterdata", body: Uint8Array.of(123), receivedAt: 0 }
 * const outcome = Effect.map(handleMessage(message), (handled) => handled.outcome)
 * await Effect.runPromise(outcome.pipe(Effect.provide(memoryIntake()))) // => "dead letter"
 */
export const handleMessage = Effect.fn("handleMessage")(function* (message: ReceivedMessage) {
  const read = yield* Effect.sync(() => readMessage(message)).pipe(Effect.withSpan("decode"))
  if (Result.isFailure(read)) return yield* keepUnreadable(message, read.failure.reason)
  const prepared = read.success
  const inbox = yield* Inbox
  const handled = yield* inbox.once(message, effectsOf(message.messageId, prepared)).pipe(
    Effect.withSpan("store"),
    Effect.catch((failure: EffectFailure) => refuse(message, failure))
  )
  return outcomeOf(message, handled)
})

/** Whoever handled it at the same time was first where there is nothing. */
const outcomeOf = ({ messageId }: ReceivedMessage, handled: Option.Option<Handling>): HandledMessage =>
  Option.match(handled, {
    onNone: () => knownBefore(messageId),
    onSome: (handling) => ({ ...handling, messageId })
  })

const knownBefore = (messageId: string): HandledMessage => ({
  messageId,
  outcome: "known before",
  parkedParts: 0,
  notes: []
})

/** What a document does under an id: its own effects, and those of what waited for it. */
export const effectsOf = Effect.fnUntraced(function* (messageId: string, prepared: PreparedMessage) {
  const { document, header, outcome } = prepared
  const { keepsReadings } = yield* IntakeSettings
  yield* checkReceiver(prepared)
  const now = yield* Clock.currentTimeMillis
  const { arrived, notes, parkedParts } = yield* prepared.apply({ messageId, now })
  const parked = yield* applyParked(arrived, now)
  const processes = yield* advanceProcesses(prepared.news, { messageId, createdAt: header.createdAt })
  yield* reckonAconto(suppliedOf(prepared.news), { source: messageId })
  const future = header.createdAt > now + CLOCK_SKEW_MS_MAX
  const handling: Handling = {
    outcome,
    document,
    processType: header.processType,
    createdAt: header.createdAt,
    parkedParts,
    notes: [
      ...notes,
      ...processes,
      ...parked,
      ...(future
        ? [`made at ${formatInstant(header.createdAt)}, after it was received: check this machine's clock`]
        : [])
    ],
    keepBody: prepared.keepBody || keepsReadings
  }
  return handling
})

/** Whose supply a message may have changed, where no process has reckoned anew what is prepaid for it. */
const suppliedOf = (news: ReadonlyArray<ProcessNews>): ReadonlyArray<Gsrn> => [
  ...new Set(
    news.flatMap((one) =>
      one.kind === "unasked" && (one.facts.document === "notice" || one.facts.document === "masterData")
        ? [one.facts.gsrn]
        : []
    )
  )
]

/** Clocks may differ so far before anyone is told. */
const CLOCK_SKEW_MS_MAX = 5 * 60_000

const checkReceiver = Effect.fnUntraced(function* ({ header }: PreparedMessage) {
  const { gln } = yield* IntakeSettings
  if (header.receiver.id === gln) return
  const text = `it is for ${header.receiver.id}, and we are ${gln}`
  return yield* new MessageRefused({ reason: { kind: "WrongReceiver", text } })
})

const refuse = Effect.fnUntraced(function* (message: ReceivedMessage, failure: EffectFailure) {
  const reason = reasonOfFailure(failure)
  if (reason === undefined) return yield* failure as StorageError
  return yield* deadLetter(message, reason, false)
})

/** Puts a message among the dead letters that is not even to be read: only a part of it could be taken. */
export const keepUnreadable = Effect.fn("keepUnreadable")(function* (
  message: ReceivedMessage,
  reason: DeadLetterReason,
  truncated = false
) {
  const inbox = yield* Inbox
  const known = yield* inbox.find(message.messageId)
  if (Option.isSome(known)) return knownBefore(message.messageId)
  return outcomeOf(message, yield* deadLetter(message, reason, truncated))
})

const deadLetter = Effect.fnUntraced(function* (
  message: ReceivedMessage,
  reason: DeadLetterReason,
  truncated: boolean
) {
  const inbox = yield* Inbox
  const letters = yield* DeadLetters
  const handling: Handling = { outcome: "dead letter", parkedParts: 0, notes: [reason.text], keepBody: false }
  return yield* inbox.once(message, Effect.as(letters.add(message, reason, truncated), handling))
})
