import { Effect, Stream } from "effect"
import type { Gsrn } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import { planOf } from "./planOf.ts"
import { comparableRun } from "./resettlePoint.ts"
import { chunkPointsOf } from "./runSettlement.ts"
import type { RunUnknown } from "./RunProblem.ts"
import {
  noProgress,
  type PointResult,
  type RunId,
  type RunProgress,
  type StoredFailure,
  type StoredLine
} from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"
import type { SettlementPorts } from "./settleScope.ts"
import { advance, storedFailuresOf, storedLinesOf } from "./storedResults.ts"

/** Where a stored run and the same run made again are not the same; on one side there may be nothing. */
export interface RunDifference {
  readonly gsrn: Gsrn | undefined
  readonly what: "line" | "failure" | "progress"
  readonly stored: StoredLine | StoredFailure | RunProgress | undefined
  readonly computed: StoredLine | StoredFailure | RunProgress | undefined
}

/** What a stored run was compared with; of a run that has not finished, the part that it has stored. */
export interface RunVerification {
  readonly points: number
  readonly lines: number
  readonly failures: number
  /** The first one in GSRN order; undefined when everything is the same to the last digit. */
  readonly difference: RunDifference | undefined
}

/**
 * Makes a stored run again, from what was known at its instant, without storing anything, and compares every line, every
 * failure and the sums with what is stored. Ends at the first difference. A run of other rules than this program's is
 * `RunUnknown`: that its lines are others would say nothing.
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
  runId: RunId
) => Effect.Effect<RunVerification, RunUnknown | StorageError, SettlementPorts | SettlementRunStore> = Effect.fn(
  "verifyRun"
)(function* (runId) {
  const store = yield* SettlementRunStore
  const run = yield* comparableRun(runId)
  const stored = yield* store.progress(runId)
  const { lastGsrn } = stored
  const plan = yield* planOf(run)
  const points = lastGsrn === undefined ? [] : plan.gsrns.filter((gsrn) => gsrn <= lastGsrn)
  const comparison = new Comparison(runId, yield* store.failures(runId))
  yield* Stream.runForEachWhile(plan.results(points, chunkPointsOf(run.period)), (results) => comparison.take(results))
  return yield* comparison.end(stored)
})

type Store = SettlementRunStore["Service"]

/** A stored run and its repetition, side by side. */
class Comparison {
  private difference: RunDifference | undefined
  private progress = noProgress
  private failuresSeen = 0
  private after: Gsrn | undefined
  private readonly runId: RunId
  private readonly failures: ReadonlyArray<StoredFailure>

  constructor(runId: RunId, failures: ReadonlyArray<StoredFailure>) {
    this.runId = runId
    this.failures = failures
  }

  /** Compares the next results; false after a difference. */
  take(results: ReadonlyArray<PointResult>): Effect.Effect<boolean, StorageError, SettlementRunStore> {
    const settled = results.filter(({ kind }) => kind === "settled")
    return Effect.map(this.nextLines(settled.length), (stored) => {
      this.note(firstDifference("line", stored, results.flatMap(storedLinesOf)))
      this.after = settled.at(-1)?.gsrn ?? this.after
      const failures = results.flatMap(storedFailuresOf)
      this.note(
        firstDifference(
          "failure",
          this.failures.slice(this.failuresSeen, this.failuresSeen + failures.length),
          failures
        )
      )
      this.failuresSeen += failures.length
      this.progress = advance(this.progress, results)
      return this.difference === undefined
    })
  }

  /** Compares what is left: lines or failures that are stored and were not made again, and the sums. */
  end(stored: RunProgress): Effect.Effect<RunVerification, StorageError, SettlementRunStore> {
    return Effect.map(this.nextLines(1), (rest) => {
      this.note(firstDifference("line", rest, []))
      this.note(firstDifference("failure", this.failures.slice(this.failuresSeen), []))
      const { failed, lines, settled } = this.progress
      // Chunks are no result, and may have been of another size.
      const computed = { ...this.progress, chunks: stored.chunks, finishedAt: stored.finishedAt }
      const isSame = sumFields.every((field) => stored[field] === computed[field])
      if (!isSame) this.note({ gsrn: undefined, what: "progress", stored, computed })
      return { points: settled + failed, lines, failures: this.failuresSeen, difference: this.difference }
    })
  }

  private nextLines(points: number): Effect.Effect<ReadonlyArray<StoredLine>, StorageError, SettlementRunStore> {
    if (this.difference !== undefined || points === 0) return Effect.succeed([])
    return Effect.flatMap(SettlementRunStore, (store: Store) => store.lines(this.runId, { after: this.after, points }))
  }

  /** The first one stays, and of two in one chunk the one of the earlier point. */
  private note(found: RunDifference | undefined): void {
    const known = this.difference
    if (found !== undefined && (known === undefined || (found.gsrn !== undefined && found.gsrn < known.gsrn!)))
      this.difference = found
  }
}

const sumFields = ["settled", "failed", "lines", "totalOere", "lastGsrn"] as const

const firstDifference = <A extends StoredLine | StoredFailure>(
  what: "line" | "failure",
  stored: ReadonlyArray<A>,
  computed: ReadonlyArray<A>
): RunDifference | undefined => {
  for (let i = 0; i < Math.max(stored.length, computed.length); i++) {
    const [one, other] = [stored[i], computed[i]]
    if (one !== undefined && other !== undefined && isSame(one, other)) continue
    const gsrn = one === undefined || (other !== undefined && other.gsrn < one.gsrn) ? other!.gsrn : one.gsrn
    return {
      gsrn,
      what,
      stored: one?.gsrn === gsrn ? one : undefined,
      computed: other?.gsrn === gsrn ? other : undefined
    }
  }
  return undefined
}

const isSame = <A extends object>(a: A, b: A): boolean =>
  Object.keys({ ...a, ...b }).every((key) => a[key as keyof A] === b[key as keyof A])
