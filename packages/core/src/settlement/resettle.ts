import { Result } from "effect"
import type { Oere } from "../quantity/index.ts"
import { reverse, type Reversal } from "./reverse.ts"
import type { Settlement } from "./Settlement.ts"
import type { SettlementRefused } from "./SettlementProblem.ts"
import type { SettlementRequest } from "./SettlementRequest.ts"
import { settle } from "./settle.ts"

/** What a moved date makes of what was billed. */
export interface Resettlement {
  readonly reversals: ReadonlyArray<Reversal>
  /** What remains ours, settled anew. */
  readonly settlement: Settlement
  /** What the customer has to pay (or gets back, when negative) in all, with VAT. */
  readonly netOere: Oere
}

/** Credits what was billed in full and settles anew what remains ours: a move or switch whose date was corrected. */
export const resettle = ({
  billed,
  request
}: {
  readonly billed: ReadonlyArray<Settlement>
  readonly request: SettlementRequest
}): Result.Result<Resettlement, SettlementRefused> =>
  Result.map(settle(request), (settlement) => {
    const reversals = billed.map(reverse)
    const netOere = reversals.reduce((sum, reversal) => sum + reversal.totalOere, settlement.totalOere)
    return { reversals, settlement, netOere }
  })
