import { readBody, reasonOf } from "@datahub-settlement/datahub-client/http"
import { Data, Effect } from "effect"
import { HttpClient, type HttpClientResponse } from "effect/http"

/** One answer of a server, whatever its status. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
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
  const { bytes, isCut } = yield* readBody(response, bytesMax)
  if (isCut) return yield* new AnswerTooLarge({ bytesMax })
  const { headers, status } = response
  const answer: Answer = { status, headers, bytes }
  return answer
})
