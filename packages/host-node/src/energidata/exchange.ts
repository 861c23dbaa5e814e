import { Data, Effect, Stream } from "effect"
import { HttpClient, type HttpClientError, type HttpClientResponse } from "effect/http"

/** One answer of a server, whatever its status. */
export interface Answer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly bytes: Uint8Array
}

/** Nothing came back, or not all of it. */
export class NoAnswer extends Data.TaggedError("NoAnswer")<{ readonly reason: string }> {}

/** More came than is taken. */
export class AnswerTooLarge extends Data.TaggedError("AnswerTooLarge")<{ readonly bytesMax: number }> {}

/** What one exchange may cost. */
export interface ExchangeLimits {
  /** From the request to the last byte of the answer. */
  readonly timeoutMs: number
  readonly bytesMax: number
}

/** Sends one GET and reads the answer to its end. */
export const exchange = (
  client: HttpClient.HttpClient,
  url: string,
  limits: ExchangeLimits
): Effect.Effect<Answer, NoAnswer | AnswerTooLarge> =>
  client.get(url, { headers: { accept: "application/json", "user-agent": "datahub-settlement" } }).pipe(
    Effect.flatMap((response) => readAnswer(response, limits.bytesMax)),
    Effect.catchTag("HttpClientError", (error) => Effect.fail(new NoAnswer({ reason: reasonOf(error) }))),
    Effect.timeoutOrElse({
      duration: limits.timeoutMs,
      orElse: () => Effect.fail(new NoAnswer({ reason: `no whole answer within ${limits.timeoutMs / 1000} seconds` }))
    }),
    // Our trace ids are of no use to a public service.
    Effect.provideService(HttpClient.TracerPropagationEnabled, false)
  )

const readAnswer = Effect.fnUntraced(function* (response: HttpClientResponse.HttpClientResponse, bytesMax: number) {
  const tooLarge = new AnswerTooLarge({ bytesMax })
  if (Number(response.headers["content-length"] ?? 0) > bytesMax) return yield* tooLarge
  const chunks: Array<Uint8Array> = []
  let size = 0
  yield* Stream.runForEach(response.stream, (chunk) => {
    size += chunk.length
    chunks.push(chunk)
    return size > bytesMax ? Effect.fail(tooLarge) : Effect.void
  }).pipe(
    Effect.catchIf(
      (error) => error._tag === "HttpClientError" && error.reason._tag === "EmptyBodyError",
      () => Effect.void
    )
  )
  const answer: Answer = {
    status: response.status,
    retryAfter: response.headers["retry-after"],
    bytes: Buffer.concat(chunks)
  }
  return answer
})

/** The innermost cause says what happened (`ECONNREFUSED`), those around it only that something did. */
const reasonOf = (error: HttpClientError.HttpClientError): string => {
  let innermost: unknown = error.reason
  while (innermost instanceof Error && innermost.cause !== undefined) innermost = innermost.cause
  if (!(innermost instanceof Error)) return error.message
  const code = "code" in innermost && typeof innermost.code === "string" ? innermost.code : undefined
  return code === undefined || innermost.message.includes(code) ? innermost.message : `${innermost.message} (${code})`
}
