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
 */
export const reverse = (billed: Settlement): Reversal => ({
  gsrn: billed.gsrn,
  period: billed.period,
  lines: billed.lines.map((line) =>
    new SettlementLine({
      ...line,
      quantityWh: -line.quantityWh,
      exact: -line.exact,
      amountOere: -line.amountOere,
      trace: () => {
        const trace = line.trace()
        const parts = trace.parts.map((part) => ({ ...part, label: `credited: ${part.label}`, amount: -part.amount }))
        return { ...trace, parts }
      }
    })
  ),
  subtotalOere: -billed.subtotalOere,
  vatOere: -billed.vatOere,
  totalOere: -billed.totalOere,
  of: billed
})
