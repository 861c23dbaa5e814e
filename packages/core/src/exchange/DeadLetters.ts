import { Context, type Effect, type Option, Schema } from "effect"
import type { Instant } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { Handling } from "./Inbox.ts"
import type { ReceivedMessage } from "./ReceivedMessage.ts"

/** Whether someone still has to look at a letter; `replayed` means that it had its effects since. */
export type DeadLetterState = "open" | "replayed" | "dismissed"

/** Why a message could not be used. */
export interface DeadLetterReason {
  /** The error's tag: `CimError`, `BodyTooLarge`, `InvalidVersion` … */
  readonly kind: string
  /** In words, with path and value where there is one. */
  readonly text: string
}

/** A message that could not be read or used, with its bytes. */
export interface DeadLetter extends ReceivedMessage {
  readonly reason: DeadLetterReason
  readonly state: DeadLetterState
  /** When it was replayed or dismissed. */
  readonly settledAt?: Instant | undefined
  /** Of a dismissed one: why. */
  readonly remark?: string | undefined
  /** Whether the body is only the beginning of what came, because it was too large to be kept. */
  readonly truncated: boolean
}

/** A letter without its bytes, for lists. */
export type DeadLetterSummary = Omit<DeadLetter, "body"> & { readonly bodyBytes: number }

/** There is no such letter, or it is not open any more. */
export class DeadLetterNotOpen extends Schema.TaggedError<DeadLetterNotOpen>()("DeadLetterNotOpen", {
  messageId: Schema.String,
  /** `undefined` when there is none. */
  state: Schema.optional(Schema.Literals(["replayed", "dismissed"]))
}) {
  override get message(): string {
    return this.state === undefined
      ? `There is no dead letter ${this.messageId}`
      : `Dead letter ${this.messageId} was ${this.state} already`
  }
}

/**
 * Messages that could not be read or used, with their bytes and the reason: nothing is lost by leaving the queue. One is
 * replayed when what was wrong has been mended, or dismissed with a remark.
 */
export class DeadLetters extends Context.Service<
  DeadLetters,
  {
    /** Keeps a letter. One of the same message is replaced in its reason only when it is open. */
    readonly add: (
      message: ReceivedMessage,
      reason: DeadLetterReason,
      truncated?: boolean
    ) => Effect.Effect<void, StorageError>
    /** Newest first. */
    readonly list: (query: {
      readonly state?: DeadLetterState | undefined
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<DeadLetterSummary>, StorageError>
    readonly find: (messageId: string) => Effect.Effect<Option.Option<DeadLetter>, StorageError>
    /**
     * Runs the effects of an open letter and marks it as replayed, in its inbox entry too: all or nothing. Two replays of
     * one letter have its effects once. It stays open when the handling ends in the dead letters again.
     */
    readonly replay: <E, R>(
      messageId: string,
      at: Instant,
      effects: (letter: DeadLetter) => Effect.Effect<Handling, E, R>
    ) => Effect.Effect<Handling, E | DeadLetterNotOpen | StorageError, R>
    readonly dismiss: (
      messageId: string,
      at: Instant,
      remark: string
    ) => Effect.Effect<void, DeadLetterNotOpen | StorageError>
  }
>()("@datahub-settlement/core/DeadLetters") {}
