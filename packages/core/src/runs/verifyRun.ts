import { Effect, Stream } from "effect"
import type { StorageError } from "../storage/index.ts"
import { RunComparison, type RunVerification } from "./compareRun.ts"
import { planOf } from "./planOf.ts"
import { comparableRun } from "./resettlePoint.ts"
import { RunUnknown } from "./RunProblem.ts"
import { chunkFault, chunkPointsOf } from "./runSettlement.ts"
import type { RunId } from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"
import type { SettlementPorts } from "./settleScope.ts"

/** How a run is verified. */
export interface VerifyOptions {
  /** Points settled and compared together, {@link chunkPointsOf} the period unless said otherwise; any size gives the same. */
  readonly chunkPoints?: number | undefined
  /** Told after every chunk: points that were compared, and all that are to be. */
  readonly onProgress?: ((compared: number, points: number) => Effect.Effect<void>) | undefined
}

/**
 * Makes a stored run again, from what was known at its instant, without storing anything, and compares every line, every
 * failure and all sums, each point's and the run's, with what is stored. Ends at the first difference. A run of other rules
 * than this program's is `RunUnknown`: that its lines are others would say nothing.
 *
 * @example
 * import { Effect, Layer } from "effect"
 * import { LocalDate, MarketCalendar, runSettlement, verifyRun } from "@datahub-settlement/core"
 * import { memorySettlementRunStore, memoryStores } from "@datahub-settlement/core/testing"
 *
 * const runId = "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1"
 * const period = MarketCalendar.monthPeriod(LocalDate.make("2025-10-01"))
 * const verified = Effect.runPromise(
 *   Effect.andThen(runSettlement({ runId, period }), verifyRun(runId)).pipe(
 *     Effect.provide(Layer.mergeAll(memoryStores, memorySettlementRunStore))
 *   )
 * )
 * await verified.then(({ difference }) => difference === undefined) // => true
 */
export const verifyRun: (
  runId: RunId,
  options?: VerifyOptions
) => Effect.Effect<RunVerification, RunUnknown | StorageError, SettlementPorts | SettlementRunStore> = Effect.fn(
  "verifyRun"
)(function* (runId, { chunkPoints, onProgress } = {}) {
  const store = yield* SettlementRunStore
  const run = yield* comparableRun(runId)
  const fault = chunkFault(chunkPoints)
  if (fault !== undefined) return yield* new RunUnknown({ runId, reason: fault })
  const stored = yield* store.progress(runId)
  const { lastGsrn } = stored
  const plan = yield* planOf(run)
  const points = lastGsrn === undefined ? [] : plan.gsrns.filter((gsrn) => gsrn <= lastGsrn)
  const comparison = new RunComparison(run, store, stored)
  const results = plan.results(points, chunkPoints ?? chunkPointsOf(run.period))
  yield* Stream.runForEachWhile(results, (chunk) =>
    Effect.tap(comparison.take(chunk), () => onProgress?.(comparison.points, points.length) ?? Effect.void)
  )
  return yield* comparison.end(stored)
})
