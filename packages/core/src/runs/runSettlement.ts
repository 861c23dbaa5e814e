import { Clock, Effect, Stream } from "effect"
import { type Instant, MarketCalendar, type Period } from "../market/index.ts"
import { MeteringLedger } from "../metering/index.ts"
import { PERIOD_DAYS_MAX } from "../settlement/index.ts"
import type { StorageError } from "../storage/index.ts"
import { planOf, type RunPlan, settlementPlan } from "./planOf.ts"
import { type ChunkConflict, type RunInProgress, RunRefused, RunSuperseded, RunUnknown } from "./RunProblem.ts"
import {
  isRunId,
  noProgress,
  RULE_VERSION,
  type RunId,
  type RunProgress,
  type RunScope,
  runScopeText,
  type SettlementRun
} from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"
import { pointsOf, type SettlementPorts } from "./settleScope.ts"
import { advance } from "./storedResults.ts"

/** How a run is made. */
export interface RunOptions extends RunScope {
  /** The id that the run gets; the caller draws it (UUID). */
  readonly runId: RunId
  /** What was known then, an instant that has passed; without it, what is known now. */
  readonly asOf?: Instant | undefined
  /** Points settled and stored together, {@link chunkPointsOf} the period unless said otherwise; results do not depend on it. */
  readonly chunkPoints?: number | undefined
  /** Settles everything and stores nothing; it neither holds the scope nor waits for who does. */
  readonly dryRun?: boolean | undefined
  /** Told after every chunk that is stored, with the number of all points. */
  readonly onProgress?: ((progress: RunProgress, points: number) => Effect.Effect<void>) | undefined
}

/** A run that came to its end. */
export interface RunOutcome {
  readonly run: SettlementRun
  readonly progress: RunProgress
}

const POINT_DAYS_MAX = 46_500
const DAY_MS = 86_400_000

/** Points in a chunk unless said otherwise: 1,500 for a month, fewer for a longer period, so that memory stays the same. */
export const chunkPointsOf = ({ from, to }: Period): number =>
  Math.max(1, Math.min(1500, Math.floor(POINT_DAYS_MAX / Math.ceil((to - from) / DAY_MS))))

type Needs = SettlementPorts | SettlementRunStore
type Stopped = RunInProgress | RunSuperseded | RunUnknown | ChunkConflict | StorageError

/**
 * Settles every supplied metering point of a scope, in GSRN order, chunk by chunk: reading, settling and storing overlap,
 * and a chunk is stored in one transaction with its checkpoint. What a run sees is what was known at its instant, so the
 * same run made again gives the same lines, in whatever chunks. A point that cannot be settled is stored with every
 * reason, and the rest goes on.
 *
 * Fails with `RunRefused` when the options make no run, and with `RunInProgress` while another process has the scope.
 * Stopped in any way, it goes on with {@link resumeSettlement}.
 *
 * @example
 * import { Effect, Layer } from "effect"
 * import { LocalDate, MarketCalendar, runSettlement } from "@datahub-settlement/core"
 * import { memorySettlementRunStore, memoryStores } from "@datahub-settlement/core/testing"
 *
 * const period = MarketCalendar.monthPeriod(LocalDate.make("2025-10-01"))
 * const run = runSettlement({ runId: "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1", period })
 * const stores = Layer.mergeAll(memoryStores, memorySettlementRunStore)
 * const outcome = Effect.runPromise(run.pipe(Effect.provide(stores)))
 * await outcome.then(({ progress }) => progress.settled + progress.failed) // => 0
 */
export const runSettlement: (options: RunOptions) => Effect.Effect<RunOutcome, RunRefused | Stopped, Needs> = Effect.fn(
  "runSettlement"
)(function* (options) {
  const { gridAreas, period, runId } = options
  const store = yield* SettlementRunStore
  const known = yield* (yield* MeteringLedger).knownInstant
  const reason = refusalOf(options, known)
  if (reason !== undefined) return yield* new RunRefused({ runId, reason })
  if (options.dryRun !== true) yield* store.hold(options)
  const startedAt = yield* Clock.currentTimeMillis
  const planned = {
    runId,
    kind: "settlement" as const,
    period,
    gridAreas,
    asOf: options.asOf ?? known,
    ruleVersion: RULE_VERSION,
    points: 0,
    startedAt
  }
  const points = yield* pointsOf(planned)
  const run = { ...planned, points: points.length }
  if (options.dryRun !== true) yield* store.begin(run)
  return yield* settlePoints(run, settlementPlan(run, points), noProgress, options)
}, Effect.scoped)

/** Why options make no run. */
const refusalOf = ({ asOf, chunkPoints, period, runId }: RunOptions, known: Instant): string | undefined => {
  const { from, to } = period
  if (!isRunId(runId)) return "its id is not a UUID."
  if (!(from < to)) return "its period is empty."
  if (!MarketCalendar.isLocalMidnight(from) || !MarketCalendar.isLocalMidnight(to)) {
    return "its period must begin and end at Danish midnight."
  }
  if (to - from > PERIOD_DAYS_MAX * DAY_MS) return `its period is longer than ${PERIOD_DAYS_MAX} days.`
  if (asOf !== undefined && !(asOf <= known))
    return "its instant has not passed yet: what will be known then is not known now."
  return chunkFault(chunkPoints)
}

export const chunkFault = (chunkPoints: number | undefined): string | undefined =>
  chunkPoints === undefined || (Number.isInteger(chunkPoints) && chunkPoints > 0)
    ? undefined
    : `a chunk has a whole number of points, at least one, not ${chunkPoints}.`

/**
 * Goes on with a run that was stopped, from its last stored chunk. A run that is finished comes back as it is; one that a
 * newer run of its scope has taken the place of is gone on with no more (`RunSuperseded`).
 */
export const resumeSettlement: (
  options: Pick<RunOptions, "runId" | "chunkPoints" | "onProgress">
) => Effect.Effect<RunOutcome, Stopped, Needs> = Effect.fn("resumeSettlement")(function* (options) {
  const store = yield* SettlementRunStore
  const run = yield* store.find(options.runId)
  const cannot = (reason: string) => new RunUnknown({ runId: run.runId, reason })
  const fault = chunkFault(options.chunkPoints)
  if (fault !== undefined) return yield* cannot(fault)
  yield* store.hold(run.kind === "correction" ? "corrections" : run)
  const finishedAsOf = yield* supersededBy(run)
  if (finishedAsOf !== undefined) return yield* new RunSuperseded({ runId: run.runId, finishedAsOf })
  return yield* goOn(run, options)
}, Effect.scoped)

/** Goes on with a run whose scope is held. */
export const goOn = Effect.fnUntraced(function* (
  run: SettlementRun,
  options: Pick<RunOptions, "chunkPoints" | "onProgress">
) {
  const store = yield* SettlementRunStore
  const cannot = (reason: string) => new RunUnknown({ runId: run.runId, reason })
  const done = yield* store.progress(run.runId)
  if (done.finishedAt !== undefined) return { run, progress: done }
  if (run.ruleVersion !== RULE_VERSION) {
    return yield* cannot(`it was begun by rule version ${run.ruleVersion}, this program has ${RULE_VERSION}.`)
  }
  const plan = yield* planOf(run)
  if (plan.gsrns.length !== run.points) {
    return yield* cannot(
      `it was begun for ${run.points} metering points, and as of its instant there are ${plan.gsrns.length} now.`
    )
  }
  return yield* settlePoints(run, plan, done, options)
})

/** As of when a newer run of the same scope has settled it, where it was stopped before that. */
const supersededBy = Effect.fnUntraced(function* (run: SettlementRun) {
  const store = yield* SettlementRunStore
  if (run.kind === "correction" || (yield* store.progress(run.runId)).finishedAt !== undefined) return undefined
  const scopes = yield* store.settledScopes(run.period)
  const same = scopes.find((one) => runScopeText(one) === runScopeText(run))
  return same?.finishedAsOf !== undefined && same.finishedAsOf > run.asOf ? same.finishedAsOf : undefined
})

/** Settles and stores what is left of a run. */
export const settlePoints = Effect.fnUntraced(function* (
  run: SettlementRun,
  { gsrns, results: resultsOf }: RunPlan,
  done: RunProgress,
  {
    chunkPoints = chunkPointsOf(run.period),
    dryRun,
    onProgress
  }: Pick<RunOptions, "chunkPoints" | "dryRun" | "onProgress">
) {
  const store = yield* SettlementRunStore
  let progress = done
  const { lastGsrn } = done
  const left = lastGsrn === undefined ? gsrns : gsrns.filter((gsrn) => gsrn > lastGsrn)
  yield* Stream.runForEach(resultsOf(left, chunkPoints), (results) => {
    const chunk = { chunkNo: progress.chunks, results }
    const reached = advance(progress, results)
    progress = reached
    const stored = dryRun === true ? Effect.void : store.commit(run, chunk)
    // Told only once it is stored: whoever is told says to people what is done.
    return onProgress === undefined ? stored : Effect.andThen(stored, () => onProgress(reached, run.points))
  })
  if (dryRun === true) return { run, progress }
  const { failed, settled } = yield* store.progress(run.runId)
  if (settled + failed !== run.points) {
    return yield* Effect.die(new Error(`Run ${run.runId} stored ${settled + failed} of ${run.points} metering points`))
  }
  return { run, progress: yield* store.finish(run) }
})
