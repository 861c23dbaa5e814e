import { Layer, Logger, type LogLevel, References } from "effect"
import { FetchHttpClient } from "effect/http"
import { Otlp } from "effect/observability"
import type { HostConfig } from "../config/index.ts"

const levels: Readonly<Record<HostConfig["logLevel"], LogLevel.LogLevel>> = {
  debug: "Debug",
  info: "Info",
  warn: "Warn",
  error: "Error"
}

/** Log lines on standard output, and traces, metrics and logs to a collector where there is one. */
export const telemetry = (config: HostConfig, version: string) => {
  const { logFormat, logLevel, otlpEndpoint, serviceName } = config
  const logs = Layer.merge(
    Logger.layer([logFormat === "json" ? Logger.consoleJson : Logger.consoleLogFmt]),
    Layer.succeed(References.MinimumLogLevel, levels[logLevel])
  )
  if (otlpEndpoint === undefined) return logs
  const collector = Otlp.layerJson({
    baseUrl: otlpEndpoint.replace(/\/+$/, ""),
    resource: { serviceName, serviceVersion: version },
    loggerMergeWithExisting: true
  })
  return collector.pipe(Layer.provide(FetchHttpClient.layer), Layer.provideMerge(logs))
}
