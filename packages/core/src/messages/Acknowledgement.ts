import { Result, Schema } from "effect"
import { codeIn, type CimHeader, envelopeJson, envelopeOf } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { Coded, decodeInto } from "./cimSchema.ts"
import { documentLabel } from "./documentKind.ts"
import { addFault, noFaults, refusal } from "./faults.ts"
import { cimRootOf, type JsonObject } from "./json.ts"
import { present } from "./present.ts"
import type { AnswerReason } from "./RequestAnswer.ts"
import { codeJson } from "./wireJson.ts"

const NAME = "Acknowledgement"
const ROOT = `${NAME}_MarketDocument`
const RECEIVED = "received_MarketDocument.mRID"
const RECEIVED_PROCESS = "received_MarketDocument.process.processType"

const WireSeries = Schema.Struct({
  mRID: Schema.String,
  Reason: Schema.optional(Schema.Array(Schema.Struct({ code: Coded, text: Schema.optional(Schema.String) })))
})

/** What is wrong with a document that somebody sent. It has no type code; its process type is that of the document. */
export interface AcknowledgementData {
  readonly header: Omit<CimHeader, "type" | "reasonCode">
  /** `mRID` of the document that failed. */
  readonly receivedMessageId: string
  /** The transactions of that document that failed, and why. */
  readonly records: ReadonlyArray<{
    readonly answers: string
    readonly reasons: ReadonlyArray<AnswerReason>
  }>
}

/**
 * Decodes RSM-009: readings that somebody sent failed DataHub's checks. It goes to who sends RSM-012; a supplier alone
 * never gets one. JSON text or the parsed value.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeAcknowledgement } from "@datahub-settlement/core"
 *
 * const refused = decodeAcknowledgement({ Acknowledgement_MarketDocument: [] })
 * Result.isFailure(refused) && refused.failure.document // => "RSM-009 Acknowledgement_MarketDocument"
 */
export const decodeAcknowledgement = (input: unknown): Result.Result<AcknowledgementData, CimError> =>
  Result.flatMap(cimRootOf(input, NAME), (root) => {
    const faults = noFaults()
    const envelope = envelopeOf(root, ROOT, faults)
    const receivedMessageId = root[RECEIVED]
    if (typeof receivedMessageId !== "string") addFault(faults, [ROOT, RECEIVED], "a text", receivedMessageId)
    const header = { ...envelope, processType: codeIn(root, ROOT, RECEIVED_PROCESS, faults) }
    const series = decodeInto(Schema.Array(WireSeries), root.Series ?? [], [ROOT, "Series"], faults) ?? []
    if (faults.count > 0 || typeof receivedMessageId !== "string") {
      return Result.fail(refusal(documentLabel(NAME), faults, header.messageId || undefined))
    }
    const records = series.map(({ mRID, Reason = [] }) => ({
      answers: mRID,
      reasons: Reason.map(({ code, text }) => present({ code: code.value, text }))
    }))
    return Result.succeed({ header, receivedMessageId, records })
  })

/**
 * RSM-009 as JSON: what {@link decodeAcknowledgement} reads back.
 *
 * @example
 * import { datahub, encodeAcknowledgement, Gln } from "@datahub-settlement/core"
 *
 * const sender = { id: datahub, role: "DGL" }
 * const receiver = { id: Gln.make("5790009990031"), role: "MDR" }
 * const header = { messageId: "m-2", createdAt: 0, processType: "E23", sender, receiver }
 * const body = encodeAcknowledgement({ header, receivedMessageId: "m-1", records: [] })
 * Object.keys(body) // => ["Acknowledgement_MarketDocument"]
 */
export const encodeAcknowledgement = ({ header, receivedMessageId, records }: AcknowledgementData): JsonObject => ({
  [ROOT]: {
    ...envelopeJson(header),
    [RECEIVED]: receivedMessageId,
    [RECEIVED_PROCESS]: codeJson(header.processType),
    Series: records.map(({ answers, reasons }) => ({
      mRID: answers,
      Reason: reasons.map(({ code, text }) => present({ code: codeJson(code), text }))
    }))
  }
})
