import { Context, type Effect, type Option } from "effect"
import type { Instant } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { ReceivedMessage } from "./ReceivedMessage.ts"

/**
 * What became of a message: its effects were recorded; it was kept for someone to read, because nothing here acts on
 * it; or it could not be read or used and lies in the dead letters.
 */
export type MessageOutcome = "applied" | "stored" | "dead letter"

/** What handling a message did. */
export interface Handling {
  readonly outcome: MessageOutcome
  /** The document's name, `NotifyValidatedMeasureData`; unknown for bytes that are no CIM document. */
  readonly document?: string | undefined
  readonly processType?: string | undefined
  /** When DataHub made it. */
  readonly createdAt?: Instant | undefined
  /** Parts of it that wait for something else, see `ParkedParts`. */
  readonly parkedParts: number
  /** What a person should know of it: a charge whose prices wait for its name, a code that is new. */
  readonly notes: ReadonlyArray<string>
  /** Whether the body is kept. Readings need not be: the ledger holds all that they say. */
  readonly keepBody: boolean
}

/** A message that was handled. */
export interface InboxEntry extends Omit<Handling, "keepBody"> {
  readonly messageId: string
  readonly queue: string
  readonly receivedAt: Instant
  readonly correlationId?: string | undefined
}

/** Which handled messages a query is about; the newest come first. */
export interface InboxQuery {
  readonly outcome?: MessageOutcome | undefined
  readonly document?: string | undefined
  readonly limit: number
}

/**
 * Which messages of DataHub were handled. A message has its effects once, however often it is delivered: the effects
 * and the mark that it was handled are one transaction, and a message that is marked has none.
 *
 * The message is dequeued after that transaction. A crash before it leaves nothing behind, a crash after it brings the
 * message again, which then changes nothing.
 *
 * @example
 * import { Effect, Option } from "effect"
 * import { Inbox } from "@datahub-settlement/core"
 * import { memoryExchange } from "@datahub-settlement/core/testing"
 *
 * const message = { messageId: "m-1", queue: "measuredata", body: new Uint8Array(), receivedAt: Date.parse("2025-01-16T05:12:50Z") }
 * let effects = 0
 * const handle = Effect.sync(() => {
 *   effects++
 *   return { outcome: "applied" as const, parkedParts: 0, notes: [], keepBody: false }
 * })
 * const twice = Effect.gen(function* () {
 *   const inbox = yield* Inbox
 *   const first = yield* inbox.once(message, handle)
 *   const second = yield* inbox.once(message, handle)
 *   return [Option.isSome(first), Option.isSome(second)]
 * })
 * Effect.runSync(twice.pipe(Effect.provide(memoryExchange))) // => [true, false]
 * effects // => 1
 */
export class Inbox extends Context.Service<
  Inbox,
  {
    /**
     * Runs the effects of a message and marks it as handled, all or nothing; of a message that was handled before,
     * nothing runs. What the effects record through other ports belongs to the same transaction. When they fail, nothing
     * of them stays, and the message counts as not handled.
     */
    readonly once: <E, R>(
      message: ReceivedMessage,
      effects: Effect.Effect<Handling, E, R>
    ) => Effect.Effect<Option.Option<Handling>, E | StorageError, R>
    readonly messages: (query: InboxQuery) => Effect.Effect<ReadonlyArray<InboxEntry>, StorageError>
    readonly find: (messageId: string) => Effect.Effect<Option.Option<InboxEntry>, StorageError>
    /** The bytes of a message, where they were kept. */
    readonly body: (messageId: string) => Effect.Effect<Option.Option<Uint8Array>, StorageError>
  }
>()("@datahub-settlement/core/Inbox") {}
