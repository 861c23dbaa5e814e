import { Result, Schema } from "effect"
import type { Gsrn } from "../market/index.ts"
import { type CimHeader, headerJson, headerOf } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { Coded, decodeInto, FilledText, GsrnId } from "./cimSchema.ts"
import { documentKind, documentLabel, rsmNumbers } from "./documentKind.ts"
import { addFault, type Faults, noFaults, refusal } from "./faults.ts"
import { cimRootOf, type JsonObject, jsonOf } from "./json.ts"
import { present } from "./present.ts"
import { ORIGINAL, POINT } from "./recordKeys.ts"
import { codeJson, gs1Json, ifGiven } from "./wireJson.ts"

type DocumentName = keyof typeof rsmNumbers

/** `ConfirmRequestEndOfSupply`, `RejectRequestService` … */
export type AnswerName = Extract<DocumentName, `ConfirmRequest${string}` | `RejectRequest${string}`>

type RequestOf<Name> = Name extends `Confirm${infer Request}` | `Reject${infer Request}` ? Request : never

/** The name of a request that is answered by a document of its own: `RequestEndOfSupply`. */
export type AnsweredRequest = RequestOf<AnswerName>

/** The rejects of the measurement family hold `Series`; all other answers hold `MktActivityRecord`. */
const withSeries: ReadonlySet<string> = new Set<AnswerName>([
  "RejectRequestValidatedMeasureData",
  "RejectRequestAggregatedMeasureData",
  "RejectRequestWholesaleSettlement"
])

const SERIES_ORIGINAL = "originalTransactionIDReference_Series.mRID"

const reasons = Schema.optional(Schema.Array(Schema.Struct({ code: Coded, text: Schema.optional(Schema.String) })))
const point = Schema.optional(GsrnId)
const WireRecord = Schema.Struct({ mRID: Schema.String, [POINT]: point, [ORIGINAL]: FilledText, Reason: reasons })
const WireSeries = Schema.Struct({
  mRID: Schema.String,
  [POINT]: point,
  [SERIES_ORIGINAL]: FilledText,
  Reason: reasons
})

/** Why something was rejected. Act on the code: the text is in two languages and changes. */
export interface AnswerReason {
  readonly code: string
  readonly text?: string | undefined
}

/** The answer to one transaction of a request. */
export interface AnswerRecord {
  readonly transactionId: string
  /** Transaction id of the request. */
  readonly answers: string
  readonly gsrn?: Gsrn | undefined
  /** Empty in a confirmation; in a reject there should be one at least, but not every sender gives it. */
  readonly reasons: ReadonlyArray<AnswerReason>
}

/** A confirmation or a rejection of a request. */
export interface RequestAnswer {
  /** Its `reasonCode` is A01 in a confirmation and A02 in a rejection, or absent. */
  readonly header: CimHeader
  readonly name: AnswerName
  readonly request: AnsweredRequest
  readonly accepted: boolean
  readonly records: ReadonlyArray<AnswerRecord>
}

const ACCEPTED = "A01"
const REJECTED = "A02"

/**
 * Whether a document is a confirmation or a rejection: what {@link decodeRequestAnswer} reads.
 *
 * @example
 * import { isAnswerName } from "@datahub-settlement/core"
 *
 * isAnswerName("RejectRequestService") // => true
 * isAnswerName("RequestService") // => false
 */
export const isAnswerName = (name: string): name is AnswerName =>
  /^(Confirm|Reject)Request/.test(name) && Object.hasOwn(rsmNumbers, name)

/**
 * Decodes every confirmation and rejection: of RSM-001, 003, 005, 020, 024, 027 and 030, and the rejections of RSM-006,
 * 015, 016, 017, 032 and 035. JSON text or the parsed value. Fails with every fault, also where the reason code
 * contradicts the name of the document.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeRequestAnswer } from "@datahub-settlement/core"
 *
 * const body = `{ "RejectRequestChangeOfSupplier_MarketDocument": {
 *   "mRID": "m-1",
 *   "createdDateTime": "2025-05-05T10:00:40Z",
 *   "process.processType": { "value": "E03" },
 *   "reason.code": { "value": "A02" },
 *   "receiver_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790009990017" },
 *   "receiver_MarketParticipant.marketRole.type": { "value": "DDQ" },
 *   "sender_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790001330552" },
 *   "sender_MarketParticipant.marketRole.type": { "value": "DDZ" },
 *   "type": { "value": "414" },
 *   "MktActivityRecord": [{
 *     "mRID": "t-2",
 *     "originalTransactionIDReference_MktActivityRecord.mRID": "t-1",
 *     "Reason": [{ "code": { "value": "E17" } }]
 *   }]
 * } }`
 * const answer = Result.getOrThrow(decodeRequestAnswer(body))
 * answer.accepted // => false
 * answer.request // => "RequestChangeOfSupplier"
 * answer.records[0]?.reasons[0]?.code // => "E17"
 */
export const decodeRequestAnswer = (input: unknown): Result.Result<RequestAnswer, CimError> =>
  Result.flatMap(jsonOf(input, ANY_ANSWER), (json) => {
    const kind = documentKind(json)
    if (kind !== undefined && isAnswerName(kind.name)) return decodeNamed(json, kind.name)
    const faults = noFaults()
    addFault(faults, [], "the root key of a document Confirm… or Reject…", kind?.rootKey ?? json)
    return Result.fail(refusal(ANY_ANSWER, faults))
  })

const ANY_ANSWER = "an answer to a request"

const decodeNamed = (json: unknown, name: AnswerName): Result.Result<RequestAnswer, CimError> =>
  Result.flatMap(cimRootOf(json, name), (root) => {
    const faults = noFaults()
    const rootKey = `${name}_MarketDocument`
    const header = headerOf(root, rootKey, faults)
    const accepted = name.startsWith("Confirm")
    const contradiction = accepted ? REJECTED : ACCEPTED
    if (header.reasonCode === contradiction) {
      const expected = `${accepted ? ACCEPTED : REJECTED}, as the name of the document says`
      addFault(faults, [rootKey, "reason.code", "value"], expected, header.reasonCode)
    }
    const records = withSeries.has(name) ? seriesOf(root, rootKey, faults) : recordsOf(root, rootKey, faults)
    return faults.count === 0
      ? Result.succeed({ header, name, request: requestOf(name), accepted, records })
      : Result.fail(refusal(documentLabel(name), faults, header.messageId || undefined))
  })

const requestOf = (name: AnswerName): AnsweredRequest => name.replace(/^(Confirm|Reject)/, "") as AnsweredRequest

const recordsOf = (root: JsonObject, rootKey: string, faults: Faults): ReadonlyArray<AnswerRecord> => {
  const path = [rootKey, "MktActivityRecord"]
  const records = decodeInto(Schema.Array(WireRecord), root.MktActivityRecord, path, faults)
  return (records ?? []).map((record) => recordOf(record, record[ORIGINAL]))
}

const seriesOf = (root: JsonObject, rootKey: string, faults: Faults): ReadonlyArray<AnswerRecord> => {
  const series = decodeInto(Schema.Array(WireSeries), root.Series, [rootKey, "Series"], faults)
  return (series ?? []).map((one) => recordOf(one, one[SERIES_ORIGINAL]))
}

const recordOf = (wire: Omit<typeof WireRecord.Type, typeof ORIGINAL>, answers: string): AnswerRecord =>
  present({
    transactionId: wire.mRID,
    answers,
    gsrn: wire[POINT]?.value,
    reasons: (wire.Reason ?? []).map(({ code, text }) => present({ code: code.value, text }))
  })

/**
 * A confirmation or rejection as JSON: what {@link decodeRequestAnswer} reads back. The reason code is the header's.
 *
 * @example
 * import { datahub, encodeRequestAnswer, energinet } from "@datahub-settlement/core"
 *
 * const sender = { id: datahub, role: "DDZ" }
 * const receiver = { id: energinet, role: "DDQ" }
 * const header = { messageId: "m-1", createdAt: 0, processType: "E20", type: "414", sender, receiver, reasonCode: "A01" }
 * const name = "ConfirmRequestEndOfSupply"
 * const body = encodeRequestAnswer({ header, name, request: "RequestEndOfSupply", accepted: true, records: [] })
 * Object.keys(body) // => ["ConfirmRequestEndOfSupply_MarketDocument"]
 */
export const encodeRequestAnswer = ({ header, name, records }: RequestAnswer): JsonObject => {
  const [list, original] = withSeries.has(name) ? ["Series", SERIES_ORIGINAL] : ["MktActivityRecord", ORIGINAL]
  return {
    [`${name}_MarketDocument`]: {
      ...headerJson(header),
      [list!]: records.map((record) =>
        present({
          mRID: record.transactionId,
          [POINT]: ifGiven(record.gsrn, gs1Json),
          [original!]: record.answers,
          Reason: record.reasons.length === 0 ? undefined : record.reasons.map(reasonJson)
        })
      )
    }
  }
}

const reasonJson = ({ code, text }: AnswerReason): JsonObject => present({ code: codeJson(code), text })
