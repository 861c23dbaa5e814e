import type { Result } from "effect"
import type { Instant } from "../../market/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import type { RequestRefused } from "../RequestRefused.ts"
import { dateWindows } from "./dateWindows.ts"
import { glnIssues, nameIssues } from "./draftChecks.ts"
import { supplyStartDocument } from "./supplyStartDocument.ts"

/** A metering point whose customer changes to us. */
export interface ChangeOfSupplierDraft {
  readonly gsrn: string
  /** The first day of our supply, a Danish midnight: from tomorrow to a year ahead. */
  readonly startAt: Instant
  /** The customer's CVR number, or the CPR number: exactly one of them, and one that the metering point knows. */
  readonly cvr?: string | undefined
  readonly cpr?: string | undefined
  readonly customerName?: string | undefined
  /** GLN. */
  readonly balanceResponsible?: string | undefined
}

/**
 * RSM-001 with E03: a change of supplier (BRS-001) for the same customer on the same metering point. Fails with every
 * rule that the draft breaks.
 *
 * @example
 * import { Result } from "effect"
 * import { buildChangeOfSupplier, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const built = buildChangeOfSupplier(
 *   {
 *     gsrn: "571313999000000010",
 *     startAt: MarketCalendar.startOfDay(LocalDate.make("2025-06-01")),
 *     cvr: "12345678"
 *   },
 *   { now: Date.UTC(2025, 4, 5, 10), sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1" }
 * )
 * Result.getOrThrow(built).rsm // => "RSM-001"
 */
export const buildChangeOfSupplier = (
  draft: ChangeOfSupplierDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const { balanceResponsible, customerName } = draft
  const issues = [
    ...(customerName === undefined ? [] : nameIssues("customerName", customerName)),
    ...(balanceResponsible === undefined ? [] : glnIssues("balanceResponsible", balanceResponsible, "E18"))
  ]
  const start = { process: "BRS-001", processType: "E03", window: dateWindows.changeOfSupplier, issues }
  return supplyStartDocument(start, draft, context)
}
