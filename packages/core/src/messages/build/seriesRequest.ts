import { Result } from "effect"
import { gs1Fault } from "../../market/gs1.ts"
import { datahub } from "../../market/index.ts"
import type { CimHeader } from "../CimHeader.ts"
import { rsmNumbers } from "../documentKind.ts"
import type { JsonObject } from "../json.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { type RequestIssue, RequestRefused } from "../RequestRefused.ts"

/** Type codes of the requests that are answered with series. */
const typeCodes = {
  RequestValidatedMeasureData: "E73",
  RequestAggregatedMeasureData: "E74",
  RequestWholesaleSettlement: "D21"
} as const

/** Role of who sends, and of DataHub where measurements and results are (anything else is refused, 00304). */
const SUPPLIER = "DDQ"
const METERED_DATA_ADMINISTRATOR = "DGL"

/** What a request of the measurement family is, apart from its one series. */
export interface SeriesRequest {
  readonly name: keyof typeof typeCodes
  readonly process: string
  readonly processType: string
}

/** The document, or every rule that it would break. */
export const requestDocument = (
  { name, process, processType }: SeriesRequest,
  context: OutgoingContext,
  draftIssues: ReadonlyArray<RequestIssue>,
  body: (header: CimHeader) => JsonObject
): Result.Result<OutgoingDocument, RequestRefused> => {
  const issues = [...contextIssues(context), ...draftIssues]
  if (issues.length > 0) return Result.fail(new RequestRefused({ process, issues }))
  const { messageId, now, sender, transactionId } = context
  const header = {
    messageId,
    createdAt: now,
    processType,
    type: typeCodes[name],
    sender: { id: sender, role: SUPPLIER },
    receiver: { id: datahub, role: METERED_DATA_ADMINISTRATOR }
  }
  return Result.succeed({
    name,
    rsm: rsmNumbers[name],
    process,
    processType,
    messageId,
    transactionIds: [transactionId],
    body: body(header)
  })
}

const ID_LENGTH_MAX = 36

const contextIssues = (context: OutgoingContext): ReadonlyArray<RequestIssue> => [
  ...gs1Issues("sender", "GLN", 13, context.sender),
  ...idIssues("messageId", context.messageId, "00201, 00305"),
  ...idIssues("transactionId", context.transactionId, "00202, 00205"),
  ...(Number.isFinite(context.now) ? [] : [{ field: "now", reason: "must be an instant" }])
]

const idIssues = (field: string, id: string, rule: string): ReadonlyArray<RequestIssue> =>
  id.length > 0 && id.length <= ID_LENGTH_MAX
    ? []
    : [{ field, reason: `must have 1 to ${ID_LENGTH_MAX} characters, has ${id.length}`, rule }]

/** A GSRN or GLN with its check digit, where there is one. */
export const gs1Issues = (
  field: string,
  name: "GSRN" | "GLN",
  length: number,
  id: string | undefined,
  rule?: string
): ReadonlyArray<RequestIssue> => {
  const reason = id === undefined ? undefined : gs1Fault(name, length, id)
  return reason === undefined ? [] : [{ field, reason, ...(rule === undefined ? {} : { rule }) }]
}

export const gridAreaIssues = (gridArea: string | undefined, process: string): ReadonlyArray<RequestIssue> =>
  gridArea === undefined || /^\d{3}$/.test(gridArea)
    ? []
    : [{ field: "gridArea", reason: `must be 3 digits, got "${gridArea}"`, rule: `${process} E86` }]

/** A code that must be one of a list. */
export const codeIssues = (
  field: string,
  code: string | undefined,
  known: ReadonlyArray<string>,
  rule: string
): ReadonlyArray<RequestIssue> =>
  code === undefined || known.includes(code)
    ? []
    : [{ field, reason: `must be ${known.join(", ")}, got "${code}"`, rule }]

/** D01, D02 or D03 says which correction run is meant; no other run has versions. */
export const settlementVersionIssues = (
  { processType, settlementVersion }: { readonly processType: string; readonly settlementVersion?: string | undefined },
  process: string
): ReadonlyArray<RequestIssue> => {
  const field = "settlementVersion"
  const rule = `${process} E86`
  return [
    ...codeIssues(field, settlementVersion, ["D01", "D02", "D03"], rule),
    ...(settlementVersion === undefined || processType === "D32"
      ? []
      : [{ field, reason: `only correction settlement (D32) has versions, not ${processType}`, rule }])
  ]
}
