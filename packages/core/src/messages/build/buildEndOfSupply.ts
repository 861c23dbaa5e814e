import type { Result } from "effect"
import type { Gsrn, Instant } from "../../market/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { encodeEndOfSupplyRequest } from "../RequestEndOfSupply.ts"
import type { RequestRefused } from "../RequestRefused.ts"
import { dateIssues, dateWindows } from "./dateWindows.ts"
import { gsrnIssues } from "./draftChecks.ts"
import { supplierDocument } from "./supplierDocument.ts"

/** A supply that is to end because the contract does. */
export interface EndOfSupplyDraft {
  readonly gsrn: string
  /**
   * The date that is asked for, a Danish midnight: after three whole working days, at most 60 days ahead. The supply ends
   * when the grid company disconnects the metering point (RSM-004 with E20), not before.
   */
  readonly desiredEndAt: Instant
}

/**
 * RSM-005 with E20: an end of supply (BRS-002). Fails with every rule that the draft breaks.
 *
 * @example
 * import { Result } from "effect"
 * import { buildEndOfSupply, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const context = { sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1" }
 * const ends = (date: string) => MarketCalendar.startOfDay(LocalDate.make(date))
 * const now = Date.UTC(2025, 0, 15, 10)
 * const tooSoon = buildEndOfSupply({ gsrn: "571313999000000010", desiredEndAt: ends("2025-01-20") }, { now, ...context })
 * Result.isFailure(tooSoon) && tooSoon.failure.issues[0]?.reason // => "must be from 2025-01-21 to 2025-03-16, got 2025-01-20"
 */
export const buildEndOfSupply = (
  { desiredEndAt, gsrn }: EndOfSupplyDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> =>
  supplierDocument(
    {
      name: "RequestEndOfSupply",
      process: "BRS-002",
      processType: "E20",
      issues: [
        ...gsrnIssues("gsrn", gsrn),
        ...dateIssues("desiredEndAt", desiredEndAt, dateWindows.endOfSupply, context.now)
      ],
      write: (header) =>
        encodeEndOfSupplyRequest({
          header,
          records: [{ transactionId: context.transactionId, gsrn: gsrn as Gsrn, date: desiredEndAt }]
        })
    },
    context
  )
