import { Effect, Stream } from "effect"
import type { Gsrn } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { type Settlement, SettlementRefused } from "../settlement/index.ts"
import type { StorageError } from "../storage/index.ts"
import { planOf, settlementPlan } from "./planOf.ts"
import { RunUnknown } from "./RunProblem.ts"
import { RULE_VERSION, type RunId, type SettlementRun } from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"
import type { SettlementPorts } from "./settleScope.ts"

/**
 * Settles one metering point of a stored run once more, from what was known at the run's instant: its lines are the
 * stored ones, and each of them can say why it is what it is (`explain`). Nothing is stored.
 *
 * Fails with `SettlementRefused` when the run could not settle the point either, and with `RunUnknown` when the run or
 * the point in it is not there, or when it was made by other rules than this program's.
 *
 * @example
 * import { Effect } from "effect"
 * import { explain, Gsrn, resettlePoint } from "@datahub-settlement/core"
 *
 * const why = resettlePoint("5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1", Gsrn.make("571313999000000010")).pipe(
 *   Effect.map((settlement) => settlement.lines.map((line) => explain(line).join(" ")))
 * )
 * Effect.isEffect(why) // => true
 */
export const resettlePoint: (
  runId: RunId,
  gsrn: Gsrn
) => Effect.Effect<Settlement, SettlementRefused | RunUnknown | StorageError, SettlementPorts | SettlementRunStore> =
  Effect.fn("resettlePoint")(function* (runId, gsrn) {
    const run = yield* comparableRun(runId)
    const plan = run.kind === "correction" ? yield* planOf(run) : yield* planOfPoint(run, gsrn)
    if (!plan.gsrns.includes(gsrn)) {
      return yield* new RunUnknown({ runId, reason: `metering point ${gsrn} is not in it.` })
    }
    const [result] = (yield* Stream.runCollect(plan.results([gsrn], 1))).flat()
    return result!.kind === "settled"
      ? result!.settlement
      : yield* new SettlementRefused({ gsrn, problems: result!.problems })
  })

/** The plan of a settlement run, as far as one point is concerned. */
const planOfPoint = Effect.fnUntraced(function* (run: SettlementRun, gsrn: Gsrn) {
  const { asOf, gridAreas, period } = run
  const points = yield* (yield* Portfolio).points({ from: gsrn, to: gsrn, period, gridAreas, asOf })
  return settlementPlan(
    { ...run, gridAreas: undefined },
    points.map((point) => point.gsrn)
  )
})

/** A run whose results this program would make in the same way. */
export const comparableRun: (
  runId: RunId
) => Effect.Effect<SettlementRun, RunUnknown | StorageError, SettlementRunStore> = Effect.fnUntraced(function* (runId) {
  const run = yield* (yield* SettlementRunStore).find(runId)
  if (run.ruleVersion === RULE_VERSION) return run
  const reason = `it was made by rule version ${run.ruleVersion}, this program has ${RULE_VERSION}.`
  return yield* new RunUnknown({ runId, reason })
})
