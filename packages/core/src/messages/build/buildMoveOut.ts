import type { Result } from "effect"
import type { Gsrn, Instant } from "../../market/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { encodeEndOfSupplyRequest } from "../RequestEndOfSupply.ts"
import type { RequestRefused } from "../RequestRefused.ts"
import { dateIssues, dateWindows } from "./dateWindows.ts"
import { gsrnIssues } from "./draftChecks.ts"
import { supplierDocument } from "./supplierDocument.ts"

/** A customer that moves out. */
export interface MoveOutDraft {
  readonly gsrn: string
  /** The first day without the customer, a Danish midnight: from tomorrow to 60 days ahead. */
  readonly endAt: Instant
}

/**
 * RSM-005 with E66: a move-out (BRS-010). It ends the customer relation; the supply goes on with an unknown customer.
 * Fails with every rule that the draft breaks.
 *
 * @example
 * import { Result } from "effect"
 * import { buildMoveOut, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const built = buildMoveOut(
 *   { gsrn: "571313999000000010", endAt: MarketCalendar.startOfDay(LocalDate.make("2025-06-01")) },
 *   { now: Date.UTC(2025, 4, 5, 10), sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1" }
 * )
 * Result.getOrThrow(built).processType // => "E66"
 */
export const buildMoveOut = (
  { endAt, gsrn }: MoveOutDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> =>
  supplierDocument(
    {
      name: "RequestEndOfSupply",
      process: "BRS-010",
      processType: "E66",
      issues: [...gsrnIssues("gsrn", gsrn), ...dateIssues("endAt", endAt, dateWindows.moveOut, context.now)],
      write: (header) =>
        encodeEndOfSupplyRequest({
          header,
          records: [{ transactionId: context.transactionId, gsrn: gsrn as Gsrn, date: endAt }]
        })
    },
    context
  )
