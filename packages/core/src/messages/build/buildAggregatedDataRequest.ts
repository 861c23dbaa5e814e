import type { Result } from "effect"
import type { GridArea, Period } from "../../market/index.ts"
import type { CimHeader } from "../CimHeader.ts"
import type { JsonObject } from "../json.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { present } from "../present.ts"
import { encodeAggregatedDataRequest } from "../RequestAggregatedMeasureData.ts"
import type { RequestIssue, RequestRefused } from "../RequestRefused.ts"
import { periodIssues } from "./requestWindows.ts"
import { glnIssues } from "./draftChecks.ts"
import { codeIssues, gridAreaIssues, settlementVersionIssues } from "./seriesChecks.ts"
import { supplierDocument } from "./supplierDocument.ts"

/** Which of our sums are wanted; what is left out is not narrowed down. */
export interface AggregatedDataDraft {
  /** D03 preliminary aggregation, D04 balance fixing, D05 wholesale fixing, D32 correction settlement. */
  readonly processType: "D03" | "D04" | "D05" | "D32"
  readonly period: Period
  /** Three digits; all areas in which we supply where it is left out. */
  readonly gridArea?: string | undefined
  /** GLN. */
  readonly balanceResponsible?: string | undefined
  /** E17 consumption, E18 production. */
  readonly meteringPointType?: "E17" | "E18" | undefined
  /** D01 flex, E02 non-profiled: with E17, and never without it. */
  readonly settlementMethod?: "D01" | "E02" | undefined
  /** D01, D02, D03: the first, second or third correction. Only with D32; the latest where it is left out. */
  readonly settlementVersion?: "D01" | "D02" | "D03" | undefined
}

const PROCESS = "BRS-026"

/**
 * Whether who asks for consumption must say by which settlement method. Phase 3 of DataHub 3 does away with settlement
 * methods; when is unverified.
 */
const CONSUMPTION_NEEDS_METHOD = true

/**
 * RSM-016, a request for our own sums by grid area (BRS-026): one month at most, between two Danish midnights, at most
 * 3 years and 6 months back. The answer is RSM-014 with the transaction id. Fails with every rule that is broken.
 *
 * @example
 * import { Result } from "effect"
 * import { buildAggregatedDataRequest, Gln, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const context = {
 *   now: Date.UTC(2025, 2, 3, 9), sender: Gln.make("5790009990017"), messageId: "m-1", transactionId: "t-1"
 * }
 * const january = MarketCalendar.monthPeriod(LocalDate.make("2025-01-01"))
 * const draft = { processType: "D04", period: january, gridArea: "991" } as const
 * Result.getOrThrow(buildAggregatedDataRequest(draft, context)).name // => "RequestAggregatedMeasureData"
 *
 * const wrong = buildAggregatedDataRequest({ ...draft, settlementVersion: "D01" }, context)
 * Result.isFailure(wrong) && wrong.failure.issues[0]?.rule // => "BRS-026 E86"
 */
export const buildAggregatedDataRequest = (
  draft: AggregatedDataDraft,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const { processType } = draft
  const issues = [
    ...codeIssues("processType", processType, ["D03", "D04", "D05", "D32"], "00402"),
    ...periodIssues(draft.period, context.now, PROCESS),
    ...gridAreaIssues(draft.gridArea, PROCESS),
    ...(draft.balanceResponsible === undefined ? [] : glnIssues("balanceResponsible", draft.balanceResponsible, "E18")),
    ...meteringPointTypeIssues(draft),
    ...settlementMethodIssues(draft),
    ...settlementVersionIssues(draft, PROCESS)
  ]
  const write = (header: CimHeader): JsonObject => {
    const series = present({
      transactionId: context.transactionId,
      ...draft.period,
      gridArea: draft.gridArea as GridArea | undefined,
      supplier: context.sender,
      balanceResponsible: draft.balanceResponsible,
      meteringPointType: draft.meteringPointType,
      settlementMethod: draft.settlementMethod,
      settlementVersion: draft.settlementVersion
    })
    return encodeAggregatedDataRequest({ header, series: [series] })
  }
  return supplierDocument(
    { name: "RequestAggregatedMeasureData", process: PROCESS, processType, issues, write },
    context
  )
}

const meteringPointTypeIssues = ({ meteringPointType }: AggregatedDataDraft): ReadonlyArray<RequestIssue> => {
  const field = "meteringPointType"
  // The draft may come from a form: what the type rules out is checked all the same.
  if ((meteringPointType as string | undefined) === "E20") {
    return [{ field, reason: "exchange (E20) is not for suppliers", rule: `${PROCESS} D11` }]
  }
  return codeIssues(field, meteringPointType, ["E17", "E18"], `${PROCESS} D18`)
}

const settlementMethodIssues = (draft: AggregatedDataDraft): ReadonlyArray<RequestIssue> => {
  const { meteringPointType, settlementMethod } = draft
  const field = "settlementMethod"
  if (settlementMethod === undefined) {
    return CONSUMPTION_NEEDS_METHOD && meteringPointType === "E17"
      ? [{ field, reason: "consumption (E17) is asked for by settlement method, D01 or E02", rule: `${PROCESS} D11` }]
      : []
  }
  const rule = `${PROCESS} D15`
  return [
    ...codeIssues(field, settlementMethod, ["D01", "E02"], rule),
    ...(meteringPointType === "E17" ? [] : [{ field, reason: "only consumption (E17) has settlement methods", rule }])
  ]
}
