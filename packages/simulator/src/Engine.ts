import { type Gln, type Instant } from "@datahub-settlement/core"
import { makeMessageIds } from "./chance/ids.ts"
import { makeVirtualClock, type VirtualClock } from "./clock/VirtualClock.ts"
import { brokenBody, type BrokenKind } from "./queues/brokenBody.ts"
import { type HttpFaults, makeHttpFaults } from "./faults/HttpFaults.ts"
import { makeRandomFaults, type RandomFaultOptions, type RandomFaults } from "./faults/RandomFaults.ts"
import { makeTokens, type SimulatorClient, type Tokens } from "./http/tokens.ts"
import type { MetFault } from "./queues/journal.ts"
import { makeMessageQueues, type MessageQueues } from "./queues/MessageQueues.ts"
import type { MessageRecord } from "./queues/MessageRecord.ts"
import type { QueueName } from "./queues/QueueName.ts"
import { makeUsedIds, type UsedIds } from "./submission/checkSubmission.ts"

/** What the engine is made from. */
export interface EngineOptions {
  readonly seed: number
  readonly startAt: Instant
  readonly speed: number
  readonly realNow: () => number
  readonly clients: ReadonlyArray<SimulatorClient>
  readonly tokenSeconds: number
  /** Which clock tokens expire by. */
  readonly tokenClock: "real" | "virtual"
  readonly faults: RandomFaultOptions
  /** Sends readings that are registered late or contradict what was sent: a fault that only the world can make. */
  readonly irregular: (kind: "late" | "contradictory", draw: number) => void
}

/** A document on its way to an actor. */
export interface Delivery {
  readonly receiver: Gln | (string & {})
  readonly queue: QueueName
  /** `NotifyValidatedMeasureData` */
  readonly document: string
  readonly processType: string
  /** The document, at any time and as often as it is asked for. It is the same each time. */
  readonly write: (messageId: string, createdAt: Instant) => Uint8Array
  readonly faults?: ReadonlyArray<string> | undefined
}

/** Clock, queues, tokens and faults: all of a DataHub but what it is about. */
export interface Engine {
  readonly clock: VirtualClock
  readonly queues: MessageQueues
  readonly tokens: Tokens
  readonly httpFaults: HttpFaults
  readonly randomFaults: RandomFaults
  readonly usedIds: UsedIds
  readonly clients: ReadonlyArray<SimulatorClient>
  readonly metFaults: Array<MetFault>
  readonly nextMessageId: () => string
  /** Puts a document into the actor's queue; nothing happens when nobody holds a credential of that actor. */
  readonly deliver: (delivery: Delivery) => MessageRecord | undefined
  /** Puts a broken message, of nothing real, into a queue. */
  readonly enqueueBroken: (kind: BrokenKind, queue: QueueName, receiver: string) => MessageRecord
  /** Puts the same document under a new id. */
  readonly enqueueAgain: (messageId: string) => MessageRecord | undefined
}

const text = new TextEncoder()
const FAULT_IDS = 0xfa17

export const makeEngine = (options: EngineOptions): Engine => {
  const clock = makeVirtualClock(options)
  const queues = makeMessageQueues(clock.now)
  const nextMessageId = makeMessageIds(options.seed)
  // Of their own, so that what is real has the same ids with faults as without.
  const nextFaultId = makeMessageIds(options.seed ^ FAULT_IDS)
  const randomFaults = makeRandomFaults(options.faults)
  const receivers = new Set(options.clients.map(({ gln }) => gln))

  const enqueueBroken: Engine["enqueueBroken"] = (kind, queue, receiver) => {
    const messageId = nextFaultId()
    const document = documentOf[queue]
    const write = (): Uint8Array => brokenBody(kind, text.encode(plausible(document, messageId)))
    return queues.enqueue({ messageId, receiver, queue, document, processType: "", write, faults: [kind] })
  }
  const enqueueAgain: Engine["enqueueAgain"] = (messageId) => {
    const record = queues.recordOf(messageId)
    if (record === undefined) return undefined
    const newId = nextFaultId()
    const { document, processType, queue, receiver } = record
    return queues.enqueue({
      messageId: newId,
      receiver,
      queue,
      document,
      processType,
      write: () => renamed(queues.bodyOf(messageId)!, messageId, newId),
      faults: ["duplicate"],
      repeats: messageId
    })
  }
  const deliver: Engine["deliver"] = (delivery) => {
    if (!receivers.has(delivery.receiver)) return undefined
    const messageId = delivery.faults === undefined ? nextMessageId() : nextFaultId()
    const createdAt = clock.now()
    // What is a fault itself meets no other.
    const fault = delivery.faults === undefined ? randomFaults.forMessage() : undefined
    if (fault?.kind === "malformed") enqueueBroken(fault.broken, delivery.queue, delivery.receiver)
    const record = queues.enqueue({
      ...delivery,
      messageId,
      spoiled: fault?.kind === "spoiled" ? fault.broken : undefined,
      write: () => delivery.write(messageId, createdAt)
    })
    if (fault?.kind === "duplicate") enqueueAgain(messageId)
    if (fault?.kind === "reorder") queues.swapNext(delivery.receiver, delivery.queue)
    if (fault?.kind === "late" || fault?.kind === "contradictory") options.irregular(fault.kind, fault.draw)
    return record
  }
  return {
    clock,
    queues,
    tokens: makeTokens({
      clients: options.clients,
      seconds: options.tokenSeconds,
      seed: options.seed,
      now: options.tokenClock === "real" ? options.realNow : clock.now
    }),
    httpFaults: makeHttpFaults(),
    randomFaults,
    usedIds: makeUsedIds(),
    clients: options.clients,
    metFaults: [],
    nextMessageId,
    deliver,
    enqueueBroken,
    enqueueAgain
  }
}

/** What a broken message of a queue looks like before it is broken. */
const documentOf: Readonly<Record<QueueName, string>> = {
  measuredata: "NotifyValidatedMeasureData",
  aggregations: "NotifyAggregatedMeasureData",
  masterdata: "AccountingPointCharacteristics"
}

const plausible = (document: string, messageId: string): string =>
  `{"${document}_MarketDocument":{"mRID":"${messageId}","businessSector.type":{"value":"23"},"Series":[]}}`

/** The document with another message id: the first `mRID` is its own. */
const renamed = (body: Uint8Array, from: string, to: string): Uint8Array => {
  const at = new TextDecoder("latin1").decode(body.subarray(0, 400)).indexOf(from)
  if (at < 0) return body
  const id = text.encode(to)
  const copy = new Uint8Array(body.length - from.length + id.length)
  copy.set(body.subarray(0, at))
  copy.set(id, at)
  copy.set(body.subarray(at + from.length), at + id.length)
  return copy
}
