import type { Result } from "effect"
import { addDays, type Gsrn, type Instant, MarketCalendar } from "../../market/index.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { encodeCancellationRequest } from "../RequestCancellation.ts"
import type { RequestIssue, RequestRefused } from "../RequestRefused.ts"
import { dateIssues, dateWindows, OUTSIDE_DEADLINE } from "./dateWindows.ts"
import { gsrnIssues, idIssues } from "./draftChecks.ts"
import { supplierDocument } from "./supplierDocument.ts"

/** A request of ours that is to be taken back. */
export interface CancellationDraft {
  readonly gsrn: string
  readonly cancels: {
    /** The process type of that request: E03, E65, D29, E20 or E66. */
    readonly processType: keyof typeof cancellations
    /** Its transaction id; no other id will do. */
    readonly transactionId: string
    /** Its effective date. It must not have come; only an end of supply (E20) can be cancelled later. */
    readonly effectiveAt: Instant
  }
}

/** The process and the process type of the cancellation, by the process type of the request. */
const cancellations = {
  E03: { process: "BRS-001", processType: "E03", untilDayBefore: true },
  E65: { process: "BRS-009", processType: "E65", untilDayBefore: true },
  /** Every move-in is cancelled with E65, whatever it was reported with. */
  D29: { process: "BRS-009", processType: "E65", untilDayBefore: true },
  /** Until DataHub has approved the disconnection, which the date does not tell. */
  E20: { process: "BRS-002", processType: "E20", untilDayBefore: false },
  E66: { process: "BRS-010", processType: "E66", untilDayBefore: true }
} as const

/**
 * RSM-024: takes back a change of supplier, a move-in, an end of supply or a move-out. Fails with every rule that the
 * draft breaks.
 *
 * @example
 * import { Result } from "effect"
 * import { buildCancellation, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const built = buildCancellation(
 *   { gsrn: "571313999000000010", cancels: { processType: "D29", transactionId: "t-0", effectiveAt } },
 *   { now: Date.UTC(2025, 4, 5, 10), sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1" }
 * )
 * Result.getOrThrow(built).processType // => "E65"
 */
export const buildCancellation = (
  { cancels, gsrn }: CancellationDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const { process, processType, untilDayBefore } = cancellations[cancels.processType]
  return supplierDocument(
    {
      name: "RequestCancellation",
      process,
      processType,
      issues: [
        ...gsrnIssues("gsrn", gsrn),
        ...idIssues("cancels.transactionId", cancels.transactionId, "D06"),
        ...sameIdIssues(cancels.transactionId, context.transactionId),
        ...(untilDayBefore ? deadlineIssues(cancels.effectiveAt, context.now) : [])
      ],
      write: (header) =>
        encodeCancellationRequest({
          header,
          records: [{ transactionId: context.transactionId, gsrn: gsrn as Gsrn, cancels: cancels.transactionId }]
        })
    },
    context
  )
}

/** The window of dates, said as a deadline. */
const deadlineIssues = (effectiveAt: Instant, now: Instant): ReadonlyArray<RequestIssue> => {
  const window = dateWindows.cancellation
  return dateIssues("cancels.effectiveAt", effectiveAt, window, now).map((issue) => {
    if (issue.rule !== OUTSIDE_DEADLINE) return issue
    const lastDay = addDays(MarketCalendar.localDateOf(effectiveAt), -window.first.days)
    return { ...issue, reason: `the last day for a cancellation was ${lastDay}` }
  })
}

const sameIdIssues = (cancelled: string, own: string): ReadonlyArray<RequestIssue> =>
  cancelled === own
    ? [{ field: "cancels.transactionId", reason: "must be that of the request, not of its cancellation", rule: "D06" }]
    : []
