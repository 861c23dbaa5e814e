import { Context, type Effect, type Scope } from "effect"
import type { Gsrn } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { ChunkConflict, RunInProgress, RunRefused, RunUnknown } from "./RunProblem.ts"
import type {
  RunChunk,
  RunId,
  RunProgress,
  RunScope,
  SettlementRun,
  StoredFailure,
  StoredLine
} from "./SettlementRun.ts"

/** Lines of one metering point, or of so many settled points (at least one) after another in GSRN order. */
export type LinesPage = { readonly gsrn: Gsrn } | { readonly after?: Gsrn | undefined; readonly points: number }

/** Where runs and their results are kept, for ever and unchanged. */
export class SettlementRunStore extends Context.Service<
  SettlementRunStore,
  {
    /**
     * Holds a scope for as long as the scope around it lives, or until the process ends: two runs of it cannot overlap.
     * Scopes are the same when period and grid areas are; others do not disturb each other.
     */
    readonly hold: (scope: RunScope) => Effect.Effect<void, RunInProgress | StorageError, Scope.Scope>
    /** Begins a run. An id that is no UUID or was used already is refused. */
    readonly begin: (run: SettlementRun) => Effect.Effect<void, RunRefused | StorageError>
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
    /** Lines of a run in GSRN and line order. */
    readonly lines: (runId: RunId, page: LinesPage) => Effect.Effect<ReadonlyArray<StoredLine>, StorageError>
    /** Every reason of every metering point that could not be settled, in GSRN order. */
    readonly failures: (runId: RunId) => Effect.Effect<ReadonlyArray<StoredFailure>, StorageError>
  }
>()("@datahub-settlement/core/SettlementRunStore") {}
