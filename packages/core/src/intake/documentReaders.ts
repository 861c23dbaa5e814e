import { Effect, Result } from "effect"
import {
  type AcknowledgementData,
  type CimError,
  decodeAcknowledgement,
  decodeAggregatedData,
  decodeCancellationNotice,
  decodeChargeLinks,
  decodeCustomerData,
  decodeGenericNotification,
  decodeMasterData,
  decodeMeasureData,
  decodeMissingReadingsReminder,
  decodePriceList,
  decodeReallocationRequest,
  decodeRequestAnswer,
  decodeWholesaleServices,
  isAnswerName,
  type RequestAnswer
} from "../messages/index.ts"
import { refusalWords } from "../processes/index.ts"
import {
  type Applied,
  type Applying,
  type EffectFailure,
  type EffectPorts,
  NOTHING_APPLIED,
  type PreparedMessage
} from "./PreparedMessage.ts"
import {
  newsOfAnswer,
  newsOfCustomers,
  newsOfLinks,
  newsOfMasterData,
  newsOfNotice,
  newsOfReadings,
  newsOfResults,
  newsOfResumption,
  type ProcessNews
} from "./ProcessNews.ts"
import { refusesAs } from "./refusesAs.ts"
import { newsOfCancellations } from "./newsOfCancellations.ts"
import { recordCustomers } from "./recordCustomers.ts"
import { recordLinks } from "./recordLinks.ts"
import { recordMasterData } from "./recordMasterData.ts"
import { recordNotification } from "./recordNotification.ts"
import { recordPrices } from "./recordPrices.ts"
import { recordReadings } from "./recordReadings.ts"

type Reader = (text: string) => Result.Result<PreparedMessage, CimError>

/** What a document says to market processes. */
type NewsOf<Data> = (data: Data) => ReadonlyArray<ProcessNews>

type Decode<Data> = (text: string) => Result.Result<Data, CimError>

/** Reads with a decoder, and records what was read; structure documents are few and small, so their bytes are kept. */
const recorded = <Data extends Pick<PreparedMessage, "header">>(
  document: string,
  decode: Decode<Data>,
  record: (data: Data, applying: Applying) => Effect.Effect<Applied, EffectFailure, EffectPorts>,
  newsOf: NewsOf<Data> = () => [],
  keepBody: (data: Data) => boolean = () => true
): readonly [string, Reader] => [
  document,
  (text) =>
    Result.map(decode(text), (data) => ({
      document,
      header: data.header,
      outcome: "applied",
      keepBody: keepBody(data),
      news: newsOf(data),
      apply: (applying) => record(data, applying)
    }))
]

/** Reads with a decoder, so that what is no such document is refused now, and keeps it for whoever acts on it. */
const kept =
  <Data extends Pick<PreparedMessage, "header">>(
    document: string,
    decode: Decode<Data>,
    newsOf: NewsOf<Data> = () => [],
    notesOf: (data: Data) => ReadonlyArray<string> = () => []
  ): Reader =>
  (text) =>
    Result.map(decode(text), (data) => ({
      document,
      header: data.header,
      outcome: "stored",
      keepBody: true,
      news: newsOf(data),
      apply: () => Effect.succeed({ ...NOTHING_APPLIED, notes: notesOf(data) })
    }))

/** Its codes are those of RSM-012, which a supplier alone does not send: they stand here as they came. */
const refusalNotes = ({ receivedMessageId, records }: AcknowledgementData): ReadonlyArray<string> =>
  records.map(({ answers, reasons }) => {
    const words = reasons.map(({ code, text }) => (text === undefined ? code : `${code} ${text}`))
    return `${receivedMessageId} ${answers}: refused: ${words.join("; ")}`
  })

const readers: ReadonlyMap<string, Reader> = new Map([
  // The ledger holds all that readings say, but for series that it does not take.
  recorded(
    "NotifyValidatedMeasureData",
    decodeMeasureData,
    recordReadings,
    newsOfReadings,
    ({ otherSeries }) => otherSeries.length > 0
  ),
  recorded("AccountingPointCharacteristics", decodeMasterData, recordMasterData, newsOfMasterData),
  recorded("GenericNotification", decodeGenericNotification, recordNotification, newsOfNotice),
  recorded("CharacteristicsOfACustomerAtAnAP", decodeCustomerData, recordCustomers, newsOfCustomers),
  recorded("NotifyBillingMasterData", decodeChargeLinks, recordLinks, newsOfLinks),
  recorded("NotifyPriceList", decodePriceList, recordPrices),
  ["NotifyAggregatedMeasureData", kept("NotifyAggregatedMeasureData", decodeAggregatedData, newsOfResults)],
  ["NotifyWholesaleServices", kept("NotifyWholesaleServices", decodeWholesaleServices, newsOfResults)],
  ["NotifyCancellation", kept("NotifyCancellation", decodeCancellationNotice, newsOfCancellations)],
  // Both go to who reports readings; a company that is that too keeps them where it finds them.
  ["Acknowledgement", kept("Acknowledgement", decodeAcknowledgement, undefined, refusalNotes)],
  ["ReminderOfMissingMeasureData", kept("ReminderOfMissingMeasureData", decodeMissingReadingsReminder)],
  [
    "RequestReallocateChangeOfSupplier",
    kept("RequestReallocateChangeOfSupplier", decodeReallocationRequest, newsOfResumption)
  ]
])

/**
 * How a document that we know is read and what is then done with it, by its name. A new one is a line here, its decoder in
 * `messages`, and a file beside this one.
 */
export const readerOf = (document: string): Reader | undefined =>
  readers.get(document) ??
  (isAnswerName(document) ? kept(document, decodeRequestAnswer, newsOfAnswer, answerNotes) : undefined)

const answerNotes = ({ accepted, header: { processType }, records, request }: RequestAnswer): ReadonlyArray<string> =>
  records.map(({ answers, reasons }) => {
    const outcome = accepted ? "accepted" : `refused: ${refusalWords(refusesAs(request, processType), reasons)}`
    return `${request} ${answers}: ${outcome}`
  })
