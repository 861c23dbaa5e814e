import { Context, type Effect } from "effect"
import type { Gsrn, Instant, Period } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { ConsumptionBucket, ConsumptionUnit, MissingInterval } from "./consumption.ts"
import type { MeteringSeries } from "./MeteringSeries.ts"

/** Readings of one message. */
export interface LedgerMessage {
  readonly messageId: string
  readonly series: ReadonlyArray<MeteringSeries>
}

/** What adding messages did. */
export interface AppendOutcome {
  /** Local days of metering points that were added. */
  readonly days: number
  /** Messages that were known already, and so changed nothing. */
  readonly knownMessages: number
}

/** Which readings a query is about. */
export interface ReadingsQuery {
  readonly gsrns: ReadonlyArray<Gsrn>
  readonly period: Period
  /** Only what the ledger knew at that instant, see {@link MeteringLedger.knownInstant}; without it, all that is known. */
  readonly asOf?: Instant | undefined
}

/** A run of metering points in GSRN order, both ends included. */
export interface GsrnRange {
  readonly from: Gsrn
  readonly to: Gsrn
}

/** Readings of a range of metering points, for those that settle many at once. */
export interface CurrentReadingsQuery extends GsrnRange {
  /** Only these of the range, at least one; without it all. */
  readonly gsrns?: ReadonlyArray<Gsrn> | undefined
  readonly period: Period
  readonly asOf?: Instant | undefined
}

/**
 * The metering ledger: every registration of every reading, kept for ever. Nothing is overwritten; a newer registration
 * supersedes when it is read ({@link assembleReadings}), whatever the order of arrival.
 */
export class MeteringLedger extends Context.Service<
  MeteringLedger,
  {
    /** Adds messages, all or none. A message that is known already changes nothing. */
    readonly append: (messages: ReadonlyArray<LedgerMessage>) => Effect.Effect<AppendOutcome, StorageError>
    /**
     * Every registration that meets the query, cut at local midnights and at the query's days, in the order of GSRN, day
     * and registration: what a settlement request takes as `readings`.
     */
    readonly readings: (query: ReadingsQuery) => Effect.Effect<ReadonlyArray<MeteringSeries>, StorageError>
    /**
     * The readings that hold, for every point of a range that has any: as few series as say the same as all its
     * registrations ({@link assembleReadings} gives the same for both). A point whose registrations nowhere meet has one
     * series, which then carries the newest registration and the ids of one of them.
     */
    readonly currentReadings: (
      query: CurrentReadingsQuery
    ) => Effect.Effect<ReadonlyMap<Gsrn, ReadonlyArray<MeteringSeries>>, StorageError>
    /** What is missing in a period, neighbouring intervals joined. */
    readonly missing: (query: ReadingsQuery) => Effect.Effect<ReadonlyArray<MissingInterval>, StorageError>
    /** Energy by hour, local day or local month. */
    readonly consumption: (
      gsrn: Gsrn,
      period: Period,
      unit: ConsumptionUnit,
      asOf?: Instant
    ) => Effect.Effect<ReadonlyArray<ConsumptionBucket>, StorageError>
    /**
     * An instant at which the ledger's knowledge is settled: whatever was or will be recorded by it is visible now, so
     * that a query as of it gives the same answer for ever.
     */
    readonly knownInstant: Effect.Effect<Instant, StorageError>
  }
>()("@datahub-settlement/core/MeteringLedger") {}
