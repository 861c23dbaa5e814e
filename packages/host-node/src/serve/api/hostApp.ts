import { Effect, Layer } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { HttpApiBuilder, HttpApiMiddleware } from "effect/http-api"
import { PrometheusMetrics } from "effect/observability"
import { HostApi } from "../../api/index.ts"
import type { HostConfig } from "../../config/index.ts"
import { exchangeCounts } from "../exchangeCounts.ts"
import { processCounts } from "../processCounts.ts"
import { acontoHandlers } from "./acontoHandlers.ts"
import { apiKeyCheck } from "./apiKeyCheck.ts"
import { asProblems } from "./asProblems.ts"
import { correctionRequestHandlers } from "./correctionRequestHandlers.ts"
import { customerRequestHandlers } from "./customerRequestHandlers.ts"
import { dataRequestHandlers } from "./dataRequestHandlers.ts"
import { exchangeHandlers } from "./exchangeHandlers.ts"
import { healthHandler } from "./healthHandler.ts"
import { boundHere } from "./listen.ts"
import { processHandlers } from "./processHandlers.ts"
import { taskHandlers } from "./taskHandlers.ts"

/** All numbers as they stand, for Prometheus. */
export const metricsText = Effect.map(PrometheusMetrics.format(), (text) =>
  HttpServerResponse.text(text, { contentType: "text/plain; version=0.0.4; charset=utf-8" })
)

/** What waits is counted when somebody looks; while the database is away, the last figures stand. */
const metricsRoute = HttpRouter.add(
  "GET",
  "/metrics",
  Effect.andThen(exchangeCounts, processCounts).pipe(
    Effect.timeout("2 seconds"),
    Effect.withTracerEnabled(false),
    Effect.ignore,
    Effect.andThen(metricsText)
  )
)

/** Health, metrics and the API of a host that has its database, for as long as the scope lives. */
export const hostApp = Effect.fnUntraced(function* ({ apiKeys = [] }: HostConfig) {
  const api = HttpApiBuilder.layer(HostApi, { openapiPath: "/openapi.json" }).pipe(
    Layer.provide([correctionRequestHandlers, customerRequestHandlers, dataRequestHandlers]),
    Layer.provide([acontoHandlers, exchangeHandlers, healthHandler, processHandlers, taskHandlers]),
    Layer.provide([apiKeyCheck(apiKeys), HttpApiMiddleware.layerProblemDetails({ includeDetails: true })])
  )
  return yield* boundHere(asProblems(yield* HttpRouter.toHttpEffect(Layer.mergeAll(api, metricsRoute))))
})
