import { Effect, Stream } from "effect"
import type { Gsrn, Period } from "../market/index.ts"
import { MeteringLedger } from "../metering/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { type Settlement, SettlementRefused } from "../settlement/index.ts"
import type { StorageError } from "../storage/index.ts"
import { settlementPlan } from "./planOf.ts"
import { RULE_VERSION } from "./SettlementRun.ts"
import type { SettlementPorts } from "./settleScope.ts"

/**
 * What a metering point comes to for a period, by what is known now: the part of a month until a customer leaves whose
 * supply goes on, or a look ahead. Nothing is stored, and it belongs to no run. `undefined` where we do not supply the
 * point in any part of the period; fails with every reason where it cannot be settled.
 *
 * @example
 * import { Effect } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, settleNow } from "@datahub-settlement/core"
 * import { memoryStores } from "@datahub-settlement/core/testing"
 *
 * const period = MarketCalendar.datePeriod(LocalDate.make("2025-02-01"), LocalDate.make("2025-02-20"))
 * const settled = settleNow(gsrnOf("57131399900000001"), period).pipe(Effect.provide(memoryStores))
 * await Effect.runPromise(settled) // => undefined
 */
export const settleNow: (
  gsrn: Gsrn,
  period: Period
) => Effect.Effect<Settlement | undefined, SettlementRefused | StorageError, SettlementPorts> = Effect.fn("settleNow")(
  function* (gsrn, period) {
    const asOf = yield* (yield* MeteringLedger).knownInstant
    const points = yield* (yield* Portfolio).points({ from: gsrn, to: gsrn, period, asOf })
    if (points.length === 0) return undefined
    const run = {
      runId: "",
      kind: "settlement",
      period,
      asOf,
      ruleVersion: RULE_VERSION,
      points: 1,
      startedAt: 0
    } as const
    const plan = settlementPlan({ ...run, gridAreas: undefined }, [gsrn])
    const [result] = (yield* Stream.runCollect(plan.results([gsrn], 1))).flat()
    return result!.kind === "settled"
      ? result!.settlement
      : yield* new SettlementRefused({ gsrn, problems: result!.problems })
  }
)
