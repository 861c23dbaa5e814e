import { Data } from "effect"
import { type CallFacts, failureText } from "./CallFacts.ts"
import { type DocumentError, usedBefore } from "./DocumentError.ts"

/** DataHub found the document wrong and kept nothing of it: its ids are free, unless they are what is wrong. */
export class DocumentRefused extends Data.TaggedError("DocumentRefused")<
  CallFacts & {
    readonly document: string
    readonly messageId: string
    /** In DataHub's order; empty where its answer could not be understood. */
    readonly errors: ReadonlyArray<DocumentError>
  }
> {
  readonly retryable = false
  /** An id was used before: the document may have been taken already, in an attempt whose end is not known. */
  get isUsedBefore(): boolean {
    return this.errors.some(({ code }) => usedBefore.includes(code))
  }
  override get message(): string {
    const listed = this.errors.map(
      ({ code, message, target }) => `\n- ${code}${target === undefined ? "" : ` (${target})`}: ${message}`
    )
    const advice = this.isUsedBefore
      ? "an id has been used before. Find out whether this document has been sent already; only if it has not, give it new ids."
      : "the document has faults and was not taken. Correct them and send it again; sent as it is, it will be refused again."
    const bodyHead = this.errors.length > 0 ? "" : this.bodyHead
    return failureText({ ...this, bodyHead }, `${advice}${listed.join("")}`)
  }
}

/** DataHub does not know the message, or it has never been peeked. Without a status, the id cannot be one: nothing was sent. */
export class DequeueRefused extends Data.TaggedError("DequeueRefused")<CallFacts & { readonly messageId: string }> {
  readonly retryable = false
  override get message(): string {
    const advice =
      "DataHub does not know this message or has never handed it out. If it is stored here, it was dequeued before and is done with; otherwise check the id and that these are the credentials it was peeked with."
    const path = this.status === 404 ? " If it comes again and again, check paths.dequeue in the configuration." : ""
    return failureText(this, advice + path)
  }
}

/** A waiting message is larger than is taken. It stays in front of its queue until it is dequeued. */
export class BodyTooLarge extends Data.TaggedError("BodyTooLarge")<
  CallFacts & {
    readonly messageId: string
    readonly queue: string
    readonly contentType: string
    readonly limitBytes: number
    /** What `Content-Length` said, where it was there. */
    readonly announcedBytes: number | undefined
    /** How the document begins: 64 KiB at most. */
    readonly head: Uint8Array
  }
> {
  readonly retryable = false
  override get message(): string {
    const size = this.announcedBytes === undefined ? "" : ` of ${this.announcedBytes} bytes`
    return failureText(
      this,
      `message ${this.messageId}${size} is larger than ${this.limitBytes} bytes. Raise bodyBytesMax and peek again, or set the message aside and dequeue it: until then nothing behind it arrives.`
    )
  }
}
