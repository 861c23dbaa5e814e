import type { Oere } from "../quantity/index.ts"

/** Prepayment set against what the period really cost. Whole øre, with VAT. */
export interface AcontoSettlement {
  readonly actualOere: Oere
  readonly prepaidOere: Oere
  /** Actual less prepaid: what is still owed, or paid back when negative. */
  readonly differenceOere: Oere
  /** The next period's estimate; 0 at a final settlement. */
  readonly nextOere: Oere
  readonly totalDueOere: Oere
}

/**
 * An aconto period's end: the difference to what was prepaid, plus the next estimate.
 *
 * @example
 * import { acontoSettlement } from "@datahub-settlement/core"
 *
 * acontoSettlement({ actualOere: 79314, prepaidOere: 70000, nextOere: 80000 }).totalDueOere // => 89314
 */
export const acontoSettlement = ({
  actualOere,
  nextOere,
  prepaidOere
}: Pick<AcontoSettlement, "actualOere" | "prepaidOere" | "nextOere">): AcontoSettlement => {
  const differenceOere = actualOere - prepaidOere
  return { actualOere, prepaidOere, differenceOere, nextOere, totalDueOere: differenceOere + nextOere }
}

/** The customer leaves: nothing more is prepaid, what is too much is paid back. */
export const finalSettlement = (sums: Pick<AcontoSettlement, "actualOere" | "prepaidOere">): AcontoSettlement =>
  acontoSettlement({ ...sums, nextOere: 0 })
