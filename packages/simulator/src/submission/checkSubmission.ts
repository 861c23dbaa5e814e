import { datahub, documentTypes } from "@datahub-settlement/core"
import { documentShapes, type SubmittedName } from "./documentShapes.ts"
import { documentRules } from "./operations.ts"
import { violations } from "./shape.ts"

/** One entry of DataHub's error answer. */
export interface SubmissionError {
  readonly Code: string
  readonly Message: string
  readonly Target: string | null
}

/** A document that passed: its ids are taken now. */
export interface Submission {
  readonly name: SubmittedName
  readonly sender: string
  readonly processType: string
  readonly messageId: string
  readonly transactionIds: ReadonlyArray<string>
  /** The parsed body. */
  readonly body: unknown
}

/** The ids that senders have used. They are taken when a message passes, so that a refused one may be sent again. */
export interface UsedIds {
  readonly hasMessage: (sender: string, id: string) => boolean
  readonly hasTransaction: (sender: string, id: string) => boolean
  readonly take: (submission: Submission) => void
}

export const makeUsedIds = (): UsedIds => {
  const messages = new Set<string>()
  const transactions = new Set<string>()
  return {
    hasMessage: (sender, id) => messages.has(`${sender}/${id}`),
    hasTransaction: (sender, id) => transactions.has(`${sender}/${id}`),
    take: ({ messageId, sender, transactionIds }) => {
      messages.add(`${sender}/${messageId}`)
      for (const id of transactionIds) transactions.add(`${sender}/${id}`)
    }
  }
}

const ID_LENGTH_MAX = 36
const ELECTRICITY = "23"
const SUPPLIER = "DDQ"

type Coded = { readonly value: string }
type Checked = Readonly<Record<string, unknown>> & {
  readonly mRID: string
  readonly "businessSector.type"?: Coded
  readonly "process.processType": Coded
  readonly type: Coded
  readonly "sender_MarketParticipant.mRID": Coded
  readonly "sender_MarketParticipant.marketRole.type": Coded
  readonly "receiver_MarketParticipant.mRID": Coded
  readonly "receiver_MarketParticipant.marketRole.type": Coded
}

/**
 * DataHub's checks of what was posted, in its order: what cannot be parsed or breaks the schema is refused for that
 * alone; all other checks are made together.
 */
export const checkSubmission = (
  body: Uint8Array,
  names: ReadonlyArray<SubmittedName>,
  caller: string,
  used: UsedIds
): Submission | ReadonlyArray<SubmissionError> => {
  const parsed = parsedBody(body)
  if (parsed === undefined) return [error("00302", "The message is not JSON.", null)]
  const rootKeys = typeof parsed === "object" && parsed !== null ? Object.keys(parsed) : []
  const name = names.find((one) => `${one}_MarketDocument` === rootKeys[0])
  if (name === undefined || rootKeys.length !== 1) {
    const expected = names.map((one) => `${one}_MarketDocument`).join(" or ")
    return [error("00302", `#: the root must be ${expected}, got ${rootKeys.join(", ") || "no object"}.`, null)]
  }
  const rootKey = `${name}_MarketDocument`
  const root = (parsed as Readonly<Record<string, unknown>>)[rootKey]
  const broken = violations(root, documentShapes[name], `#/${rootKey}`)
  if (broken.length > 0) return broken.map((text) => error("00302", text, null))
  const submission = submissionOf(name, root as Checked, parsed)
  const errors = [...headerErrors(name, root as Checked, caller), ...idErrors(submission, used)]
  return errors.length > 0 ? errors : submission
}

const parsedBody = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

const submissionOf = (name: SubmittedName, root: Checked, body: unknown): Submission => {
  const parts = (root.Series ?? root.MktActivityRecord) as ReadonlyArray<{ readonly mRID: string }>
  return {
    name,
    sender: root["sender_MarketParticipant.mRID"].value,
    processType: root["process.processType"].value,
    messageId: root.mRID,
    transactionIds: parts.map(({ mRID }) => mRID),
    body
  }
}

const headerErrors = (name: SubmittedName, root: Checked, caller: string): ReadonlyArray<SubmissionError> => {
  const { processTypes, receiverRole } = documentRules[name]
  const type = documentTypes[name]
  const sender = root["sender_MarketParticipant.mRID"].value
  const senderRole = root["sender_MarketParticipant.marketRole.type"].value
  const receiver = root["receiver_MarketParticipant.mRID"].value
  const role = root["receiver_MarketParticipant.marketRole.type"].value
  const process = root["process.processType"].value
  const sector = root["businessSector.type"]?.value
  const checks: ReadonlyArray<readonly [holds: boolean, error: SubmissionError]> = [
    [senderRole === SUPPLIER, error("00001", `The token does not hold the role ${senderRole}.`, null)],
    [sender === caller, error("00002", `Sender ${sender} is not ${caller}, whose token this is.`, "SenderId")],
    [senderRole === SUPPLIER, error("00003", `The role ${senderRole} may not send ${name}.`, "SenderRole")],
    [receiver === datahub, error("00303", `Receiver ${receiver} is not ${datahub}.`, "ReceiverId")],
    [role === receiverRole, error("00304", `Receiver role ${role} is not ${receiverRole}.`, "marketRole.type")],
    [root.type.value === type, error("00401", `Type ${root.type.value} is not ${type}.`, "Type")],
    [processTypes.includes(process), error("00402", `Process type ${process} is none of ${name}.`, "ProcessType")],
    [sector === ELECTRICITY, error("00403", `Business sector ${sector} is not ${ELECTRICITY}.`, "BusinessType")]
  ]
  return checks.filter(([holds]) => !holds).map(([, one]) => one)
}

const idErrors = (submission: Submission, used: UsedIds): ReadonlyArray<SubmissionError> => {
  const { messageId, sender, transactionIds } = submission
  const errors: Array<SubmissionError> = []
  if (messageId === "") errors.push(error("00201", "The message id is empty.", "MessageId"))
  else if (messageId.length > ID_LENGTH_MAX) {
    errors.push(error("00305", `The message id ${messageId} is longer than ${ID_LENGTH_MAX}.`, "MessageId"))
  } else if (used.hasMessage(sender, messageId)) {
    errors.push(error("00101", `The message id ${messageId} was used before.`, "MessageId"))
  }
  transactionIds.forEach((id, index) => {
    if (id === "") errors.push(error("00202", "A transaction id is empty.", "TransactionId"))
    else if (id.length > ID_LENGTH_MAX) {
      errors.push(error("00205", `The transaction id ${id} is longer than ${ID_LENGTH_MAX}.`, "transactionId"))
    } else if (transactionIds.indexOf(id) !== index || used.hasTransaction(sender, id)) {
      errors.push(error("00102", `The transaction id ${id} was used before.`, "TransactionId"))
    }
  })
  return errors
}

const error = (Code: string, Message: string, Target: string | null): SubmissionError => ({ Code, Message, Target })

/** The errors as DataHub writes them: one by itself, several in an outer one. */
export const errorJson = (errors: ReadonlyArray<SubmissionError>): unknown => ({
  Error:
    errors.length === 1
      ? errors[0]
      : { Code: "BadRequest", Message: "Multiple errors in message", Target: "", Details: { Errors: errors } }
})
