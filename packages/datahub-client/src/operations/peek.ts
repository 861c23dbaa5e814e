import { Effect, Option } from "effect"
import { HttpClientRequest } from "effect/http"
import type { Answer } from "../exchange/exchange.ts"
import { failureOf, type StatusFailure } from "../exchange/failureOf.ts"
import { HEAD_BYTES } from "../http/readBody.ts"
import { repeated } from "../exchange/repeated.ts"
import { BodyTooLarge, UnexpectedAnswer, UnknownOperation } from "../failures/index.ts"
import { addressOf, call, type CallFailure, type Connection, unsent } from "./Connection.ts"

/** A message as DataHub hands it out. Peeking again gives the same one until it is dequeued. */
export interface PeekedMessage {
  /** What it is dequeued with; DataHub's documents have it as their `mRID`. */
  readonly messageId: string
  readonly queue: string
  /** The document, untouched. */
  readonly body: Uint8Array
  readonly contentType: string
  readonly correlationId?: string
  /** Set by some versions of DataHub only; the document itself says what it is (`documentKind` in core). */
  readonly messageType?: string
}

export type PeekFailure = CallFailure | BodyTooLarge | UnknownOperation

export const peek = (connection: Connection) =>
  Effect.fn("datahub.peek")(function* (queue: string): Effect.fn.Return<Option.Option<PeekedMessage>, PeekFailure> {
    const { settings } = connection
    yield* Effect.annotateCurrentSpan("datahub.queue", queue)
    const { queues } = settings.paths
    const path = Object.hasOwn(queues, queue) ? queues[queue] : undefined
    if (path === undefined) {
      return yield* new UnknownOperation({ ...unsent("peek", queue), known: Object.keys(queues) })
    }
    // The content type selects the format of the answer, on a request that has no content.
    const request = HttpClientRequest.get(addressOf(settings, path), {
      headers: { "content-type": "application/json" }
    })
    const message = yield* repeated(settings, (attempt) =>
      call(connection, {
        operation: "peek",
        subject: queue,
        attempt,
        request,
        limitBytes: (status) => (status === 200 ? settings.bodyBytesMax : HEAD_BYTES),
        meaning: (answer) => messageOf(answer, queue, settings.bodyBytesMax),
        outcomeOf: Option.match({ onNone: () => "empty", onSome: () => "message" })
      })
    )
    if (Option.isSome(message)) yield* Effect.annotateCurrentSpan("datahub.message_id", message.value.messageId)
    return message
  })

const messageOf = Effect.fnUntraced(function* (
  answer: Answer,
  queue: string,
  limitBytes: number
): Effect.fn.Return<Option.Option<PeekedMessage>, StatusFailure | BodyTooLarge> {
  const { announcedBytes, bytes, facts, headers, isCut, status } = answer
  if (status === 204) return Option.none()
  if (status !== 200) return yield* failureOf(answer)
  const messageId = headers["messageid"]?.trim() ?? ""
  if (messageId === "") {
    return yield* new UnexpectedAnswer({ ...facts, reason: "there is no MessageId in front of the document" })
  }
  const contentType = headers["content-type"] ?? ""
  if (isCut) {
    return yield* new BodyTooLarge({
      ...facts,
      messageId,
      queue,
      contentType,
      limitBytes,
      announcedBytes,
      head: bytes
    })
  }
  const messageType = headers["messagetype"]
  return Option.some({
    messageId,
    queue,
    body: bytes,
    contentType,
    ...(facts.correlationId === undefined ? {} : { correlationId: facts.correlationId }),
    ...(messageType === undefined ? {} : { messageType })
  })
})
