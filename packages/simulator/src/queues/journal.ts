import { formatInstant } from "@datahub-settlement/core"
import type { Instant } from "@datahub-settlement/core"
import type { MessageRecord } from "./MessageRecord.ts"

/** A fault that a call met. */
export interface MetFault {
  readonly at: Instant
  /** The call: `peek measuredata`, `dequeue …`, `submit …`. */
  readonly what: string
  readonly fault: string
}

/** A line of the journal: a message and what became of it, or a fault that a call met. */
export type JournalLine = MessageLine | FaultLine

export interface MessageLine {
  readonly event: "message"
  readonly messageId: string
  readonly receiver: string
  readonly queue: string
  readonly document: string
  readonly processType: string
  readonly createdAt: string
  /** What is wrong with it on purpose; empty for a real message that came as it should. */
  readonly faults: ReadonlyArray<string>
  /** The served body was broken in this way. */
  readonly spoiled: string | undefined
  readonly repeats: string | undefined
  readonly deliveries: number
  readonly firstDeliveredAt: string | undefined
  readonly dequeues: number
  readonly dequeuedAt: string | undefined
  readonly bytes: number | undefined
}

export interface FaultLine {
  readonly event: "fault"
  readonly at: string
  readonly what: string
  readonly fault: string
}

const timeOf = (instant: Instant | undefined): string | undefined =>
  instant === undefined ? undefined : formatInstant(instant)

export const messageLine = (record: MessageRecord): MessageLine => ({
  event: "message",
  messageId: record.messageId,
  receiver: record.receiver,
  queue: record.queue,
  document: record.document,
  processType: record.processType,
  createdAt: formatInstant(record.createdAt),
  faults: record.faults,
  spoiled: record.spoiled,
  repeats: record.repeats,
  deliveries: record.deliveries,
  firstDeliveredAt: timeOf(record.firstDeliveredAt),
  dequeues: record.dequeues,
  dequeuedAt: timeOf(record.dequeuedAt),
  bytes: record.bytes
})

export const faultLine = ({ at, fault, what }: MetFault): FaultLine => ({
  event: "fault",
  at: formatInstant(at),
  what,
  fault
})
