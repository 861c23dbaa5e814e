import type { Result } from "effect"
import type { Instant } from "../../market/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import type { RequestRefused } from "../RequestRefused.ts"
import { dateIssues } from "./dateWindows.ts"
import { gsrnIssues } from "./draftChecks.ts"
import {
  type CorrectionForm,
  correctionForms,
  correctionWindowOf,
  reallocationDocument
} from "./reallocationDocument.ts"

/** A switch by which we took a metering point that we should not have taken. */
export interface ErroneousSwitchDraft {
  readonly gsrn: string
  /** The start of our supply, a Danish midnight: today at the latest, 60 calendar days back at most. */
  readonly switchAt: Instant
}

/**
 * The report of an erroneous change of supplier (BRS-003, also called BRS-042), in the form of {@link correctionForms}:
 * RSM-003 with D07. Only the latest switch can be undone. The outcome is told with RSM-004, D34 or D35. Fails with every
 * rule that the draft breaks.
 *
 * @example
 * import { Result } from "effect"
 * import { buildErroneousSwitch, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const built = buildErroneousSwitch(
 *   { gsrn: "571313999000000010", switchAt: MarketCalendar.startOfDay(LocalDate.make("2025-06-01")) },
 *   { now: Date.UTC(2025, 5, 10, 10), sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1" }
 * )
 * Result.getOrThrow(built).process // => "BRS-003"
 */
export const buildErroneousSwitch = (
  { gsrn, switchAt }: ErroneousSwitchDraft,
  context: OutgoingContext,
  form: CorrectionForm = correctionForms["BRS-003"]
): Result.Result<OutgoingDocument, RequestRefused> =>
  reallocationDocument(
    {
      process: "BRS-003",
      form,
      gsrn,
      date: switchAt,
      issues: [
        ...gsrnIssues("gsrn", gsrn),
        ...dateIssues("switchAt", switchAt, correctionWindowOf("BRS-003, 2025-12-05"), context.now)
      ]
    },
    context
  )
