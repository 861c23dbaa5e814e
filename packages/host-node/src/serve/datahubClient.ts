import { DatahubClient } from "@datahub-settlement/datahub-client"
import { Effect, Layer, Result } from "effect"
import { FetchHttpClient } from "effect/http"
import { ConfigUnusable } from "../config/index.ts"
import type { HostConfig } from "../config/index.ts"
import { datahubAddressOf } from "../config/datahubAddress.ts"

/** The client of DataHub that the configuration describes. */
export const datahubClient = (config: HostConfig) => {
  const address = datahubAddressOf(config)
  if (Result.isFailure(address))
    return Layer.effect(DatahubClient, Effect.fail(new ConfigUnusable({ problems: [address.failure] })))
  return DatahubClient.layer({
    ...address.success,
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    paths: config.paths,
    requestTimeout: config.requestTimeoutMs,
    bodyBytesMax: config.bodyBytesMax,
    retry: { attemptsMax: config.attemptsMax, firstDelay: config.retryFirstMs, delayMax: config.retryMaxMs }
  }).pipe(Layer.provide(FetchHttpClient.layer))
}
