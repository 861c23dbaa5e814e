import {
  type Correction,
  CorrectionsDue,
  difference,
  type Gsrn,
  MarketCalendar,
  resettlePoint,
  type RunOutcome,
  runSettlement,
  type Settlement,
  SettlementRunStore,
  type StoredFailure
} from "@datahub-settlement/core"
import { Effect } from "effect"
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
  return { ...outcome, settlements, failures: yield* store.failures(run.runId) } satisfies SettledMonth
})

/** A metering point that newer knowledge has touched after it was settled, and what that changes. */
export interface NotedCorrection {
  readonly gsrn: Gsrn
  /** Local days, each once. */
  readonly days: ReadonlyArray<string>
  readonly correction: Correction
}

const NOTED_MAX = 10_000

/** Settles anew whatever was noted since a run: the difference of each point is what its customer still pays or gets. */
export const settleCorrections = Effect.fnUntraced(function* (stage: Stage, billed: SettledMonth) {
  const due = yield* CorrectionsDue
  const noted = yield* due.open(NOTED_MAX)
  const anew = yield* settleMonth(stage, "corrections")
  const corrections = [...Map.groupBy(noted, ({ gsrn }) => gsrn)].flatMap(([gsrn, ofPoint]): Array<NotedCorrection> => {
    const before = billed.settlements.find((one) => one.gsrn === gsrn)
    const after = anew.settlements.find((one) => one.gsrn === gsrn)
    if (before === undefined || after === undefined) return []
    const days = ofPoint.flatMap(({ period }) => MarketCalendar.localDays(period))
    return [{ gsrn, days: [...new Set(days)].sort(), correction: difference(before, after) }]
  })
  yield* due.settle(noted)
  return { anew, corrections }
})
