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

/** The part of the header that every document has, whatever else it is. */
export type CimEnvelope = Pick<CimHeader, "messageId" | "createdAt" | "sender" | "receiver">

/** A code that must be there; what is wrong with it is added to the faults. */
export const codeIn = (root: JsonObject, rootKey: string, key: string, faults: Faults): string => {
  const value = root[key]
  const inner = isObject(value) ? value.value : undefined
  if (typeof inner === "string" && inner !== "") return inner
  addFault(faults, isObject(value) ? [rootKey, key, "value"] : [rootKey, key], "a code {value}", inner ?? value)
  return NO_TEXT
}

/** Who sends what to whom, and when. What is wrong is added to the faults; the envelope is then not to be used. */
export const envelopeOf = (root: JsonObject, rootKey: string, faults: Faults): CimEnvelope => {
  const { createdDateTime, mRID: messageId } = root
  const createdAt = instantOf(createdDateTime)
  const isNamed = typeof messageId === "string" && messageId !== ""
  if (!isNamed) addFault(faults, [rootKey, "mRID"], "a text", messageId)
  if (createdAt === undefined) addFault(faults, [rootKey, "createdDateTime"], INSTANT_EXPECTED, createdDateTime)
  const participant = (key: string): CimParticipant => ({
    id: codeIn(root, rootKey, `${key}.mRID`, faults),
    role: codeIn(root, rootKey, `${key}.marketRole.type`, faults)
  })
  return {
    messageId: isNamed ? messageId : NO_TEXT,
    createdAt: createdAt ?? Number.NaN,
    sender: participant("sender_MarketParticipant"),
    receiver: participant("receiver_MarketParticipant")
  }
}

/**
 * The header of a CIM document. What is wrong is added to the faults; the header is then not to be used.
 */
export const headerOf = (root: JsonObject, rootKey: string, faults: Faults): CimHeader => {
  const { receiver, sender, ...message } = envelopeOf(root, rootKey, faults)
  const header: CimHeader = {
    ...message,
    processType: codeIn(root, rootKey, "process.processType", faults),
    type: codeIn(root, rootKey, "type", faults),
    sender,
    receiver
  }
  if (root["reason.code"] === undefined) return header
  return { ...header, reasonCode: codeIn(root, rootKey, "reason.code", faults) }
}

/** The header as DataHub writes it, keys in its order; the series or records follow. */
export const headerJson = (header: CimHeader): JsonObject => ({
  ...messageJson(header),
  "process.processType": { value: header.processType },
  ...(header.reasonCode === undefined ? {} : { "reason.code": { value: header.reasonCode } }),
  ...participantsJson(header),
  type: { value: header.type }
})

/** The same of a document that has no process type and no type of its own. */
export const envelopeJson = (envelope: CimEnvelope): JsonObject => ({
  ...messageJson(envelope),
  ...participantsJson(envelope)
})

const messageJson = ({ createdAt, messageId }: CimEnvelope): JsonObject => ({
  mRID: messageId,
  "businessSector.type": { value: ELECTRICITY },
  createdDateTime: wireInstant(createdAt)
})

const participantsJson = ({ receiver, sender }: CimEnvelope): JsonObject => ({
  "receiver_MarketParticipant.mRID": participantId(receiver.id),
  "receiver_MarketParticipant.marketRole.type": { value: receiver.role },
  "sender_MarketParticipant.mRID": participantId(sender.id),
  "sender_MarketParticipant.marketRole.type": { value: sender.role }
})

/** DataHub tells GLN and EIC apart by their length: 13 digits are a GLN (A10), 16 characters an EIC (A01). */
export const participantId = (id: string): JsonObject => ({ codingScheme: id.length === 16 ? "A01" : "A10", value: id })
