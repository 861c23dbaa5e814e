import { Effect } from "effect"
import type { Gsrn } from "../market/index.ts"
import type { Totals } from "../settlement/index.ts"
import type { StorageError } from "../storage/index.ts"
import {
  noProgress,
  type PointResult,
  type RunProgress,
  type SettlementRun,
  type StoredFailure,
  type StoredLine
} from "./SettlementRun.ts"
import type { SettlementRunStore } from "./SettlementRunStore.ts"
import { advance, storedFailuresOf, storedLinesOf } from "./storedResults.ts"

/** Subtotal, VAT and total of a metering point. */
export interface PointSums extends Totals {
  readonly gsrn: Gsrn
}

interface Differing<What extends string, A> {
  readonly what: What
  readonly gsrn: Gsrn
  readonly stored: A | undefined
  readonly computed: A | undefined
}

/** Where a stored run and the same run made again are not the same; on one side there may be nothing. */
export type RunDifference =
  | Differing<"line", StoredLine>
  | Differing<"sums", PointSums>
  | Differing<"failure", StoredFailure>
  | {
      readonly what: "progress"
      readonly gsrn: undefined
      readonly stored: RunProgress
      readonly computed: RunProgress
    }

/** What a stored run was compared with; of a run that has not finished, the part that it has stored. */
export interface RunVerification {
  readonly points: number
  readonly lines: number
  readonly failures: number
  /** The first one in GSRN order; undefined when everything is the same to the last digit. */
  readonly difference: RunDifference | undefined
}

/** A stored run and its repetition, side by side: no more than a chunk of either is in memory. */
export class RunComparison {
  private difference: RunDifference | undefined
  private progress = noProgress
  private failuresSeen = 0
  private settledUntil: Gsrn | undefined
  private failedUntil: Gsrn | undefined
  private readonly run: SettlementRun
  private readonly store: SettlementRunStore["Service"]
  /** A settlement run that has not finished is no one's bill yet: its sums are not among the results. */
  private readonly hasResults: boolean

  constructor(run: SettlementRun, store: SettlementRunStore["Service"], stored: RunProgress) {
    this.run = run
    this.store = store
    this.hasResults = run.kind === "correction" || stored.finishedAt !== undefined
  }

  /** Compares the next results; false after a difference. */
  take(results: ReadonlyArray<PointResult>): Effect.Effect<boolean, StorageError> {
    const settled = results.filter((result) => result.kind === "settled")
    const failed = results.filter((result) => result.kind === "failed")
    const stored = Effect.all([this.nextLines(settled.length), this.sumsOf(settled), this.nextFailures(failed.length)])
    return Effect.map(stored, ([lines, sums, failures]) => {
      this.note(firstDifference("line", lines, settled.flatMap(storedLinesOf)))
      if (sums !== undefined) {
        this.note(
          firstDifference(
            "sums",
            sums,
            settled.map(({ gsrn, settlement }) => pointSums({ ...settlement, gsrn }))
          )
        )
      }
      const reasons = failed.flatMap(storedFailuresOf)
      this.note(firstDifference("failure", failures, reasons))
      this.settledUntil = settled.at(-1)?.gsrn ?? this.settledUntil
      this.failedUntil = failed.at(-1)?.gsrn ?? this.failedUntil
      this.failuresSeen += reasons.length
      this.progress = advance(this.progress, results)
      return this.difference === undefined
    })
  }

  /** Metering points that were compared. */
  get points(): number {
    return this.progress.settled + this.progress.failed
  }

  /** Compares what is left: lines or failures that are stored and were not made again, and the sums. */
  end(stored: RunProgress): Effect.Effect<RunVerification, StorageError> {
    return Effect.map(Effect.all([this.nextLines(1), this.nextFailures(1)]), ([lines, failures]) => {
      this.note(firstDifference("line", lines, []))
      this.note(firstDifference("failure", failures, []))
      // Chunks are no result, and may have been of another size.
      const computed = { ...this.progress, chunks: stored.chunks, finishedAt: stored.finishedAt }
      const isSame = sumFields.every((field) => stored[field] === computed[field])
      if (!isSame) this.note({ gsrn: undefined, what: "progress", stored, computed })
      return {
        points: this.points,
        lines: this.progress.lines,
        failures: this.failuresSeen,
        difference: this.difference
      }
    })
  }

  private nextLines(points: number): Effect.Effect<ReadonlyArray<StoredLine>, StorageError> {
    if (this.difference !== undefined || points === 0) return Effect.succeed([])
    return this.store.lines(this.run.runId, { after: this.settledUntil, points })
  }

  private nextFailures(points: number): Effect.Effect<ReadonlyArray<StoredFailure>, StorageError> {
    if (this.difference !== undefined || points === 0) return Effect.succeed([])
    return this.store.failures(this.run.runId, { after: this.failedUntil, points })
  }

  private sumsOf(
    settled: ReadonlyArray<{ readonly gsrn: Gsrn }>
  ): Effect.Effect<ReadonlyArray<PointSums> | undefined, StorageError> {
    if (!this.hasResults || settled.length === 0) return Effect.succeed(undefined)
    const { period, runId } = this.run
    const gsrns = settled.map(({ gsrn }) => gsrn)
    return Effect.map(this.store.results(gsrns, period), (results) =>
      results.filter((result) => result.runId === runId).map(pointSums)
    )
  }

  /** The first one stays, and of several in one chunk the one of the earliest point. */
  private note(found: RunDifference | undefined): void {
    const known = this.difference
    if (found !== undefined && (known === undefined || (found.gsrn !== undefined && found.gsrn < known.gsrn!)))
      this.difference = found
  }
}

const pointSums = ({ gsrn, subtotalOere, totalOere, vatOere }: PointSums): PointSums => ({
  gsrn,
  subtotalOere,
  vatOere,
  totalOere
})

const sumFields = ["settled", "failed", "lines", "totalOere", "lastGsrn"] as const

const firstDifference = <What extends string, A extends { readonly gsrn: Gsrn }>(
  what: What,
  stored: ReadonlyArray<A>,
  computed: ReadonlyArray<A>
): Differing<What, A> | undefined => {
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
