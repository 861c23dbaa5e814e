import { Effect } from "effect"
import { HttpBody, HttpClientRequest } from "effect/http"
import { type DocumentName, documentBytesMax } from "../config/datahubPaths.ts"
import type { Answer } from "../exchange/exchange.ts"
import { failureOf, type StatusFailure } from "../exchange/failureOf.ts"
import { repeated } from "../exchange/repeated.ts"
import { documentErrorsOf, usedBefore } from "../failures/DocumentError.ts"
import { DocumentRefused, RequestTooLarge, UnknownOperation } from "../failures/index.ts"
import { addressOf, call, type CallFailure, type Connection, isOutcomeUnknown, unsent } from "./Connection.ts"

/** A document to send. */
export interface SubmittedDocument {
  /** Root key without `_MarketDocument`; it decides on the operation: `RequestEndOfSupply`. */
  readonly name: DocumentName
  /** The document's own `mRID`. */
  readonly messageId: string
  /** CIM JSON, as an object or as text; text is sent as it is. */
  readonly body: Readonly<Record<string, unknown>> | string
  /**
   * It may have been sent before, with the same ids, by a process that did not live to see the answer: ids that are known
   * already are no clash then.
   */
  readonly sentBefore?: boolean
}

/** DataHub has the document. What comes of it arrives in a queue. */
export interface Submitted {
  /** `already received`: an earlier attempt, whose answer was lost, did it. */
  readonly outcome: "accepted" | "already received"
  readonly messageId: string
  readonly correlationId?: string
}

export type SubmitFailure = CallFailure | DocumentRefused | UnknownOperation

export const submit = (connection: Connection) =>
  Effect.fn("datahub.submit")(function* (document: SubmittedDocument): Effect.fn.Return<Submitted, SubmitFailure> {
    const { settings } = connection
    const { messageId, name } = document
    yield* Effect.annotateCurrentSpan({ "datahub.document": name, "datahub.message_id": messageId })
    const subject = `${name} ${messageId}`
    const { operations } = settings.paths
    const path = Object.hasOwn(operations, name) ? operations[name] : undefined
    if (path === undefined) {
      return yield* new UnknownOperation({ ...unsent("submit", subject), known: Object.keys(operations) })
    }
    const bytes = new TextEncoder().encode(
      typeof document.body === "string" ? document.body : JSON.stringify(document.body)
    )
    if (bytes.length >= documentBytesMax) {
      return yield* new RequestTooLarge({ ...unsent("submit", subject), bytes: bytes.length })
    }
    // Bytes give a Content-Length, and exactly this content type: with a charset behind it, DataHub has not known it.
    const request = HttpClientRequest.post(addressOf(settings, path)).pipe(
      HttpClientRequest.setBody(HttpBody.uint8Array(bytes, "application/json"))
    )
    let isMaybeDone = document.sentBefore ?? false
    return yield* repeated(settings, (attempt) =>
      call(connection, {
        operation: "submit",
        subject,
        attempt,
        request,
        meaning: (answer) => submittedOf(answer, document, bytes.length, isMaybeDone),
        outcomeOf: ({ outcome }) => outcome
      }).pipe(
        Effect.tapError((failure) =>
          Effect.sync(() => {
            isMaybeDone ||= isOutcomeUnknown(failure)
          })
        )
      )
    )
  })

const submittedOf = (
  answer: Answer,
  { messageId, name }: SubmittedDocument,
  bytes: number,
  isMaybeDone: boolean
): Effect.Effect<Submitted, StatusFailure | DocumentRefused> => {
  const { facts, status, text } = answer
  const submitted = (outcome: Submitted["outcome"]): Submitted => ({
    outcome,
    messageId,
    ...(facts.correlationId === undefined ? {} : { correlationId: facts.correlationId })
  })
  if (status === 202) return Effect.succeed(submitted("accepted"))
  if (status !== 400) return failureOf(answer, bytes)
  const errors = documentErrorsOf(text)
  const isKnownAlready = errors.length > 0 && errors.every(({ code }) => usedBefore.includes(code))
  return isMaybeDone && isKnownAlready
    ? Effect.succeed(submitted("already received"))
    : Effect.fail(new DocumentRefused({ ...facts, document: name, messageId, errors }))
}
