import { Result } from "effect"
import { decodeMasterData } from "./AccountingPointCharacteristics.ts"
import { decodeAcknowledgement } from "./Acknowledgement.ts"
import { decodeCustomerData } from "./CharacteristicsOfACustomerAtAnAP.ts"
import type { CimError } from "./CimError.ts"
import type { CimHeader } from "./CimHeader.ts"
import { decodeCimHeader } from "./decodeCimHeader.ts"
import { documentKind, type rsmNumbers } from "./documentKind.ts"
import { decodeGenericNotification } from "./GenericNotification.ts"
import { jsonOf } from "./json.ts"
import { decodeAggregatedData } from "./NotifyAggregatedMeasureData.ts"
import { decodeChargeLinks } from "./NotifyBillingMasterData.ts"
import { decodeCancellationNotice } from "./NotifyCancellation.ts"
import { decodePriceList } from "./NotifyPriceList.ts"
import { decodeMeasureData } from "./NotifyValidatedMeasureData.ts"
import { decodeWholesaleServices } from "./NotifyWholesaleServices.ts"
import { decodeMissingReadingsReminder } from "./ReminderOfMissingMeasureData.ts"
import { decodeAggregatedDataRequest } from "./RequestAggregatedMeasureData.ts"
import { type AnswerName, decodeRequestAnswer, isAnswerName, type RequestAnswer } from "./RequestAnswer.ts"
import { decodeCancellationRequest } from "./RequestCancellation.ts"
import { decodeChargeLinkRequest } from "./RequestChangeBillingMasterData.ts"
import { decodeCustomerDataRequest } from "./RequestChangeCustomerCharacteristics.ts"
import { decodeChangeOfSupplierRequest } from "./RequestChangeOfSupplier.ts"
import { decodeEndOfSupplyRequest } from "./RequestEndOfSupply.ts"
import { decodeReallocationRequest } from "./RequestReallocateChangeOfSupplier.ts"
import { decodeMeasureDataRequest } from "./RequestValidatedMeasureData.ts"
import { decodeWholesaleRequest } from "./RequestWholesaleSettlement.ts"

type Decode<Data> = (input: unknown) => Result.Result<Data, CimError>

/** The decoder of each document but the answers, by its name. */
export const decoders = {
  AccountingPointCharacteristics: decodeMasterData,
  Acknowledgement: decodeAcknowledgement,
  CharacteristicsOfACustomerAtAnAP: decodeCustomerData,
  GenericNotification: decodeGenericNotification,
  NotifyAggregatedMeasureData: decodeAggregatedData,
  NotifyBillingMasterData: decodeChargeLinks,
  NotifyCancellation: decodeCancellationNotice,
  NotifyPriceList: decodePriceList,
  NotifyValidatedMeasureData: decodeMeasureData,
  NotifyWholesaleServices: decodeWholesaleServices,
  ReminderOfMissingMeasureData: decodeMissingReadingsReminder,
  RequestAggregatedMeasureData: decodeAggregatedDataRequest,
  RequestCancellation: decodeCancellationRequest,
  RequestChangeBillingMasterData: decodeChargeLinkRequest,
  RequestChangeCustomerCharacteristics: decodeCustomerDataRequest,
  RequestChangeOfSupplier: decodeChangeOfSupplierRequest,
  RequestEndOfSupply: decodeEndOfSupplyRequest,
  RequestReallocateChangeOfSupplier: decodeReallocationRequest,
  RequestValidatedMeasureData: decodeMeasureDataRequest,
  RequestWholesaleSettlement: decodeWholesaleRequest
} as const satisfies Partial<Record<keyof typeof rsmNumbers, Decode<unknown>>>

type Decoders = typeof decoders

type DataOf<D> = D extends Decode<infer Data> ? Data : never

type Read = { readonly [Name in keyof Decoders]: { readonly name: Name; readonly data: DataOf<Decoders[Name]> } }

/** A document that was read, by its name; `"other"` is one that has no decoder here, with its header alone. */
export type CimDocument =
  | Read[keyof Read]
  | { readonly name: AnswerName; readonly data: RequestAnswer }
  | { readonly name: "other"; readonly rootKey: string; readonly data: { readonly header: CimHeader } }

const isDecoded = (name: string): name is keyof Decoders => Object.hasOwn(decoders, name)

/**
 * Reads any CIM document, whichever it is: JSON text or the parsed value. What it is `name` says, and with it the type of
 * `data`. Of a document that is not known here only the header is read. Fails with every fault, and where it is no CIM
 * document at all.
 *
 * @example
 * import { Result } from "effect"
 * import { datahub, decodeDocument, encodeGenericNotification, Gln, gsrnOf } from "@datahub-settlement/core"
 *
 * const header = {
 *   messageId: "m-1", createdAt: 0, processType: "E03", type: "E44",
 *   sender: { id: datahub, role: "DDZ" }, receiver: { id: Gln.make("5790009990017"), role: "DDQ" }
 * }
 * const records = [{ transactionId: "t-1", gsrn: gsrnOf("57131399900000001"), validFrom: 0 }]
 * const document = Result.getOrThrow(decodeDocument(encodeGenericNotification({ header, records })))
 * document.name // => "GenericNotification"
 * document.name === "GenericNotification" && document.data.records[0]?.gsrn // => "571313999000000010"
 */
export const decodeDocument = (input: unknown): Result.Result<CimDocument, CimError> =>
  Result.flatMap(jsonOf(input, "a CIM document"), (json): Result.Result<CimDocument, CimError> => {
    const kind = documentKind(json)
    if (kind === undefined) return decodeOther(json, "")
    const { name } = kind
    if (isAnswerName(name)) return Result.map(decodeRequestAnswer(json), (data) => ({ name, data }))
    if (!isDecoded(name)) return decodeOther(json, kind.rootKey)
    const decode: Decode<unknown> = decoders[name]
    return Result.map(decode(json), (data) => ({ name, data }) as CimDocument)
  })

const decodeOther = (json: unknown, rootKey: string): Result.Result<CimDocument, CimError> =>
  Result.map(decodeCimHeader(json), (header) => ({ name: "other", rootKey, data: { header } }))
