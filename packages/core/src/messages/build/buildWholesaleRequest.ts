import type { Result } from "effect"
import type { ChargeType } from "../../charges/index.ts"
import type { Gln, GridArea, Period } from "../../market/index.ts"
import type { CimHeader } from "../CimHeader.ts"
import type { JsonObject } from "../json.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { present } from "../present.ts"
import type { RequestIssue, RequestRefused } from "../RequestRefused.ts"
import { encodeWholesaleRequest, type RequestedCharge } from "../RequestWholesaleSettlement.ts"
import { periodIssues } from "./requestWindows.ts"
import { glnIssues } from "./draftChecks.ts"
import { codeIssues, gridAreaIssues, settlementVersionIssues } from "./seriesChecks.ts"
import { supplierDocument } from "./supplierDocument.ts"

/** Which of our wholesale results are wanted; what is left out is not narrowed down. */
export interface WholesaleRequestDraft {
  /** D05 wholesale fixing, D32 correction settlement. */
  readonly processType: "D05" | "D32"
  /** One calendar month. */
  readonly period: Period
  /** Three digits; all areas where it is left out. */
  readonly gridArea?: string | undefined
  /** GLN of a grid company or of Energinet. */
  readonly chargeOwner?: string | undefined
  readonly charges?:
    | ReadonlyArray<{ readonly code?: string | undefined; readonly type?: ChargeType | undefined }>
    | undefined
  /** P1M for monthly sums; left out for amounts by hour and day. */
  readonly resolution?: "P1M" | undefined
  /** D01, D02, D03: the first, second or third correction. Only with D32; the latest where it is left out. */
  readonly settlementVersion?: "D01" | "D02" | "D03" | undefined
}

const PROCESS = "BRS-028"

const CHARGE_CODE_LENGTH_MAX = 10

/**
 * RSM-017, a request for what we owe by charge (BRS-028): one whole calendar month that began at most 3 years and 6
 * months ago. The answer is RSM-019 with the transaction id. Fails with every rule that is broken.
 *
 * @example
 * import { Result } from "effect"
 * import { buildWholesaleRequest, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const context = {
 *   now: Date.UTC(2025, 2, 3, 9, 5), sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1"
 * }
 * const january = MarketCalendar.monthPeriod(LocalDate.make("2025-01-01"))
 * const draft = { processType: "D05", period: january, gridArea: "991", charges: [{ code: "NET-C", type: "D03" }] } as const
 * Result.getOrThrow(buildWholesaleRequest(draft, context)).process // => "BRS-028"
 *
 * const halfMonth = { from: january.from, to: MarketCalendar.startOfDay(LocalDate.make("2025-01-16")) }
 * const wrong = buildWholesaleRequest({ ...draft, period: halfMonth }, context)
 * Result.isFailure(wrong) && wrong.failure.issues[0]?.reason // => "must be one whole calendar month"
 */
export const buildWholesaleRequest = (
  draft: WholesaleRequestDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const { charges = [], processType } = draft
  const issues = [
    ...codeIssues("processType", processType, ["D05", "D32"], "00402"),
    ...periodIssues(draft.period, context.now, PROCESS),
    ...gridAreaIssues(draft.gridArea, PROCESS),
    ...(draft.chargeOwner === undefined ? [] : glnIssues("chargeOwner", draft.chargeOwner, "D50")),
    ...charges.flatMap(chargeIssues),
    ...codeIssues("resolution", draft.resolution, ["P1M"], `${PROCESS} D23`),
    ...settlementVersionIssues(draft, PROCESS)
  ]
  const write = (header: CimHeader): JsonObject => {
    const series = present({
      transactionId: context.transactionId,
      ...draft.period,
      gridArea: draft.gridArea as GridArea | undefined,
      supplier: context.sender,
      chargeOwner: draft.chargeOwner as Gln | undefined,
      charges,
      resolution: draft.resolution,
      settlementVersion: draft.settlementVersion
    })
    return encodeWholesaleRequest({ header, series: [series] })
  }
  return supplierDocument({ name: "RequestWholesaleSettlement", process: PROCESS, processType, issues, write }, context)
}

const chargeIssues = ({ code, type }: RequestedCharge, index: number): ReadonlyArray<RequestIssue> => {
  const field = `charges[${index}]`
  const rule = `${PROCESS} D14`
  return [
    ...(code === undefined && type === undefined ? [{ field, reason: "names neither a code nor a type", rule }] : []),
    ...(code === undefined || (code.length > 0 && code.length <= CHARGE_CODE_LENGTH_MAX)
      ? []
      : [
          { field: `${field}.code`, reason: `must have 1 to ${CHARGE_CODE_LENGTH_MAX} characters, got "${code}"`, rule }
        ]),
    ...codeIssues(`${field}.type`, type, ["D01", "D02", "D03"], rule)
  ]
}
