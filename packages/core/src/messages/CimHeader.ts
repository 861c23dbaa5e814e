import type { Instant } from "../market/index.ts"
import { addFault, type Faults } from "./faults.ts"
import { isObject, type JsonObject } from "./json.ts"
import { INSTANT_EXPECTED, instantOf, wireInstant } from "./wireInstant.ts"

/** Who sends or receives a document, in which role. */
export interface CimParticipant {
  /** GLN (13 digits) or EIC (16 characters). */
  readonly id: string
  /** DDQ supplier, DGL and DDZ DataHub, DDM grid company …; an unknown code is carried. */
  readonly role: string
}

/** What every CIM document says of itself. Codes are carried as they came, known or not. */
export interface CimHeader {
  /** `mRID`, unique for each sender for ever. */
  readonly messageId: string
  readonly createdAt: Instant
  /** Business reason: E23 periodic metering, D18 charge master data, D08 charge prices, D17 charge links … */
  readonly processType: string
  /** Document type: E66, E31, D12, E07 … Not unique: the root key names the document. */
  readonly type: string
  readonly sender: CimParticipant
  readonly receiver: CimParticipant
  /** A01 accepted, A02 rejected: only in answers to requests. */
  readonly reasonCode?: string | undefined
}

/** The business sector of electricity: a document without it is refused by DataHub (error 00403). */
const ELECTRICITY = "23"

const NO_TEXT = ""

/**
 * The header of a CIM document. What is wrong is added to the faults; the header is then not to be used.
 */
export const headerOf = (root: JsonObject, rootKey: string, faults: Faults): CimHeader => {
  const code = (key: string, value: unknown): string => {
    const inner = isObject(value) ? value.value : undefined
    if (typeof inner === "string" && inner !== "") return inner
    addFault(faults, isObject(value) ? [rootKey, key, "value"] : [rootKey, key], "a code {value}", inner ?? value)
    return NO_TEXT
  }
  const { createdDateTime, mRID: messageId } = root
  const createdAt = instantOf(createdDateTime)
  const isNamed = typeof messageId === "string" && messageId !== ""
  if (!isNamed) addFault(faults, [rootKey, "mRID"], "a text", messageId)
  if (createdAt === undefined) addFault(faults, [rootKey, "createdDateTime"], INSTANT_EXPECTED, createdDateTime)
  const header: CimHeader = {
    messageId: isNamed ? messageId : NO_TEXT,
    createdAt: createdAt ?? Number.NaN,
    processType: code("process.processType", root["process.processType"]),
    type: code("type", root.type),
    sender: {
      id: code("sender_MarketParticipant.mRID", root["sender_MarketParticipant.mRID"]),
      role: code("sender_MarketParticipant.marketRole.type", root["sender_MarketParticipant.marketRole.type"])
    },
    receiver: {
      id: code("receiver_MarketParticipant.mRID", root["receiver_MarketParticipant.mRID"]),
      role: code("receiver_MarketParticipant.marketRole.type", root["receiver_MarketParticipant.marketRole.type"])
    }
  }
  const reason = root["reason.code"]
  return reason === undefined ? header : { ...header, reasonCode: code("reason.code", reason) }
}

/** The header as DataHub writes it, keys in its order; the series or records follow. */
export const headerJson = (header: CimHeader): JsonObject => ({
  mRID: header.messageId,
  "businessSector.type": { value: ELECTRICITY },
  createdDateTime: wireInstant(header.createdAt),
  "process.processType": { value: header.processType },
  ...(header.reasonCode === undefined ? {} : { "reason.code": { value: header.reasonCode } }),
  "receiver_MarketParticipant.mRID": participantId(header.receiver.id),
  "receiver_MarketParticipant.marketRole.type": { value: header.receiver.role },
  "sender_MarketParticipant.mRID": participantId(header.sender.id),
  "sender_MarketParticipant.marketRole.type": { value: header.sender.role },
  type: { value: header.type }
})

/** DataHub tells GLN and EIC apart by their length: 13 digits are a GLN (A10), 16 characters an EIC (A01). */
export const participantId = (id: string): JsonObject => ({ codingScheme: id.length === 16 ? "A01" : "A10", value: id })
