import {
  clip,
  CorrectionsDue,
  failurePages,
  type Gsrn,
  MarketCalendar,
  resettlePoint,
  runCorrections,
  type RunOutcome,
  runSettlement,
  type Settlement,
  SettlementRunStore,
  type StoredFailure
} from "@datahub-settlement/core"
import { Effect, Stream } from "effect"
import type { Stage } from "./Stage.ts"
import { month } from "./story.ts"

/** A run as `settle run` makes it, with what could not be settled. */
export interface SettledMonth extends RunOutcome {
  readonly settlements: ReadonlyArray<Settlement>
  readonly failures: ReadonlyArray<StoredFailure>
}

/** Settles the month, and reads back what came out. */
export const settleMonth = Effect.fnUntraced(function* (stage: Stage, name: string) {
  const outcome = yield* runSettlement({ runId: stage.ids.runId(name), period: month })
  const { run } = outcome
  const store = yield* SettlementRunStore
  const lines = yield* store.lines(run.runId, { points: Math.max(1, run.points) })
  const gsrns = [...new Set(lines.map(({ gsrn }) => gsrn))]
  const settlements = yield* Effect.forEach(gsrns, (gsrn) => resettlePoint(run.runId, gsrn))
  return { ...outcome, settlements, failures: yield* Stream.runCollect(failurePages(run.runId)) } satisfies SettledMonth
})

/** A metering point that newer knowledge has touched after it was settled, and how that changes its bill. */
export interface SettledCorrection {
  readonly gsrn: Gsrn
  /** Local days, each once. */
  readonly days: ReadonlyArray<string>
  readonly correction: Settlement
}

const NOTED_MAX = 10_000

/** Settles whatever was noted since the month's run, as `settle corrections` does, and reads back what came out. */
export const settleCorrections = Effect.fnUntraced(function* (stage: Stage) {
  const noted = yield* (yield* CorrectionsDue).open(NOTED_MAX)
  let count = 0
  const drawRunId = () => stage.ids.runId(`corrections ${(count += 1)}`)
  const { runs } = yield* runCorrections({ drawRunId })
  const store = yield* SettlementRunStore
  const ofRun = Effect.fnUntraced(function* ({ run: { period, runId } }: RunOutcome) {
    const gsrns = (yield* store.corrected(runId)).map(({ gsrn }) => gsrn)
    const failed = new Set((yield* Stream.runCollect(failurePages(runId))).map(({ gsrn }) => gsrn))
    return yield* Effect.forEach(
      gsrns.filter((gsrn) => !failed.has(gsrn)),
      (gsrn) =>
        Effect.map(resettlePoint(runId, gsrn), (correction): SettledCorrection => {
          const touched = noted.flatMap((one) => (one.gsrn === gsrn ? (clip(one.period, period) ?? []) : []))
          const days = touched.flatMap((part) => MarketCalendar.localDays(part))
          return { gsrn, days: [...new Set(days)].sort(), correction }
        })
    )
  })
  const corrections = (yield* Effect.forEach(runs, ofRun)).flat()
  return corrections.filter(({ correction }) => correction.lines.length > 0)
})
