import { Result } from "effect"
import type { Instant } from "../market/index.ts"
import type { Wh } from "../quantity/index.ts"
import { netConsumption, type NetConsumptionRequest } from "./netConsumption.ts"
import type { SettlementProblem } from "./SettlementProblem.ts"

/** What is said to be used of a limit until an instant, by whoever counted until then. */
export interface SaidUse {
  readonly until: Instant
  readonly wh: Wh
}

/**
 * What was used of an electric-heating limit before an instant: what is said of the time until `said.until`, and the net
 * consumption within our supply from there on. It fails with what is wrong with these readings.
 *
 * @example
 * import { gsrnOf, heatingUseBefore, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 * import { seriesOf } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const january = MarketCalendar.monthPeriod(LocalDate.make("2026-01-01"))
 * const readings = [seriesOf({ gsrn, period: january, kwh: "1" })]
 * const said = { until: MarketCalendar.startOfDay(LocalDate.make("2026-01-31")), wh: 700_000 }
 * const used = heatingUseBefore({ gsrn, readings }, said, january.to)
 * used._tag === "Success" && used.success // => 724000
 */
export const heatingUseBefore = (
  request: Omit<NetConsumptionRequest, "period">,
  said: SaidUse,
  before: Instant
): Result.Result<Wh, ReadonlyArray<SettlementProblem>> =>
  said.until >= before
    ? Result.succeed(said.wh)
    : Result.map(
        netConsumption({ ...request, period: { from: said.until, to: before } }),
        (measuredWh) => said.wh + measuredWh
      )
