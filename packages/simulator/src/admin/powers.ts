import { documentKind, formatInstant, type Instant } from "@datahub-settlement/core"
import { ClockGoesForward } from "../clock/VirtualClock.ts"
import { laterBy } from "../clock/isoDuration.ts"
import type { HttpFault } from "../faults/HttpFaults.ts"
import { faultLine, type JournalLine, messageLine, type MessageLine } from "../queues/journal.ts"
import { lengthsOf } from "../queues/MessageQueues.ts"
import type { MessageRecord } from "../queues/MessageRecord.ts"
import type { QueueName } from "../queues/QueueName.ts"
import type { Cast, Simulation } from "../Simulation.ts"
import type { TruthQuery, TruthRow } from "../world/truth.ts"
import { Unable } from "../Unable.ts"
import type {
  ClockRequest,
  DisorderRequest,
  MalformedRequest,
  MessageRequest,
  PortalReportRequest,
  ReadingsRequest
} from "./requests.ts"

/** What can be done to the simulator besides talking to it as an actor: the same over HTTP and in process. */
export interface Powers {
  readonly setClock: (request: typeof ClockRequest.Type) => { readonly now: string; readonly events: number }
  readonly putMessage: (request: typeof MessageRequest.Type) => MessageLine
  readonly injectError: (fault: HttpFault) => void
  readonly injectMalformed: (request: typeof MalformedRequest.Type) => MessageLine | { readonly spoils: string }
  readonly inject: (request: typeof DisorderRequest.Type) => MessageLine | { readonly reordered: true }
  /** How probable faults are from now on; 0 also takes back those that still wait for a call. */
  readonly setFaultRate: (rate: number) => void
  /** Says what a metering point uses; how many messages that sent. */
  readonly tellReadings: (request: typeof ReadingsRequest.Type) => { readonly messages: number }
  /** Reports the latest switch or move of a metering point as erroneous, as its supplier does in DataHub's portal. */
  readonly reportInPortal: (request: typeof PortalReportRequest.Type) => void
  readonly journal: () => ReadonlyArray<JournalLine>
  readonly state: () => SimulatorState
  readonly truth: (query: TruthQuery) => ReadonlyArray<TruthRow>
  readonly startScenario: (name: string) => Cast
  readonly expireTokens: () => void
  /** The true body of a message, as text. */
  readonly bodyOf: (messageId: string) => Uint8Array
}

/** What `GET /admin/state` says. */
export interface SimulatorState {
  readonly now: string
  readonly speed: number
  readonly queues: Readonly<Record<string, Readonly<Record<QueueName, number>>>>
  readonly events: { readonly waiting: number; readonly next: string | undefined }
  readonly faults: { readonly rate: number; readonly waiting: number; readonly met: number }
  readonly messages: { readonly queued: number; readonly delivered: number; readonly dequeued: number }
  readonly world: Readonly<Record<string, number>>
}

const bytesOf = new TextEncoder()

export const makePowers = (simulation: Simulation): Powers => {
  const { engine } = simulation
  const ours = (receiver: string | undefined): string => receiver ?? engine.clients[0]!.gln
  return {
    setClock: (request) => setClock(simulation, request),
    putMessage: (request) => messageLine(putMessage(simulation, request, ours(request.receiver))),
    injectError: engine.httpFaults.add,
    injectMalformed: ({ kind, queue = "measuredata", receiver, spoil }) => {
      if (spoil !== true) return messageLine(engine.enqueueBroken(kind, queue, ours(receiver)))
      engine.queues.spoilNext(kind, queue)
      return { spoils: queue }
    },
    inject: (request) => inject(simulation, request, ours(request.receiver)),
    setFaultRate: (rate) => {
      engine.randomFaults.setRate(rate)
      if (rate === 0) engine.httpFaults.clear()
    },
    tellReadings: (request) => tellReadings(simulation, request),
    reportInPortal: ({ gsrn, processType, sender }) => {
      const refusal = simulation.reportInPortal(gsrn, processType, ours(sender))
      if (refusal !== undefined) throw new Unable(refusal)
    },
    journal: () => [...engine.queues.journal().map(messageLine), ...engine.metFaults.map(faultLine)],
    state: () => stateOf(simulation),
    truth: simulation.truth,
    startScenario: (name) => {
      const cast = simulation.startScenario(name)
      if (cast !== undefined) return cast
      const names = simulation.scenarios().map((one) => one.name)
      throw new Unable(`There is no scenario "${name}". There are: ${names.join(", ")}.`)
    },
    expireTokens: engine.tokens.expireAll,
    bodyOf: (messageId) => {
      const body = engine.queues.bodyOf(messageId)
      if (body === undefined) throw new Unable(`There is no message ${messageId}.`)
      return body
    }
  }
}

const setClock = (
  { engine }: Simulation,
  { advance, now, speed }: typeof ClockRequest.Type
): { readonly now: string; readonly events: number } => {
  engine.clock.tick()
  if (speed !== undefined) engine.clock.setSpeed(speed)
  const at = now === undefined ? engine.clock.now() : instantOf(now)
  const target = advance === undefined ? at : laterBy(at, advance)
  if (target === undefined) throw new Unable(`"${advance}" is no duration like P1D or PT6H.`)
  try {
    const events = engine.clock.advanceTo(target)
    return { now: formatInstant(engine.clock.now()), events }
  } catch (error) {
    if (!(error instanceof ClockGoesForward)) throw error
    throw new Unable(
      `${error.message}: it is ${formatInstant(engine.clock.now())}, asked for ${formatInstant(target)}.`
    )
  }
}

const instantOf = (text: string): Instant => {
  const instant = Date.parse(text)
  if (Number.isNaN(instant)) throw new Unable(`"${text}" is no instant like 2026-01-15T23:00:00Z.`)
  return instant
}

const putMessage = (
  { engine }: Simulation,
  { body, messageId, queue }: typeof MessageRequest.Type,
  receiver: string
): MessageRecord => {
  const text = typeof body === "string" ? body : JSON.stringify(body)
  const bytes = bytesOf.encode(text)
  const id = messageId ?? /"mRID"\s*:\s*"([^"]{1,36})"/.exec(text)?.[1] ?? engine.nextMessageId()
  if (engine.queues.recordOf(id) !== undefined) throw new Unable(`There is a message ${id} already.`)
  const document = documentKind(text)?.name ?? ""
  const processType = /"process\.processType"\s*:\s*\{\s*"value"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? ""
  return engine.queues.enqueue({ messageId: id, receiver, queue, document, processType, write: () => bytes })
}

const tellReadings = (
  simulation: Simulation,
  { day, gsrn, hourlyWh }: typeof ReadingsRequest.Type
): { readonly messages: number } => {
  const { queues } = simulation.engine
  const before = queues.journal().length
  const refusal = simulation.tellReadings(gsrn, hourlyWh, day)
  if (refusal !== undefined) throw new Unable(refusal)
  return { messages: queues.journal().length - before }
}

const inject = (
  simulation: Simulation,
  request: typeof DisorderRequest.Type,
  receiver: string
): MessageLine | { readonly reordered: true } => {
  const { queues } = simulation.engine
  const { day, gsrn, kind, queue = "measuredata" } = request
  switch (kind) {
    case "reorder":
      if (!queues.swapNext(receiver, queue)) throw new Unable(`Fewer than two messages wait unpeeked in ${queue}.`)
      return { reordered: true }
    case "duplicate":
      return messageLine(duplicate(simulation, request, receiver))
    case "late":
    case "contradictory": {
      const record = simulation.irregular(kind, gsrn, day)
      if (record === undefined) throw new Unable("No readings were delivered for that metering point and day.")
      return messageLine(record)
    }
  }
}

const duplicate = (
  { engine }: Simulation,
  { messageId, queue, sameId }: typeof DisorderRequest.Type,
  receiver: string
): MessageRecord => {
  const id = messageId ?? engine.queues.lastDequeued(receiver, queue)?.messageId
  if (id === undefined) throw new Unable("No message was dequeued yet.")
  if (sameId !== true) {
    const again = engine.enqueueAgain(id)
    if (again === undefined) throw new Unable(`There is no message ${id}.`)
    return again
  }
  if (!engine.queues.putBack(id, "duplicate")) throw new Unable(`The message ${id} is unknown or still in its queue.`)
  return engine.queues.recordOf(id)!
}

const stateOf = (simulation: Simulation): SimulatorState => {
  const { engine } = simulation
  const { count, next } = engine.clock.pending()
  const records = engine.queues.journal()
  return {
    now: formatInstant(engine.clock.now()),
    speed: engine.clock.speed(),
    queues: Object.fromEntries(engine.clients.map(({ gln }) => [gln, lengthsOf(engine.queues, gln)])),
    events: { waiting: count, next: next === undefined ? undefined : formatInstant(next) },
    faults: {
      rate: engine.randomFaults.rate(),
      waiting: engine.httpFaults.waiting(),
      met: engine.metFaults.length
    },
    messages: {
      queued: records.length,
      delivered: records.filter(({ deliveries }) => deliveries > 0).length,
      dequeued: records.filter(({ dequeues }) => dequeues > 0).length
    },
    world: simulation.counts()
  }
}
