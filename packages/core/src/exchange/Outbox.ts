import { Context, type Effect, Schema } from "effect"
import type { Instant } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"

/** A document that is to be sent. Its id stays the same however often it is sent. */
export interface OutgoingMessage {
  readonly messageId: string
  /** `RequestChangeOfSupplier`: what says where it is submitted. */
  readonly document: string
  /** `BRS-001`; what it is for. */
  readonly process: string
  readonly processType: string
  /** Ids of its records or series, which answers refer to. */
  readonly transactionIds: ReadonlyArray<string>
  /** JSON as it is sent, byte for byte. */
  readonly body: string
}

/** `waiting` to be sent (again), `sent` and received by DataHub, `refused` by DataHub or impossible to send. */
export type OutboxState = "waiting" | "sent" | "refused"

/** A document of ours, and how its sending stands. */
export interface OutboxEntry extends OutgoingMessage {
  readonly state: OutboxState
  readonly createdAt: Instant
  /** Begun attempts. An attempt whose end is unknown may have reached DataHub. */
  readonly attempts: number
  /** Of a waiting one: not to be sent before. */
  readonly nextAttemptAt: Instant
  /** When it was sent or refused. */
  readonly settledAt?: Instant | undefined
  /** Why the last attempt failed. */
  readonly problem?: string | undefined
}

/** A message id or one of its transaction ids was used by another message of ours. */
export class OutboxIdUsed extends Schema.TaggedError<OutboxIdUsed>()("OutboxIdUsed", { id: Schema.String }) {
  override get message(): string {
    return `The id ${this.id} belongs to another message in the outbox: DataHub would refuse it`
  }
}

/** There is no such document, or it is not one that can be sent once more: see `Outbox.resend`. */
export class OutboxNotRefused extends Schema.TaggedError<OutboxNotRefused>()("OutboxNotRefused", {
  messageId: Schema.String,
  /** `undefined` when there is none. */
  state: Schema.optional(Schema.Literals(["waiting", "sent"]))
}) {
  override get message(): string {
    return this.state === undefined
      ? `There is no document ${this.messageId} in the outbox`
      : `Document ${this.messageId} ${this.state === "sent" ? "was sent already" : "waits to be sent already"}`
  }
}

/**
 * Documents on their way to DataHub: they are put here in the transaction of whatever made them, and sent from here, again
 * and again with the same ids, until DataHub has taken or refused them.
 */
export class Outbox extends Context.Service<
  Outbox,
  {
    /** Takes documents, all or none. The same document again changes nothing. */
    readonly enqueue: (
      messages: ReadonlyArray<OutgoingMessage>,
      at: Instant
    ) => Effect.Effect<void, OutboxIdUsed | StorageError>
    /**
     * Gives waiting documents that are due, the oldest first, to whoever asks, and to nobody else before `until`; that
     * counts as an attempt. A sender that dies leaves them due again then.
     */
    readonly claim: (options: {
      readonly now: Instant
      readonly until: Instant
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<OutboxEntry>, StorageError>
    readonly sent: (messageId: string, at: Instant) => Effect.Effect<void, StorageError>
    readonly postpone: (messageId: string, until: Instant, problem: string) => Effect.Effect<void, StorageError>
    readonly refused: (messageId: string, at: Instant, problem: string) => Effect.Effect<void, StorageError>
    /**
     * Sends a refused document once more, with the same ids: what kept it from being taken has been mended. With
     * `isUnanswered` also one that was sent: no answer came, and DataHub takes it once, however often it comes.
     */
    readonly resend: (
      messageId: string,
      at: Instant,
      isUnanswered?: boolean
    ) => Effect.Effect<void, OutboxNotRefused | StorageError>
    /** Newest first. */
    readonly list: (query: {
      readonly state?: OutboxState | undefined
      readonly limit: number
    }) => Effect.Effect<ReadonlyArray<OutboxEntry>, StorageError>
  }
>()("@datahub-settlement/core/Outbox") {}
