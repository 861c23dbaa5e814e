import type { Result } from "effect"
import type { Instant } from "../../market/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import type { RequestIssue, RequestRefused } from "../RequestRefused.ts"
import { dateIssues, type DateWindow } from "./dateWindows.ts"
import { gsrnIssues } from "./draftChecks.ts"
import {
  type CorrectionForm,
  correctionForms,
  correctionWindowOf,
  reallocationDocument
} from "./reallocationDocument.ts"

const SOURCE = "BRS-011, 2025-12-05"

/** A move that we reported and that was wrong, or took place on another date. */
export interface ErroneousMoveDraft {
  readonly gsrn: string
  /** The effective date of the move, a Danish midnight: today at the latest, 60 calendar days back at most. */
  readonly moveAt: Instant
  /**
   * When it really took place, a Danish midnight: then the document names this date. Without it the move is undone as a
   * whole, which is what the process description knows; a new move is reported afterwards.
   */
  readonly correctedAt?: Instant | undefined
}

/** As far as a move-in could be reported ahead, and a move corrected back. Unverified. */
const correctedDates: DateWindow = { first: { days: -60 }, last: { days: 60 }, source: SOURCE }

/**
 * The report of an erroneous move (BRS-011), in the form of {@link correctionForms}: RSM-005 or RSM-003 with D33. The
 * outcome is told with RSM-004, D34 or D35. Fails with every rule that the draft breaks.
 *
 * @example
 * import { Result } from "effect"
 * import { buildBrs011, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const context = { sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1", now: Date.UTC(2025, 6, 31, 10) }
 * const move = (date: string) => ({ gsrn: "571313999000000010", moveAt: MarketCalendar.startOfDay(LocalDate.make(date)) })
 * Result.getOrThrow(buildBrs011(move("2025-06-01"), context)).rsm // => "RSM-005"
 * const tooLate = buildBrs011(move("2025-05-31"), context)
 * Result.isFailure(tooLate) && tooLate.failure.issues[0]?.rule // => "BRS-011 E17"
 */
export const buildBrs011 = (
  { correctedAt, gsrn, moveAt }: ErroneousMoveDraft,
  context: OutgoingContext,
  form: CorrectionForm = correctionForms["BRS-011"]
): Result.Result<OutgoingDocument, RequestRefused> =>
  reallocationDocument(
    {
      process: "BRS-011",
      form,
      gsrn,
      date: correctedAt ?? moveAt,
      issues: [
        ...gsrnIssues("gsrn", gsrn),
        ...dateIssues("moveAt", moveAt, correctionWindowOf(SOURCE), context.now),
        ...correctedIssues(correctedAt, moveAt, context.now)
      ]
    },
    context
  )

const correctedIssues = (
  correctedAt: Instant | undefined,
  moveAt: Instant,
  now: Instant
): ReadonlyArray<RequestIssue> => {
  if (correctedAt === undefined) return []
  if (correctedAt === moveAt) return [{ field: "correctedAt", reason: "must be another date than that of the move" }]
  return dateIssues("correctedAt", correctedAt, correctedDates, now)
}
