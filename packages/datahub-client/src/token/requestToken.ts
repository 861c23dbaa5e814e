import { Clock, Effect, Redacted } from "effect"
import { type HttpClient, HttpClientRequest } from "effect/http"
import type { DatahubSettings } from "../config/settingsOf.ts"
import { type Answer, exchange } from "../exchange/exchange.ts"
import { busyOf } from "../exchange/failureOf.ts"
import { measured } from "../exchange/metrics.ts"
import { HEAD_BYTES } from "../http/readBody.ts"
import {
  type CallFacts,
  type Throttled,
  type TimedOut,
  TokenRefused,
  type Unavailable,
  UnexpectedAnswer,
  type Unreachable
} from "../failures/index.ts"
import type { AccessToken } from "./AccessToken.ts"

/** Why there is no token. */
export type TokenFailure = TokenRefused | Throttled | Unavailable | Unreachable | TimedOut | UnexpectedAnswer

/** Asks for a token with client credentials (RFC 6749 § 4.4). */
export const requestToken = Effect.fn("datahub.token")(function* (
  client: HttpClient.HttpClient,
  settings: DatahubSettings,
  attempt: number
): Effect.fn.Return<AccessToken, TokenFailure> {
  const { clientId, clientSecret, renewalMarginMs, requestTimeoutMs, scope, tokenUrl, userAgent } = settings
  const secret = Redacted.value(clientSecret)
  const request = HttpClientRequest.post(new URL(tokenUrl).href).pipe(
    HttpClientRequest.setHeaders({ accept: "application/json", "user-agent": userAgent }),
    HttpClientRequest.bodyUrlParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: secret,
      scope
    })
  )
  // Counted from the request: the token is never thought to live longer than it does.
  const askedAt = yield* Clock.currentTimeMillis
  const granted = yield* measured(
    "token",
    () => "token",
    exchange(client, {
      operation: "token",
      subject: tokenUrl,
      attempt,
      request,
      secrets: [secret],
      timeoutMs: requestTimeoutMs,
      limitBytes: () => HEAD_BYTES
    }).pipe(Effect.flatMap(grantOf))
  )
  const lifetimeMs = granted.expiresInSeconds * 1000
  return {
    value: granted.value,
    // A token that lives shorter than twice the margin would otherwise be renewed all the time.
    renewFromMs: askedAt + lifetimeMs - Math.min(renewalMarginMs, lifetimeMs / 2),
    usableUntilMs: askedAt + lifetimeMs
  }
})

interface Grant {
  readonly value: Redacted.Redacted<string>
  readonly expiresInSeconds: number
}

const grantOf = Effect.fnUntraced(function* (answer: Answer): Effect.fn.Return<Grant, TokenFailure> {
  const { bytes, facts, status, text } = answer
  const busy = yield* busyOf(answer)
  if (busy !== undefined) return yield* busy
  if (status !== 200) return yield* refusalOf(facts, objectOf(text))
  const { access_token: value, expires_in: lifetime, token_type: type } = objectOf(new TextDecoder().decode(bytes))
  const expiresInSeconds = Number(lifetime)
  if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) {
    return yield* new UnexpectedAnswer({ ...facts, reason: "there is no access_token in the answer" })
  }
  if (typeof type === "string" && type.toLowerCase() !== "bearer") {
    return yield* new UnexpectedAnswer({ ...facts, reason: "the token is not a bearer token" })
  }
  if (!Number.isFinite(expiresInSeconds) || expiresInSeconds <= 0) {
    return yield* new UnexpectedAnswer({ ...facts, reason: "the answer does not say how long the token lives" })
  }
  return { value: Redacted.make(value, { label: "access token" }), expiresInSeconds }
})

const refusalOf = (facts: CallFacts, { error, error_description: description }: Json): TokenFailure =>
  typeof error === "string"
    ? new TokenRefused({ ...facts, error, description: typeof description === "string" ? description : "" })
    : new UnexpectedAnswer({ ...facts, reason: `status ${facts.status} without an OAuth error` })

type Json = Readonly<Record<string, unknown>>

const objectOf = (text: string): Json => {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === "object" && json !== null ? (json as Json) : {}
  } catch {
    return {}
  }
}
