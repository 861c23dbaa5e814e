import type { Instant } from "@datahub-settlement/core"
import { brokenBody, type BrokenKind } from "./brokenBody.ts"
import type { MessageRecord, NewMessage } from "./MessageRecord.ts"
import { type QueueName, queueNames } from "./QueueName.ts"

/** DataHub forgets a message that was dequeued about this long ago. */
const REMEMBERED_MS = 30 * 86_400_000

const MESSAGE_ID_LENGTH_MAX = 36

/** What {@link MessageQueues.peek} gives. */
export interface Peeked {
  readonly record: MessageRecord
  readonly body: Uint8Array
}

/** The queues of all actors. First in, first out; the same bytes and the same id until a message is dequeued. */
export interface MessageQueues {
  readonly enqueue: (message: NewMessage) => MessageRecord
  readonly peek: (receiver: string, queue: QueueName) => Peeked | undefined
  /** Whether DataHub answers 200: the message was peeked, and was not dequeued so long ago that it is forgotten. */
  readonly dequeue: (receiver: string, messageId: string) => boolean
  /** Puts a dequeued message back under its own id. */
  readonly putBack: (messageId: string, fault: string) => boolean
  /** Lets the next two messages that nobody has peeked change places. */
  readonly swapNext: (receiver: string, queue: QueueName) => boolean
  /** The next real message that is peeked for the first time is served broken. */
  readonly spoilNext: (kind: BrokenKind, queue?: QueueName) => void
  readonly recordOf: (messageId: string) => MessageRecord | undefined
  /** The true body, whatever was served. */
  readonly bodyOf: (messageId: string) => Uint8Array | undefined
  readonly lengthOf: (receiver: string, queue: QueueName) => number
  /** The newest message that was dequeued and was not itself a repetition. */
  readonly lastDequeued: (receiver: string, queue?: QueueName) => MessageRecord | undefined
  /** Every message there ever was, in the order of queueing. */
  readonly journal: () => ReadonlyArray<MessageRecord>
}

type Mutable<A> = { -readonly [Key in keyof A]: A[Key] }

/** A message in a queue, with its body for as long as it is being peeked. */
interface Queued {
  readonly record: Mutable<MessageRecord>
  readonly write: () => Uint8Array
  body: Uint8Array | undefined
  waits: boolean
}

/** A real message that is to be served broken: the next one, of this queue or of any. */
interface Spoil {
  readonly kind: BrokenKind
  readonly queue: QueueName | undefined
}

export const makeMessageQueues = (now: () => Instant): MessageQueues => {
  const all = new Map<string, Queued>()
  const lines = new Map<string, Array<Queued>>()
  const spoils: Array<Spoil> = []
  const lineOf = (receiver: string, queue: QueueName): Array<Queued> => {
    const key = `${receiver}/${queue}`
    const line = lines.get(key) ?? []
    lines.set(key, line)
    return line
  }
  const lineOfRecord = ({ queue, receiver }: MessageRecord): Array<Queued> => lineOf(receiver, queue)
  const firstUnpeeked = (line: ReadonlyArray<Queued>): number =>
    line.findIndex((one) => one.record.firstDeliveredAt === undefined && one.body === undefined)

  return {
    enqueue: (message) => {
      const queued: Queued = { record: newRecord(message, now()), write: message.write, body: undefined, waits: true }
      all.set(message.messageId, queued)
      lineOf(message.receiver, message.queue).push(queued)
      return queued.record
    },
    peek: (receiver, queue) => {
      const queued = lineOf(receiver, queue)[0]
      return queued === undefined ? undefined : peeked(queued, spoils, now())
    },
    dequeue: (receiver, messageId) => {
      const queued = messageId.length > MESSAGE_ID_LENGTH_MAX ? undefined : all.get(messageId)
      if (queued === undefined || !mayBeDequeued(queued, receiver, now())) return false
      if (queued.waits) {
        const line = lineOfRecord(queued.record)
        line.splice(line.indexOf(queued), 1)
        queued.waits = false
        queued.body = undefined
        queued.record.dequeuedAt = now()
      }
      queued.record.dequeues += 1
      return true
    },
    putBack: (messageId, fault) => {
      const queued = all.get(messageId)
      if (queued === undefined || queued.waits) return false
      queued.waits = true
      queued.record.faults = [...queued.record.faults, fault]
      lineOfRecord(queued.record).push(queued)
      return true
    },
    swapNext: (receiver, queue) => {
      const line = lineOf(receiver, queue)
      const index = firstUnpeeked(line)
      const [first, second] = [line[index], line[index + 1]]
      if (first === undefined || second === undefined) return false
      line.splice(index, 2, second, first)
      for (const one of [first, second]) one.record.faults = [...one.record.faults, "reordered"]
      return true
    },
    spoilNext: (kind, queue) => void spoils.push({ kind, queue }),
    recordOf: (messageId) => all.get(messageId)?.record,
    bodyOf: (messageId) => all.get(messageId)?.write(),
    lengthOf: (receiver, queue) => lineOf(receiver, queue).length,
    lastDequeued: (receiver, queue) => lastDequeued([...all.values()], receiver, queue),
    journal: () => [...all.values()].map(({ record }) => record)
  }
}

/** The body is written at the first peek and kept until the message is dequeued. */
const peeked = (queued: Queued, spoils: Array<Spoil>, now: Instant): Peeked => {
  const { record } = queued
  if (queued.body === undefined) {
    if (record.firstDeliveredAt === undefined && record.faults.length === 0 && record.spoiled === undefined) {
      const spoil = spoils.findIndex((one) => one.queue === undefined || one.queue === record.queue)
      if (spoil >= 0) record.spoiled = spoils.splice(spoil, 1)[0]!.kind
    }
    queued.body = record.spoiled === undefined ? queued.write() : brokenBody(record.spoiled, queued.write())
    record.bytes = queued.body.length
  }
  record.deliveries += 1
  record.firstDeliveredAt ??= now
  return { record, body: queued.body }
}

const mayBeDequeued = ({ record, waits }: Queued, receiver: string, now: Instant): boolean =>
  record.receiver === receiver && record.deliveries > 0 && (waits || now - (record.dequeuedAt ?? 0) <= REMEMBERED_MS)

const lastDequeued = (
  all: ReadonlyArray<Queued>,
  receiver: string,
  queue: QueueName | undefined
): MessageRecord | undefined =>
  all
    .filter(({ record, waits }) => !waits && record.receiver === receiver && record.repeats === undefined)
    .filter(({ record }) => queue === undefined || record.queue === queue)
    .reduce<MessageRecord | undefined>(
      (latest, { record }) => ((record.dequeuedAt ?? 0) >= (latest?.dequeuedAt ?? 0) ? record : latest),
      undefined
    )

const newRecord = (
  { faults, spoiled, write: _write, ...message }: NewMessage,
  createdAt: Instant
): Mutable<MessageRecord> => ({
  ...message,
  faults: faults ?? [],
  createdAt,
  spoiled,
  deliveries: 0,
  firstDeliveredAt: undefined,
  dequeues: 0,
  dequeuedAt: undefined,
  bytes: undefined
})

/** Queue lengths of an actor. */
export const lengthsOf = (queues: MessageQueues, receiver: string): Readonly<Record<QueueName, number>> =>
  Object.fromEntries(queueNames.map((queue) => [queue, queues.lengthOf(receiver, queue)])) as Record<QueueName, number>
