import type { Result } from "effect"
import { type Gsrn, type Instant, LocalDate, MarketCalendar, WorkingDays } from "../../market/index.ts"
import { RESUMPTION_REPLY_WORKING_DAYS } from "../../processes/index.ts"
import { decodeInto } from "../cimSchema.ts"
import { noFaults } from "../faults.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { encodeRequestAnswer } from "../RequestAnswer.ts"
import type { RequestIssue, RequestRefused } from "../RequestRefused.ts"
import { OUTSIDE_DEADLINE } from "./dateWindows.ts"
import { gsrnIssues, idIssues } from "./draftChecks.ts"
import { isPointInTime } from "./pointInTime.ts"
import { supplierDocument } from "./supplierDocument.ts"

/** Our answer to the wish that we take a metering point back. */
export interface ReallocateAnswerDraft {
  /** BRS-003 erroneous change of supplier (D07), BRS-011 erroneous move (D33). */
  readonly process: keyof typeof processTypes
  readonly gsrn: string
  /** Transaction id of the RSM-003 request. */
  readonly requestTransactionId: string
  /** When the request came. */
  readonly requestedAt: Instant
  /** The last day for an answer as DataHub's e-mail has it; it goes before our own count of three working days. */
  readonly replyBy?: string | undefined
  /** No means that there is no contract (D29): the only ground there is. */
  readonly accepted: boolean
}

const processTypes = { "BRS-003": "D07", "BRS-011": "D33" } as const

const NO_CONTRACT = "D29"

/**
 * RSM-003, confirmation or rejection: whether we take a metering point back (BRS-003, BRS-011). After the last day our
 * silence has counted as yes, and nothing can be sent any more. Fails with every rule that the draft breaks.
 *
 * @example
 * import { Result } from "effect"
 * import { buildReallocateAnswer, Gln } from "@datahub-settlement/core"
 *
 * const built = buildReallocateAnswer(
 *   {
 *     process: "BRS-011",
 *     gsrn: "571313999000000010",
 *     requestTransactionId: "t-0",
 *     requestedAt: Date.UTC(2025, 4, 5, 10),
 *     accepted: false
 *   },
 *   { now: Date.UTC(2025, 4, 8, 10), sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1" }
 * )
 * Result.getOrThrow(built).name // => "RejectRequestReallocateChangeOfSupplier"
 */
export const buildReallocateAnswer = (
  draft: ReallocateAnswerDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const { accepted, gsrn, process, requestTransactionId } = draft
  const request = "RequestReallocateChangeOfSupplier"
  const name = accepted ? (`Confirm${request}` as const) : (`Reject${request}` as const)
  return supplierDocument(
    {
      name,
      process,
      processType: processTypes[process],
      reasonCode: accepted ? "A01" : "A02",
      issues: [
        ...gsrnIssues("gsrn", gsrn),
        ...idIssues("requestTransactionId", requestTransactionId),
        ...deadlineIssues(draft, context.now)
      ],
      write: (header) =>
        encodeRequestAnswer({
          header,
          name,
          request,
          accepted,
          records: [
            {
              transactionId: context.transactionId,
              answers: requestTransactionId,
              gsrn: gsrn as Gsrn,
              reasons: accepted ? [] : [{ code: NO_CONTRACT }]
            }
          ]
        })
    },
    context
  )
}

/** Unverified: that the day of the request does not count, and that the last day counts to its end. */
const deadlineIssues = ({ replyBy, requestedAt }: ReallocateAnswerDraft, now: Instant): ReadonlyArray<RequestIssue> => {
  const faults = noFaults()
  const told = replyBy === undefined ? undefined : decodeInto(LocalDate, replyBy, [], faults)
  const unread = faults.issues.map(({ expected }): RequestIssue => ({ field: "replyBy", reason: expected }))
  const isPast = isPointInTime(requestedAt) && requestedAt <= now
  const untold: ReadonlyArray<RequestIssue> = isPast
    ? []
    : [{ field: "requestedAt", reason: "must be a point in time that is past, in milliseconds" }]
  const lastDay = told ?? (isPast && unread.length === 0 ? countedDay(requestedAt) : undefined)
  if (lastDay === undefined || !isPointInTime(now) || MarketCalendar.localDateOf(now) <= lastDay)
    return [...unread, ...untold]
  const reason = `the last day for an answer was ${lastDay}; silence has counted as yes`
  const field = replyBy === undefined ? "requestedAt" : "replyBy"
  return [...untold, { field, reason, rule: OUTSIDE_DEADLINE }]
}

/** By the count that may be a day too short (5 June), and never by one that may be a day too long. */
const countedDay = (requestedAt: Instant): LocalDate =>
  WorkingDays.addWorkingDays(
    MarketCalendar.localDateOf(requestedAt),
    RESUMPTION_REPLY_WORKING_DAYS,
    WorkingDays.earlierWorkingDayRules
  )
