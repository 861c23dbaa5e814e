import type { Gsrn, Period } from "../market/index.ts"
import { type Settlement, SettlementLine, type Totals } from "./Settlement.ts"

/** A settlement credited in full. */
export interface Reversal extends Totals {
  readonly gsrn: Gsrn
  readonly period: Period
  readonly lines: ReadonlyArray<SettlementLine>
  readonly of: Settlement
}

/**
 * Credits a settlement in full, as a wrong switch or a wrong move calls for (BRS-003, BRS-011): every line and sum as it
 * was billed, negated, never computed again.
 *
 * @example
 * import { gsrnOf, LocalDate, MarketCalendar, reverse, settle } from "@datahub-settlement/core"
 * import { linkOf, seriesOf, spotOf, spotProductOf, tariffOf } from "@datahub-settlement/core/testing"
 * import { Result } from "effect"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))
 * const tax = tariffOf({ code: "EA-001", isTax: true, prices: "0.720" })
 *
 * const billed = Result.getOrThrow(settle({
 *   meteringPoint: { gsrn, priceArea: "DK1" },
 *   period: day,
 *   readings: [seriesOf({ gsrn, period: day, kwh: "0.300" })],
 *   spotPrices: spotOf({ period: day, dkkPerKwh: "0.45" }),
 *   charges: [tax],
 *   links: [linkOf(gsrn, tax)],
 *   product: [spotProductOf()]
 * }))
 * billed.totalOere + reverse(billed).totalOere // => 0
 */
export const reverse = (billed: Settlement): Reversal => ({
  gsrn: billed.gsrn,
  period: billed.period,
  lines: billed.lines.map(
    (line) =>
      new SettlementLine({
        ...line,
        // Subtracted, not negated: nothing is zero, not minus zero.
        quantityWh: 0 - line.quantityWh,
        exact: -line.exact,
        amountOere: 0 - line.amountOere,
        trace: () => {
          const trace = line.trace()
          const parts = trace.parts.map((part) => ({ ...part, label: `credited: ${part.label}`, amount: -part.amount }))
          return { ...trace, parts }
        }
      })
  ),
  subtotalOere: 0 - billed.subtotalOere,
  vatOere: 0 - billed.vatOere,
  totalOere: 0 - billed.totalOere,
  of: billed
})
