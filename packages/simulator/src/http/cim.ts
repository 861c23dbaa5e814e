import type { HttpFault, HttpFaults } from "../faults/HttpFaults.ts"
import type { MessageQueues } from "../queues/MessageQueues.ts"
import { type QueueName, queueNamed } from "../queues/QueueName.ts"
import { checkSubmission, errorJson, type Submission, type UsedIds } from "../submission/checkSubmission.ts"
import { operationNamed } from "../submission/operations.ts"
import { type Answer, type Call, emptyAnswer, jsonAnswer, textAnswer } from "./Answer.ts"
import type { SimulatorClient, Tokens } from "./tokens.ts"

/** DataHub takes bodies shorter than 50 MB. */
export const BODY_BYTES_MAX = 52_428_800

/** What the calls of the B2B interface work on. */
export interface CimWorld {
  readonly tokens: Tokens
  readonly queues: MessageQueues
  readonly faults: HttpFaults
  readonly usedIds: UsedIds
  /** Takes a document that passed; its answer comes later, in a queue. */
  readonly submitted: (submission: Submission) => void
  /** A fault that was met, for the journal. */
  readonly met: (fault: HttpFault, what: string) => void
}

const UNEXPECTED = { Message: "An unexpected error occurred! Please try later." }
const SUPPLIER = "energysupplier"
const DELAY_MS = 3000

/** A call of `/v1.0/cim/…`. */
export const cimAnswer = (call: Call, operation: string, world: CimWorld): Answer => {
  const client = world.tokens.clientOf(call.headers.authorization)
  const refused = clientRefusal(client)
  if (client === undefined || refused !== undefined) return refused ?? unauthorized()
  if (call.method === "GET") return peek(call, operation, client, world)
  const dequeued = /^dequeue\/(.*)$/i.exec(operation)
  if (call.method === "DELETE" && dequeued !== null) return dequeue(dequeued[1]!, client, world)
  if (call.method === "POST") return submit(call, operation, client, world)
  return notDefined()
}

const unauthorized = (): Answer => textAnswer(401, "Unauthorized. Access token is missing or invalid.")
const notDefined = (): Answer => textAnswer(404, "Unable to match incoming request to an operation.")

/** DataHub wants a client that it knows, with exactly one role. */
const clientRefusal = (client: SimulatorClient | undefined): Answer | undefined => {
  if (client === undefined) return unauthorized()
  const roles = client.roles ?? [SUPPLIER]
  if (roles.length !== 1) return textAnswer(401, "Unauthorized. The token must hold exactly one role.")
  return roles[0] === SUPPLIER ? undefined : textAnswer(403, "Forbidden. The role may not use this operation.")
}

const peek = (call: Call, category: string, client: SimulatorClient, world: CimWorld): Answer => {
  const type = mediaType(call)
  if (type !== "application/json") return unsupported(type)
  const queue = queueNamed(category)
  if (queue === undefined) return jsonAnswer(500, UNEXPECTED)
  const fault = world.faults.take("peek", queue)
  if (fault !== undefined) world.met(fault, `peek ${queue}`)
  const refused = refusedBy(fault)
  if (refused !== undefined) return refused
  return slowed(peeked(client, queue, world), fault)
}

const peeked = (client: SimulatorClient, queue: QueueName, world: CimWorld): Answer => {
  const message = world.queues.peek(client.gln, queue)
  if (message === undefined) return { status: 204, contentType: "application/json; charset=utf-8" }
  return {
    status: 200,
    contentType: "application/json; charset=utf-8",
    headers: { MessageId: message.record.messageId },
    body: message.body
  }
}

const dequeue = (messageId: string, client: SimulatorClient, world: CimWorld): Answer => {
  const id = decodeURIComponent(messageId)
  const fault = world.faults.take("dequeue", world.queues.recordOf(id)?.queue)
  if (fault !== undefined) world.met(fault, `dequeue ${id}`)
  const refused = refusedBy(fault)
  if (refused !== undefined) return refused
  const isGone = world.queues.dequeue(client.gln, id)
  const answer: Answer = { status: isGone ? 200 : 400, contentType: "text/plain" }
  return slowed(answer, fault)
}

const submit = (call: Call, operation: string, client: SimulatorClient, world: CimWorld): Answer => {
  const names = operationNamed(operation)
  if (names === undefined) return notDefined()
  if (names === "forbidden") return textAnswer(403, "Forbidden. The role may not use this operation.")
  // The gateway compares the whole text: a charset makes it another one.
  if (call.headers["content-type"] !== "application/json") return unsupported(call.headers["content-type"])
  if (call.isTooLarge) {
    return textAnswer(
      413,
      `The body is larger than allowed: the limit is ${BODY_BYTES_MAX} bytes, got ${bytesOf(call)}.`
    )
  }
  const fault = world.faults.take("submit", undefined)
  if (fault !== undefined) world.met(fault, `submit ${operation}`)
  const refused = refusedBy(fault)
  if (refused !== undefined) return refused
  return slowed(accepted(checkSubmission(call.body, names, client.gln, world.usedIds), world), fault)
}

const bytesOf = (call: Call): string => call.headers["content-length"] ?? "more"

const accepted = (checked: ReturnType<typeof checkSubmission>, world: CimWorld): Answer => {
  if (!("messageId" in checked)) return jsonAnswer(400, errorJson(checked))
  world.usedIds.take(checked)
  world.submitted(checked)
  return emptyAnswer(202)
}

const mediaType = (call: Call): string | undefined => call.headers["content-type"]?.split(";")[0]?.trim().toLowerCase()

const unsupported = (type: string | undefined): Answer =>
  textAnswer(
    415,
    `Content-Type ${type ?? "is missing"}: DataHub knows application/json, application/xml and application/ebix; ` +
      "this simulator application/json only."
  )

/** The answer that a fault gives instead of the true one. Nothing else happens then. */
const refusedBy = (fault: HttpFault | undefined): Answer | undefined => {
  if (fault === undefined || typeof fault.status !== "number") return undefined
  const headers = fault.retryAfter === undefined ? {} : { "Retry-After": String(fault.retryAfter) }
  if (fault.status === 500) return { ...jsonAnswer(500, UNEXPECTED), headers }
  return { ...textAnswer(fault.status, faultTexts[fault.status]), headers }
}

const faultTexts = {
  401: "Unauthorized. Access token is missing or invalid.",
  403: "Forbidden. The operation is switched off for the actor.",
  429: "Too many requests.",
  503: "Service unavailable."
} as const

/** The true answer, late or cut off. What it stands for has happened. */
const slowed = (answer: Answer, fault: HttpFault | undefined): Answer => {
  if (fault === undefined) return answer
  if (fault.status === "slow") return { ...answer, delayMs: fault.delayMs ?? DELAY_MS }
  return { ...answer, isCut: true }
}
