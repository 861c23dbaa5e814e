import type { Instant } from "@datahub-settlement/core"
import type { BrokenKind } from "./brokenBody.ts"
import type { QueueName } from "./QueueName.ts"

/** What is put into a queue. */
export interface NewMessage {
  /** What it is dequeued with; as a rule the `mRID` of the document. */
  readonly messageId: string
  readonly receiver: string
  readonly queue: QueueName
  /** `NotifyValidatedMeasureData`, or what a broken message was made to look like. */
  readonly document: string
  readonly processType: string
  /** The body. Called at the first peek and again whenever it is asked for: it must write the same bytes each time. */
  readonly write: () => Uint8Array
  /** What is wrong with this delivery: `duplicate`, `late`, `invalid-json` … */
  readonly faults?: ReadonlyArray<string> | undefined
  /** Id of the message that this one repeats. */
  readonly repeats?: string | undefined
  /** The body is served broken in this way, and the true one kept. */
  readonly spoiled?: BrokenKind | undefined
}

/** What became of one message: a line of the journal. */
export interface MessageRecord extends Omit<NewMessage, "write" | "faults" | "spoiled"> {
  readonly faults: ReadonlyArray<string>
  readonly createdAt: Instant
  /** The body that was served is broken in this way; the true one is kept. */
  readonly spoiled: BrokenKind | undefined
  /** How often it was given out by a peek, and when first. */
  readonly deliveries: number
  readonly firstDeliveredAt: Instant | undefined
  /** How often a dequeue of it was answered with 200. */
  readonly dequeues: number
  readonly dequeuedAt: Instant | undefined
  readonly bytes: number | undefined
}
