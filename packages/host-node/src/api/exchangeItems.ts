import {
  type DeadLetterSummary,
  formatInstant,
  type InboxEntry,
  type Instant,
  type OutboxEntry,
  type ParkedPart
} from "@datahub-settlement/core"
import type { DeadLetterItem, Message, OutboxItem, ParkedItem } from "./ExchangeApi.ts"

/*
 * What the ports know, as the API and `--json` say it: instants as text, and nothing where nothing is known.
 */

/** Leaves out what is not there. */
const present = <Fields extends Readonly<Record<string, unknown>>>(
  fields: Fields
): { [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name] } & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>
} => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never

const instant = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : formatInstant(at))

export const messageItem = (entry: InboxEntry): Message =>
  present({
    messageId: entry.messageId,
    queue: entry.queue,
    receivedAt: formatInstant(entry.receivedAt),
    correlationId: entry.correlationId,
    outcome: entry.outcome,
    document: entry.document,
    processType: entry.processType,
    createdAt: instant(entry.createdAt),
    parkedParts: entry.parkedParts,
    notes: entry.notes
  })

export const deadLetterItem = (letter: DeadLetterSummary): DeadLetterItem =>
  present({
    messageId: letter.messageId,
    queue: letter.queue,
    receivedAt: formatInstant(letter.receivedAt),
    correlationId: letter.correlationId,
    reason: letter.reason,
    state: letter.state,
    settledAt: instant(letter.settledAt),
    remark: letter.remark,
    truncated: letter.truncated,
    bodyBytes: letter.bodyBytes
  })

export const parkedItem = (part: ParkedPart): ParkedItem => ({
  messageId: part.messageId,
  part: part.part,
  waitsFor: part.waitsFor,
  reason: part.reason,
  createdAt: formatInstant(part.createdAt),
  parkedAt: formatInstant(part.parkedAt)
})

export const outboxItem = (entry: OutboxEntry): OutboxItem =>
  present({
    messageId: entry.messageId,
    document: entry.document,
    process: entry.process,
    processType: entry.processType,
    transactionIds: entry.transactionIds,
    state: entry.state,
    createdAt: formatInstant(entry.createdAt),
    attempts: entry.attempts,
    nextAttemptAt: formatInstant(entry.nextAttemptAt),
    settledAt: instant(entry.settledAt),
    problem: entry.problem
  })
