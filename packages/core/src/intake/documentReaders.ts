import { Effect, Result } from "effect"
import {
  type CimError,
  type CimHeader,
  decodeAggregatedData,
  decodeChargeLinks,
  decodeCustomerData,
  decodeGenericNotification,
  decodeMasterData,
  decodeMeasureData,
  decodePriceList,
  decodeRequestAnswer,
  decodeWholesaleServices,
  isAnswerName,
  type RequestAnswer
} from "../messages/index.ts"
import {
  type Applied,
  type Applying,
  type EffectFailure,
  type EffectPorts,
  NOTHING_APPLIED,
  type PreparedMessage
} from "./PreparedMessage.ts"
import { recordCustomers } from "./recordCustomers.ts"
import { recordLinks } from "./recordLinks.ts"
import { recordMasterData } from "./recordMasterData.ts"
import { recordNotification } from "./recordNotification.ts"
import { recordPrices } from "./recordPrices.ts"
import { recordReadings } from "./recordReadings.ts"

type Reader = (text: string) => Result.Result<PreparedMessage, CimError>

type Decode<Data> = (text: string) => Result.Result<Data, CimError>

/** Reads with a decoder, and records what was read; structure documents are few and small, so their bytes are kept. */
const recorded = <Data extends { readonly header: CimHeader }>(
  document: string,
  decode: Decode<Data>,
  record: (data: Data, applying: Applying) => Effect.Effect<Applied, EffectFailure, EffectPorts>,
  keepBody: (data: Data) => boolean = () => true
): readonly [string, Reader] => [
  document,
  (text) =>
    Result.map(decode(text), (data) => ({
      document,
      header: data.header,
      outcome: "applied",
      keepBody: keepBody(data),
      apply: (applying) => record(data, applying)
    }))
]

/** Reads with a decoder, so that what is no such document is refused now, and keeps it for whoever acts on it. */
const kept =
  <Data extends { readonly header: CimHeader }>(
    document: string,
    decode: Decode<Data>,
    notesOf: (data: Data) => ReadonlyArray<string> = () => []
  ): Reader =>
  (text) =>
    Result.map(decode(text), (data) => ({
      document,
      header: data.header,
      outcome: "stored",
      keepBody: true,
      apply: () => Effect.succeed({ ...NOTHING_APPLIED, notes: notesOf(data) })
    }))

const readers: ReadonlyMap<string, Reader> = new Map([
  // The ledger holds all that readings say, but for series that it does not take.
  recorded(
    "NotifyValidatedMeasureData",
    decodeMeasureData,
    recordReadings,
    ({ otherSeries }) => otherSeries.length > 0
  ),
  recorded("AccountingPointCharacteristics", decodeMasterData, recordMasterData),
  recorded("GenericNotification", decodeGenericNotification, recordNotification),
  recorded("CharacteristicsOfACustomerAtAnAP", decodeCustomerData, recordCustomers),
  recorded("NotifyBillingMasterData", decodeChargeLinks, recordLinks),
  recorded("NotifyPriceList", decodePriceList, recordPrices),
  ["NotifyAggregatedMeasureData", kept("NotifyAggregatedMeasureData", decodeAggregatedData)],
  ["NotifyWholesaleServices", kept("NotifyWholesaleServices", decodeWholesaleServices)]
])

/**
 * How a document that we know is read and what is then done with it, by its name. A new one is a line here, its decoder in
 * `messages`, and a file beside this one.
 */
export const readerOf = (document: string): Reader | undefined =>
  readers.get(document) ?? (isAnswerName(document) ? kept(document, decodeRequestAnswer, answerNotes) : undefined)

const answerNotes = ({ accepted, records, request }: RequestAnswer): ReadonlyArray<string> =>
  records.map(({ answers, reasons }) => {
    const why = reasons.map(({ code, text }) => (text === undefined ? code : `${code} ${text}`)).join("; ")
    return `${request} ${answers}: ${accepted ? "accepted" : `refused${why === "" ? "" : `: ${why}`}`}`
  })
