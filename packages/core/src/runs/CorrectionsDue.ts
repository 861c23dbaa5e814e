import { Context, type Effect } from "effect"
import type { Gsrn, Instant, Period } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"

/** What made a settled time of a metering point worth settling anew. */
export type CorrectionCause = "readings" | "links" | "prices" | "supply"

/** A time of a metering point that was settled and may have to be settled anew. */
export interface CorrectionDue {
  readonly gsrn: Gsrn
  /** Whole local days. */
  readonly period: Period
  readonly cause: CorrectionCause
  /** The message that brought the news. */
  readonly messageId: string
  readonly notedAt: Instant
}

/** Which settled times newer knowledge has touched. Whether an amount changes is found when they are settled anew. */
export class CorrectionsDue extends Context.Service<
  CorrectionsDue,
  {
    /** The end of the newest time that any finished run has settled; later times need no correction. */
    readonly settledUntil: Effect.Effect<Instant | undefined, StorageError>
    /** Notes corrections; the same one (point, period, cause, message) again changes nothing. */
    readonly note: (corrections: ReadonlyArray<CorrectionDue>) => Effect.Effect<void, StorageError>
    /** Those that were not taken up yet, by GSRN and time. */
    readonly open: (limit: number) => Effect.Effect<ReadonlyArray<CorrectionDue>, StorageError>
    /** Ends those of a metering point that were noted by an instant: they have been settled anew. */
    readonly settle: (gsrn: Gsrn, notedBy: Instant) => Effect.Effect<void, StorageError>
  }
>()("@datahub-settlement/core/CorrectionsDue") {}
