import { Data, Effect, Fiber, Layer } from "effect"
import type { HttpServerError } from "effect/http"
import type { HostConfig } from "../config/index.ts"
import type { OpenStore } from "../store/openStore.ts"
import { placeText } from "../store/placeText.ts"
import { hostServer } from "./api/hostServer.ts"
import { keepServerRunning } from "./keepServerRunning.ts"
import { stopOnSignal } from "./runMain.ts"
import { steadily } from "./steadily.ts"
import { StopRequest } from "./StopRequest.ts"
import { patienceOf, workersOf } from "./workers.ts"

/** The port for health, metrics and the API cannot be had. */
class PortUnusable extends Data.TaggedError("PortUnusable")<{
  readonly host: string
  readonly port: number
  readonly why: string
}> {
  override get message(): string {
    return `Port ${this.port} of ${this.host} cannot be listened on: ${this.why}. Give another in DATAHUB_HTTP_PORT or DATAHUB_HTTP_HOST.`
  }
}

/**
 * Runs the host until somebody asks it to stop, by SIGTERM or SIGINT: every worker on its own, beside them health, metrics
 * and the API. A stop lets every message in hand go its whole way.
 */
export const serve = Effect.fnUntraced(function* (config: HostConfig, store: OpenStore) {
  const stop = yield* StopRequest
  yield* stopOnSignal(stop.ask)
  const workers = workersOf(config, store)
  yield* keepServerRunning(store, patienceOf(config, 0))
  yield* Layer.build(hostServer(config)).pipe(Effect.catchTag("ServeError", (error) => portUnusable(config, error)))
  const fibers = yield* Effect.forEach(workers, (worker) => Effect.forkScoped(steadily(worker)))
  yield* Effect.logInfo(
    `Serving as ${config.gln}: ${workers.map(({ name }) => name).join(", ")}; database ${placeText(store)}`
  )
  yield* stop.asked
  yield* Effect.logInfo("Asked to stop: finishing what is in hand")
  yield* Fiber.awaitAll(fibers).pipe(
    Effect.timeoutOrElse({
      duration: config.stopTimeoutMs,
      orElse: () =>
        Effect.logWarning(`Not finished after ${config.stopTimeoutMs} ms: broken off, what was in hand will come again`)
    })
  )
  yield* Effect.logInfo("Stopped")
})

const portUnusable = ({ httpHost: host, httpPort: port }: HostConfig, { cause }: HttpServerError.ServeError) =>
  Effect.fail(new PortUnusable({ host, port, why: cause instanceof Error ? cause.message : String(cause) }))
