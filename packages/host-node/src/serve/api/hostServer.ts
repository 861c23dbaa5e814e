import { NodeHttpServer } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { HttpMiddleware, HttpRouter, HttpServer, HttpServerResponse } from "effect/http"
import { HttpApiBuilder, HttpApiMiddleware } from "effect/http-api"
import { PrometheusMetrics } from "effect/observability"
import { createServer } from "node:http"
import { HostApi } from "../../api/index.ts"
import type { HostConfig } from "../../config/index.ts"
import { exchangeCounts } from "../exchangeCounts.ts"
import { apiKeyCheck } from "./apiKeyCheck.ts"
import { exchangeHandlers } from "./exchangeHandlers.ts"
import { healthHandler } from "./healthHandler.ts"
import { processHandlers } from "./processHandlers.ts"

/** What waits is counted when somebody looks; while the database is away, the last figures stand. */
const metricsRoute = HttpRouter.add(
  "GET",
  "/metrics",
  exchangeCounts.pipe(
    Effect.timeout("2 seconds"),
    Effect.withTracerEnabled(false),
    Effect.ignore,
    Effect.andThen(PrometheusMetrics.format()),
    Effect.map((text) => HttpServerResponse.text(text, { contentType: "text/plain; version=0.0.4; charset=utf-8" }))
  )
)

/** Health, metrics and the API, for as long as the layer lives. */
export const hostServer = ({ apiKeys = [], httpHost, httpPort }: HostConfig) => {
  const api = HttpApiBuilder.layer(HostApi, { openapiPath: "/openapi.json" }).pipe(
    Layer.provide([exchangeHandlers, healthHandler, processHandlers]),
    Layer.provide([apiKeyCheck(apiKeys), HttpApiMiddleware.layerProblemDetails({ includeDetails: true })])
  )
  const server = NodeHttpServer.layer(createServer, {
    host: httpHost,
    port: httpPort,
    gracefulShutdownTimeout: "1 second"
  })
  return HttpRouter.serve(Layer.mergeAll(api, metricsRoute), { disableLogger: true, disableListenLog: true }).pipe(
    Layer.merge(tellAddress),
    Layer.provide(Layer.succeed(HttpMiddleware.TracerDisabledWhen, isLookedAtOften)),
    Layer.provide(server)
  )
}

const isLookedAtOften = ({ url }: { readonly url: string }): boolean => url === "/health" || url === "/metrics"

const tellAddress = Layer.effectDiscard(
  HttpServer.HttpServer.use(({ address }) =>
    Effect.logInfo(
      `Health, metrics and the API are at ${HttpServer.formatAddress(address)}: /health, /metrics, /api/v1, /openapi.json`
    )
  )
)
