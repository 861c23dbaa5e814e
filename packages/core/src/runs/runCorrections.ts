import { Clock, Effect } from "effect"
import type { Instant } from "../market/index.ts"
import { MeteringLedger } from "../metering/index.ts"
import type { StorageError } from "../storage/index.ts"
import { CorrectionsDue } from "./CorrectionsDue.ts"
import { type PeriodCorrections, planCorrections } from "./planCorrections.ts"
import { correctionPlan } from "./planOf.ts"
import { type ChunkConflict, type RunInProgress, RunRefused, type RunUnknown } from "./RunProblem.ts"
import { chunkFault, goOn, type RunOutcome, settlePoints } from "./runSettlement.ts"
import { isRunId, noProgress, RULE_VERSION, type RunId, type RunProgress, type SettlementRun } from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"
import type { SettlementPorts } from "./settleScope.ts"

/** How corrections are settled. */
export interface CorrectionOptions {
  /** Draws the id of a run (UUID): each settled period gets a run of its own. */
  readonly drawRunId: () => RunId
  /** Corrections taken up together, 10,000 unless said otherwise; what is left is told by `hasMore`. */
  readonly correctionsMax?: number | undefined
  /** Points settled and stored together; results do not depend on it. */
  readonly chunkPoints?: number | undefined
  /** Settles everything and stores nothing; it neither holds the corrections nor waits for who does. */
  readonly dryRun?: boolean | undefined
  /** Told after every chunk that is stored, with the number of all points of its run. */
  readonly onProgress?: ((progress: RunProgress, points: number) => Effect.Effect<void>) | undefined
}

/** What corrections came to. */
export interface CorrectionsOutcome {
  /** Runs that were stopped before and are finished now, then one for each settled period, by time. */
  readonly runs: ReadonlyArray<RunOutcome>
  /** Corrections that are settled by them. */
  readonly settled: number
  /** Corrections of time whose settlement run has not finished: they are taken up when it has. */
  readonly waiting: number
  /** Whether there may be more to take up at once. */
  readonly hasMore: boolean
}

const CORRECTIONS_MAX = 10_000

/**
 * Settles the corrections that are due. Each point and settled period that one touches is settled twice: as of the instant
 * by which it was settled last, which is what was billed, and as of now; the change of the bill is stored ({@link
 * correctBill}). So a point's run and its correction runs always add up to what a settlement of today says, to the øre:
 * {@link billedOf} gives their sum.
 *
 * A point that we do not supply any more is taken back in full; one that could not be settled before, or was not known,
 * is settled in full; where nothing has changed there is no line. A point that cannot be settled now is stored with every
 * reason, and what was billed stands until there is news of it.
 *
 * A correction ends after all of its runs are finished. Stopped anywhere, they are finished first the next time; whatever
 * is taken up twice has been settled by then, and comes to nothing. Fails with `RunInProgress` while another process
 * settles corrections.
 *
 * @example
 * import { Effect, Layer } from "effect"
 * import { runCorrections } from "@datahub-settlement/core"
 * import { memoryExchange, memorySettlementRunStore, memoryStores } from "@datahub-settlement/core/testing"
 *
 * const corrections = runCorrections({ drawRunId: () => "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1" })
 * const stores = Layer.mergeAll(memoryStores, memoryExchange, memorySettlementRunStore)
 * const outcome = Effect.runPromise(corrections.pipe(Effect.provide(stores)))
 * await outcome.then(({ runs, settled }) => runs.length + settled) // => 0
 */
export const runCorrections: (
  options: CorrectionOptions
) => Effect.Effect<
  CorrectionsOutcome,
  RunRefused | RunInProgress | RunUnknown | ChunkConflict | StorageError,
  SettlementPorts | SettlementRunStore | CorrectionsDue
> = Effect.fn("runCorrections")(function* (options) {
  const { correctionsMax = CORRECTIONS_MAX, drawRunId, dryRun = false } = options
  const store = yield* SettlementRunStore
  const due = yield* CorrectionsDue
  const fault = chunkFault(options.chunkPoints)
  if (fault !== undefined) return yield* new RunRefused({ runId: drawRunId(), reason: fault })
  if (!dryRun) yield* store.hold("corrections")
  const stopped = dryRun ? [] : yield* store.unfinishedCorrections
  const resumed = yield* Effect.forEach(stopped, (run) => goOn(run, options))
  // What is read here was stored with its news: whatever instant is known from now on sees them.
  const open = yield* due.open(correctionsMax)
  if (open.length === 0) return { runs: resumed, settled: 0, waiting: 0, hasMore: false }
  const asOf = yield* (yield* MeteringLedger).knownInstant
  const { periods, taken, waiting } = yield* planCorrections(open, asOf)
  const runs = yield* Effect.forEach(periods, (period) => correctPeriod(period, asOf, options))
  if (!dryRun) yield* due.settle(taken)
  return {
    runs: [...resumed, ...runs],
    settled: taken.length,
    waiting: waiting.length,
    hasMore: open.length === correctionsMax && taken.length > 0
  }
}, Effect.scoped)

const correctPeriod = Effect.fnUntraced(function* (
  { period, points }: PeriodCorrections,
  asOf: Instant,
  options: CorrectionOptions
) {
  const runId = options.drawRunId()
  if (!isRunId(runId)) return yield* new RunRefused({ runId, reason: "its id is not a UUID." })
  const run: SettlementRun = {
    runId,
    kind: "correction",
    period,
    gridAreas: undefined,
    asOf,
    ruleVersion: RULE_VERSION,
    points: points.length,
    startedAt: yield* Clock.currentTimeMillis
  }
  if (options.dryRun !== true) yield* (yield* SettlementRunStore).begin(run, points)
  return yield* settlePoints(run, correctionPlan(run, points), noProgress, options)
})
