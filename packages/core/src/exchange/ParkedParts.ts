import { Context, type Effect } from "effect"
import type { Instant } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"

/** A part of a message that cannot be applied yet. */
export interface ParkedPart {
  readonly messageId: string
  /** Which part: a metering point, a transaction. Unique in its message. */
  readonly part: string
  /** What it waits for: `point/571313999000000010`. */
  readonly waitsFor: string
  /** In words, for whoever looks at the list. */
  readonly reason: string
  /** The part as a CIM document of its own, JSON. */
  readonly document: string
  /** When DataHub made the message. */
  readonly createdAt: Instant
  readonly parkedAt: Instant
}

/** What a part can wait for, as text. */
export const waitsForPoint = (gsrn: string): string => `point/${gsrn}`

/**
 * Parts of messages that wait for something else: readings before the master data of their metering point. They are
 * kept, listed, and taken up again when what they wait for is there.
 */
export class ParkedParts extends Context.Service<
  ParkedParts,
  {
    /** Keeps parts; one that is kept already changes nothing. */
    readonly park: (parts: ReadonlyArray<ParkedPart>) => Effect.Effect<void, StorageError>
    /**
     * Takes up the parts that wait for one of these, in the order in which DataHub made them. That they are no longer
     * parked and what is done with them is one transaction, or part of the one around it: when it fails they stay.
     */
    readonly takeUp: <A, E, R>(
      waitsFor: ReadonlyArray<string>,
      effects: (parts: ReadonlyArray<ParkedPart>) => Effect.Effect<A, E, R>
    ) => Effect.Effect<A, E | StorageError, R>
    /** Oldest first. */
    readonly list: (limit: number) => Effect.Effect<ReadonlyArray<ParkedPart>, StorageError>
    /** What is waited for, each once, the longest wait first. */
    readonly waitedFor: (limit: number) => Effect.Effect<ReadonlyArray<string>, StorageError>
    readonly count: Effect.Effect<number, StorageError>
  }
>()("@datahub-settlement/core/ParkedParts") {}
