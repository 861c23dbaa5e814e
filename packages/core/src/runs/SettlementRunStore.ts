import { Context, type Effect, type Scope } from "effect"
import type { Gsrn, Instant, Period } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { ChunkConflict, RunInProgress, RunRefused, RunUnknown } from "./RunProblem.ts"
import type {
  CorrectedPoint,
  HeldScope,
  RunChunk,
  RunId,
  RunProgress,
  SettledScope,
  SettlementRun,
  StoredFailure,
  StoredLine,
  StoredResult
} from "./SettlementRun.ts"

/** What a run stored of one metering point, or of so many points that it has any of (at least one) in GSRN order. */
export type PointsPage = { readonly gsrn: Gsrn } | { readonly after?: Gsrn | undefined; readonly points: number }

/** Where runs and their results are kept, for ever and unchanged. */
export class SettlementRunStore extends Context.Service<
  SettlementRunStore,
  {
    /**
     * Holds a scope for as long as the scope around it lives, or until the process ends: two runs of it cannot overlap.
     * Scopes are the same when period and grid areas are; others do not disturb each other. Corrections are one scope.
     */
    readonly hold: (scope: HeldScope) => Effect.Effect<void, RunInProgress | StorageError, Scope.Scope>
    /** Begins a run; of a correction run its points are stored with it. An id that is no UUID or was used already is refused. */
    readonly begin: (
      run: SettlementRun,
      corrected?: ReadonlyArray<CorrectedPoint>
    ) => Effect.Effect<void, RunRefused | StorageError>
    readonly find: (runId: RunId) => Effect.Effect<SettlementRun, RunUnknown | StorageError>
    /** Sums of the stored chunks; of a run that is not there, nothing. */
    readonly progress: (runId: RunId) => Effect.Effect<RunProgress, StorageError>
    /**
     * Lines, failures and the checkpoint of a chunk: one transaction. The same chunk again changes nothing; another one of
     * the same number is refused.
     */
    readonly commit: (run: SettlementRun, chunk: RunChunk) => Effect.Effect<void, ChunkConflict | StorageError>
    /** Ends a run; once more changes nothing. */
    readonly finish: (run: SettlementRun) => Effect.Effect<RunProgress, StorageError>
    /** The newest runs first. */
    readonly list: (limit: number) => Effect.Effect<ReadonlyArray<SettlementRun>, StorageError>
    /** Correction runs that were begun and not finished, the oldest first. */
    readonly unfinishedCorrections: Effect.Effect<ReadonlyArray<SettlementRun>, StorageError>
    /** The points of a correction run, in GSRN order. */
    readonly corrected: (runId: RunId) => Effect.Effect<ReadonlyArray<CorrectedPoint>, StorageError>
    /** Periods with grid areas that meet a period and that settlement runs were begun for, by time. */
    readonly settledScopes: (within: Period) => Effect.Effect<ReadonlyArray<SettledScope>, StorageError>
    /**
     * As of when points were settled last for exactly this period: by a finished settlement run, or by a stored chunk of a
     * correction run. Where a point could not be settled, it was not; those that never were are left out.
     */
    readonly settledAsOf: (
      gsrns: ReadonlyArray<Gsrn>,
      period: Period
    ) => Effect.Effect<ReadonlyMap<Gsrn, Instant>, StorageError>
    /**
     * What runs stored of points for exactly this period, by GSRN and instant: of finished settlement runs, and of stored
     * chunks of correction runs.
     */
    readonly results: (
      gsrns: ReadonlyArray<Gsrn>,
      period: Period
    ) => Effect.Effect<ReadonlyArray<StoredResult>, StorageError>
    /** Lines of a run in GSRN and line order; a page counts points that were settled. */
    readonly lines: (runId: RunId, page: PointsPage) => Effect.Effect<ReadonlyArray<StoredLine>, StorageError>
    /**
     * Every reason of metering points that could not be settled, in GSRN order; a page counts those points. All of them,
     * page by page: {@link failurePages}.
     */
    readonly failures: (runId: RunId, page: PointsPage) => Effect.Effect<ReadonlyArray<StoredFailure>, StorageError>
  }
>()("@datahub-settlement/core/SettlementRunStore") {}
