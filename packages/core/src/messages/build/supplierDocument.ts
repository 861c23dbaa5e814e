import { Result } from "effect"
import { datahub } from "../../market/index.ts"
import type { CimHeader } from "../CimHeader.ts"
import { rsmNumbers } from "../documentKind.ts"
import { documentTypes } from "../documentTypes.ts"
import type { JsonObject } from "../json.ts"
import type { OutgoingContext, OutgoingDocument } from "../OutgoingDocument.ts"
import { type RequestIssue, RequestRefused } from "../RequestRefused.ts"
import { contextIssues } from "./draftChecks.ts"
import { wholeSecond } from "./pointInTime.ts"

/** What is sent, and as part of which process. */
export interface SupplierDocument {
  readonly name: keyof typeof documentTypes
  readonly process: string
  readonly processType: string
  /** A01 or A02, in an answer. */
  readonly reasonCode?: string
  /** What is wrong with the draft. A rule that is a code only is one of the process. */
  readonly issues: ReadonlyArray<RequestIssue>
  /** Called only when nothing is wrong. */
  readonly write: (header: CimHeader) => JsonObject
}

const SUPPLIER = "DDQ"
/** DataHub as metering point administrator: the receiver of the whole structure family. */
const ADMINISTRATOR = "DDZ"
/** DataHub where measurements and results are: another receiver of the measurement family is refused (00304). */
const METERED_DATA_ADMINISTRATOR = "DGL"

const measurementFamily: ReadonlySet<string> = new Set<SupplierDocument["name"]>([
  "RequestValidatedMeasureData",
  "RequestAggregatedMeasureData",
  "RequestWholesaleSettlement"
])

/** The document, or every rule that the draft and its context break. */
export const supplierDocument = (
  { issues, name, process, processType, reasonCode, write }: SupplierDocument,
  context: OutgoingContext
): Result.Result<OutgoingDocument, RequestRefused> => {
  const all = [...issues, ...contextIssues(context)].map((issue) => ruleNamed(issue, process))
  if (all.length > 0) return Result.fail(new RequestRefused({ process, issues: all }))
  const header: CimHeader = {
    messageId: context.messageId,
    createdAt: wholeSecond(context.now),
    processType,
    type: documentTypes[name],
    sender: { id: context.sender, role: SUPPLIER },
    receiver: { id: datahub, role: measurementFamily.has(name) ? METERED_DATA_ADMINISTRATOR : ADMINISTRATOR },
    ...(reasonCode === undefined ? {} : { reasonCode })
  }
  return Result.succeed({
    name,
    rsm: rsmNumbers[name],
    process,
    processType,
    messageId: context.messageId,
    transactionIds: [context.transactionId],
    body: write(header)
  })
}

/** `E17` as `BRS-001 E17`: which process refuses with that code. */
const ruleNamed = (issue: RequestIssue, process: string): RequestIssue =>
  issue.rule !== undefined && /^[DE]\d\w$/.test(issue.rule) ? { ...issue, rule: `${process} ${issue.rule}` } : issue
