import type { Result } from "effect"
import { addMonths, type Gsrn, type Instant, MarketCalendar, type Period } from "../../market/index.ts"
import type { CimHeader } from "../CimHeader.ts"
import type { JsonObject } from "../json.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import type { RequestRefused } from "../RequestRefused.ts"
import { encodeMeasureDataRequest } from "../RequestValidatedMeasureData.ts"
import { periodIssues } from "./requestWindows.ts"
import { gsrnIssues } from "./draftChecks.ts"
import { supplierDocument } from "./supplierDocument.ts"

/** Which data of a metering point is wanted. */
export type HistoricalDataDraft =
  /** Its readings by hour or quarter, within our own supply periods. */
  | { readonly process: "BRS-025"; readonly gsrn: string; readonly period: Period }
  /** Its yearly sum: of the latest twelve months, whoever supplied it. */
  | { readonly process: "BRS-024"; readonly gsrn: string }

const processTypes = { "BRS-025": "E23", "BRS-024": "E30" } as const

/**
 * RSM-015, a request for the history of a metering point: its readings (BRS-025: 38 months at most, 8 years back at
 * most, between two Danish midnights, nothing of the future) or its yearly sum (BRS-024). The answer is RSM-012 with the
 * transaction id, in one document or in several. Fails with every rule that is broken.
 *
 * @example
 * import { Result } from "effect"
 * import { buildHistoricalDataRequest, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const context = {
 *   now: Date.UTC(2025, 2, 3, 8, 15), sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1"
 * }
 * const january = MarketCalendar.monthPeriod(LocalDate.make("2025-01-01"))
 * const draft = { process: "BRS-025", gsrn: "571313999000000010", period: january } as const
 * const { processType, rsm } = Result.getOrThrow(buildHistoricalDataRequest(draft, context))
 * rsm + "/" + processType // => "RSM-015/E23"
 *
 * const wrong = buildHistoricalDataRequest({ ...draft, gsrn: "571313999000000011" }, context)
 * Result.isFailure(wrong) && wrong.failure.issues[0]?.field // => "gsrn"
 */
export const buildHistoricalDataRequest = (
  draft: HistoricalDataDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const { gsrn, process } = draft
  const issues = [
    ...gsrnIssues("gsrn", gsrn),
    ...(draft.process === "BRS-025" ? periodIssues(draft.period, context.now, draft.process) : [])
  ]
  const write = (header: CimHeader): JsonObject => {
    const period = draft.process === "BRS-025" ? draft.period : yearTo(context.now)
    const series = [{ transactionId: context.transactionId, gsrn: gsrn as Gsrn, ...period }]
    return encodeMeasureDataRequest({ header, series })
  }
  return supplierDocument(
    { name: "RequestValidatedMeasureData", process, processType: processTypes[process], issues, write },
    context
  )
}

const YEARLY_SUM_MONTHS = 12

/**
 * BRS-024 asks for a metering point only, and DataHub takes the latest twelve months itself; yet it reads both dates
 * of every RSM-015, so they are sent. Unverified.
 */
const yearTo = (now: Instant): Period => {
  const today = MarketCalendar.localDateOf(now)
  return MarketCalendar.datePeriod(addMonths(today, -YEARLY_SUM_MONTHS), today)
}
