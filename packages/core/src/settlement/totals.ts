import { vatOfOere } from "../quantity/index.ts"
import type { SettlementLine, Totals } from "./Settlement.ts"

/** Danish VAT in percent (momsloven § 33). */
export const VAT_PERCENT = 25

/** Sums of rounded lines; VAT half-even on the rounded subtotal of those in VAT class D02. */
export const totalsOf = (lines: ReadonlyArray<SettlementLine>): Totals => {
  let subtotalOere = 0
  let withVatOere = 0
  for (const { amountOere, vatClass } of lines) {
    subtotalOere += amountOere
    if (vatClass === "D02") withVatOere += amountOere
  }
  const vatOere = vatOfOere(withVatOere, VAT_PERCENT)
  return { subtotalOere, vatOere, totalOere: subtotalOere + vatOere }
}
