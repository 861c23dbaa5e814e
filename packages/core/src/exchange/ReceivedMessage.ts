import type { Instant } from "../market/index.ts"

/** A message as it lay in a queue of DataHub. */
export interface ReceivedMessage {
  /** From the answer's header: what it is dequeued by. DataHub's own messages carry it as `mRID` too. */
  readonly messageId: string
  /** `measuredata`, `masterdata`, `aggregations` …: the queue that it was peeked from. */
  readonly queue: string
  /** The bytes as they came, readable or not. */
  readonly body: Uint8Array
  readonly receivedAt: Instant
  /** Of the answer that brought it: what DataHub's support asks for. */
  readonly correlationId?: string | undefined
}
