import { Clock, Duration, Effect } from "effect"
import { HttpClient, type HttpClientRequest, type HttpClientResponse } from "effect/http"
import { type CallFacts, type DatahubOperation, TimedOut, UnexpectedAnswer, Unreachable } from "../failures/index.ts"
import type { TimedAnswer } from "./clockWatch.ts"
import { type Body, HEAD_BYTES, readBody } from "../http/readBody.ts"
import { reasonOf } from "../http/reasonOf.ts"
import { withoutSecrets } from "./redacted.ts"

/** A request, what it is for, and what must not be seen of it. */
export interface Question {
  readonly operation: DatahubOperation
  readonly subject: string
  readonly attempt: number
  readonly request: HttpClientRequest.HttpClientRequest
  readonly secrets: ReadonlyArray<string>
  readonly timeoutMs: number
  /** Bytes of the body that are taken at a status. */
  readonly limitBytes: (status: number) => number
}

/** One answer, whatever its status. */
export interface Answer extends Body, TimedAnswer {
  readonly status: number
  readonly facts: CallFacts
  /** The first 64 KiB of the body as text, without secrets. */
  readonly text: string
}

const BODY_HEAD_CHARACTERS = 4096

/** Sends one request and reads its answer to the end. */
export const exchange = Effect.fnUntraced(function* (
  client: HttpClient.HttpClient,
  question: Question
): Effect.fn.Return<Answer, Unreachable | TimedOut | UnexpectedAnswer> {
  let response: HttpClientResponse.HttpClientResponse | undefined
  const facts = (bodyHead: string): CallFacts => factsOf(question, response, bodyHead)
  const hide = (text: string): string => withoutSecrets(text, question.secrets)
  const timeout = Duration.millis(question.timeoutMs)
  const askedAtMs = yield* Clock.currentTimeMillis
  let answeredAtMs = askedAtMs
  const body = yield* client.execute(question.request).pipe(
    Effect.tap((arrived) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        response = arrived
        answeredAtMs = now
        return Effect.annotateCurrentSpan(spanAttributes(facts("")))
      })
    ),
    Effect.flatMap((arrived) => readBody(arrived, question.limitBytes(arrived.status))),
    Effect.mapError((error) => new Unreachable({ ...facts(""), reason: hide(reasonOf(error)) })),
    Effect.timeoutOrElse({
      duration: timeout,
      orElse: () => Effect.fail(new TimedOut({ ...facts(""), timeout }))
    }),
    // Our trace ids are of no use to others.
    Effect.provideService(HttpClient.TracerPropagationEnabled, false)
  )
  const { headers, status, url } = response!
  // A token must not be seen anywhere, so nothing is shown of an answer that holds one.
  const text = hide(new TextDecoder().decode(body.bytes.subarray(0, HEAD_BYTES)))
  const isSecret = question.operation === "token" && status === 200
  const known = facts(isSecret ? "" : text.slice(0, BODY_HEAD_CHARACTERS))
  if (url !== "" && url !== question.request.url) {
    return yield* new UnexpectedAnswer({ ...known, reason: `the answer came from elsewhere, from ${hide(url)}` })
  }
  const answer: Answer = { ...body, status, headers, text, facts: known, askedAtMs, answeredAtMs }
  return answer
})

const factsOf = (
  { attempt, operation, subject }: Question,
  response: HttpClientResponse.HttpClientResponse | undefined,
  bodyHead: string
): CallFacts => ({
  operation,
  subject,
  status: response?.status,
  // The second is what Microsoft's token endpoint calls it.
  correlationId: response?.headers["correlationid"] ?? response?.headers["x-ms-request-id"],
  bodyHead,
  attempts: attempt
})

const spanAttributes = ({ correlationId, status }: CallFacts): Record<string, unknown> => ({
  "http.response.status_code": status,
  ...(correlationId === undefined ? {} : { "datahub.correlation_id": correlationId })
})
