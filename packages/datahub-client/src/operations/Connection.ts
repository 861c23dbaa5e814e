import { Effect, Redacted } from "effect"
import type { HttpClient, HttpClientRequest } from "effect/http"
import { HttpClientRequest as Request } from "effect/http"
import type { DatahubSettings } from "../config/settingsOf.ts"
import type { ClockWatch } from "../exchange/clockWatch.ts"
import { type Answer, exchange } from "../exchange/exchange.ts"
import { measured } from "../exchange/metrics.ts"
import { HEAD_BYTES } from "../http/readBody.ts"
import type {
  CallFacts,
  DatahubOperation,
  Forbidden,
  NotFound,
  RequestTooLarge,
  Throttled,
  TimedOut,
  TokenRefused,
  Unauthorized,
  Unavailable,
  UnexpectedAnswer,
  Unreachable,
  UnsupportedMedia
} from "../failures/index.ts"
import type { AccessToken } from "../token/AccessToken.ts"
import type { TokenCache } from "../token/TokenCache.ts"

/** What every operation can fail with. */
export type CallFailure =
  | TokenRefused
  | Unauthorized
  | Forbidden
  | NotFound
  | RequestTooLarge
  | UnsupportedMedia
  | Throttled
  | Unavailable
  | Unreachable
  | TimedOut
  | UnexpectedAnswer

/** What the operations work on. */
export interface Connection {
  readonly client: HttpClient.HttpClient
  readonly settings: DatahubSettings
  readonly tokens: TokenCache
  readonly clock: ClockWatch
}

/** One attempt of an operation. */
export interface Call<A, E> {
  readonly operation: DatahubOperation
  readonly subject: string
  readonly attempt: number
  readonly request: HttpClientRequest.HttpClientRequest
  readonly limitBytes?: ((status: number) => number) | undefined
  /** What an answer means. */
  readonly meaning: (answer: Answer) => Effect.Effect<A, E>
  /** What to count it as. */
  readonly outcomeOf: (value: A) => string
}

/** Address of an operation. */
export const addressOf = ({ baseUrl, paths }: DatahubSettings, ...segments: ReadonlyArray<string>): string =>
  new URL([baseUrl, ...[paths.base, ...segments].map((one) => one.replaceAll(/^\/+|\/+$/g, ""))].join("/")).href

/**
 * Sends a request with a token. A token that is refused before its time — clocks differ, keys are changed — is replaced
 * once, and the request repeated once.
 */
export const call = <A, E extends { readonly _tag: string }>(
  { client, clock, settings, tokens }: Connection,
  { attempt, limitBytes, meaning, operation, outcomeOf, request, subject }: Call<A, E>
): Effect.Effect<A, E | CallFailure> => {
  const send = (token: AccessToken): Effect.Effect<A, E | CallFailure> => {
    const value = Redacted.value(token.value)
    return measured(
      operation,
      outcomeOf,
      exchange(client, {
        operation,
        subject,
        attempt,
        request: request.pipe(Request.bearerToken(value), Request.setHeader("user-agent", settings.userAgent)),
        secrets: [value, Redacted.value(settings.clientSecret)],
        timeoutMs: settings.requestTimeoutMs,
        limitBytes: limitBytes ?? (() => HEAD_BYTES)
      }).pipe(
        Effect.tap(clock.see),
        Effect.flatMap((answer): Effect.Effect<A, E | CallFailure> => meaning(answer))
      )
    )
  }
  const isRefusedToken = (failure: E | CallFailure): boolean => failure._tag === "Unauthorized"
  return Effect.flatMap(tokens.current(attempt), (token) =>
    Effect.catchIf(send(token), isRefusedToken, () => Effect.flatMap(tokens.insteadOf(token, attempt), send))
  )
}

/** Facts of a call that was not sent. */
export const unsent = (operation: DatahubOperation, subject: string): CallFacts => ({
  operation,
  subject,
  status: undefined,
  correlationId: undefined,
  bodyHead: "",
  attempts: 0
})

/** The request may have been carried out although no proper answer came. A failed request for a token carried out nothing. */
export const isOutcomeUnknown = ({
  _tag,
  operation
}: {
  readonly _tag: string
  readonly operation: DatahubOperation
}): boolean => operation !== "token" && ["Unreachable", "TimedOut", "Unavailable"].includes(_tag)
