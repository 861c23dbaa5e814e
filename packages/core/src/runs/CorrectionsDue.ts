import { Context, type Effect } from "effect"
import type { Gsrn, Instant, Period } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"

/** What made a settled time of a metering point worth settling anew. */
export type CorrectionCause = "readings" | "links" | "prices" | "spotPrices" | "supply" | "contract" | "masterData"

/** A time of a metering point that was settled and may have to be settled anew. */
export interface CorrectionDue {
  readonly gsrn: Gsrn
  /** Whole local days. */
  readonly period: Period
  readonly cause: CorrectionCause
  /** The message that brought the news, or where else it came from and when. */
  readonly messageId: string
  readonly notedAt: Instant
}

/** Which settled times newer knowledge has touched. Whether an amount changes is found when they are settled anew. */
export class CorrectionsDue extends Context.Service<
  CorrectionsDue,
  {
    /**
     * The end of the newest time that any settlement run was begun for; later times need no correction. One that is not
     * finished counts: it does not see what comes after its instant.
     */
    readonly settledUntil: Effect.Effect<Instant | undefined, StorageError>
    /** Notes corrections; the same one (point, period, cause, message) again changes nothing. */
    readonly note: (corrections: ReadonlyArray<CorrectionDue>) => Effect.Effect<void, StorageError>
    /** Those that were not taken up yet, by GSRN and time. */
    readonly open: (limit: number) => Effect.Effect<ReadonlyArray<CorrectionDue>, StorageError>
    /** Ends these, as `open` gave them: they have been settled anew. Once more changes nothing. */
    readonly settle: (corrections: ReadonlyArray<CorrectionDue>) => Effect.Effect<void, StorageError>
  }
>()("@datahub-settlement/core/CorrectionsDue") {}
