import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { StoreUnavailable, Unhealthy } from "../../api/index.ts"
import { healthOf } from "./healthHandler.ts"
import { metricsText } from "./hostApp.ts"

/**
 * Answers for a host whose database is still to come: its health says for what it waits, metrics stand as they are, and
 * everything else has to come again.
 */
export const startingApp = Effect.fnUntraced(function* (waitsFor: Effect.Effect<string>) {
  const { url } = yield* HttpServerRequest.HttpServerRequest
  const [path] = url.split("?")
  if (path === "/metrics") return yield* metricsText
  if (path === "/health") {
    const unhealthy = yield* Effect.flip(healthOf(Effect.flatMap(waitsFor, Effect.fail)))
    return yield* HttpServerResponse.schemaJson(Unhealthy)(unhealthy, { status: 503 })
  }
  const detail = "The host has only just been started, and waits for its database: /health says why"
  return yield* HttpServerResponse.schemaJson(StoreUnavailable)(new StoreUnavailable({ detail }), {
    status: 503,
    contentType: "application/problem+json"
  })
})
