import type { Result } from "effect"
import type { Instant } from "../../market/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import type { RequestRefused } from "../RequestRefused.ts"
import { dateWindows } from "./dateWindows.ts"
import { glnIssues, nameIssues } from "./draftChecks.ts"
import { supplyStartDocument } from "./supplyStartDocument.ts"

/** A customer that moves in. */
export interface MoveInDraft {
  readonly gsrn: string
  /** The day of the move, a Danish midnight: from 7 days back to 60 days ahead. */
  readonly startAt: Instant
  /**
   * An ordinary move (E65) comes before every other; a secondary one (D29), such as the registration of an owner, yields
   * to it.
   */
  readonly kind: "ordinary" | "secondary"
  /** The CVR number of who moves in, or the CPR number: exactly one of them. */
  readonly cvr?: string | undefined
  readonly cpr?: string | undefined
  readonly customerName: string
  /** GLN. */
  readonly balanceResponsible: string
  /** A production point under the purchase obligation may be reported 45 days back. */
  readonly purchaseObligation?: boolean | undefined
}

/**
 * RSM-001 with E65 or D29: a move-in (BRS-009). Fails with every rule that the draft breaks.
 *
 * @example
 * import { Result } from "effect"
 * import { buildMoveIn, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const built = buildMoveIn(
 *   {
 *     gsrn: "571313999000000010",
 *     startAt: MarketCalendar.startOfDay(LocalDate.make("2025-04-27")),
 *     kind: "ordinary",
 *     cvr: "12345678",
 *     customerName: "(ukendt)",
 *     balanceResponsible: "5790009990024"
 *   },
 *   { now: Date.UTC(2025, 4, 5, 10), sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1" }
 * )
 * Result.isFailure(built) && built.failure.issues.map(({ field }) => field) // => ["startAt", "customerName"]
 */
export const buildMoveIn = (
  draft: MoveInDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const issues = [
    ...nameIssues("customerName", draft.customerName),
    ...glnIssues("balanceResponsible", draft.balanceResponsible, "E18")
  ]
  const window = draft.purchaseObligation === true ? dateWindows.moveInPurchaseObligation : dateWindows.moveIn
  const processType = draft.kind === "ordinary" ? "E65" : "D29"
  return supplyStartDocument({ process: "BRS-009", processType, window, issues }, draft, context)
}
