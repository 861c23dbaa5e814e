import { formatInstant } from "@datahub-settlement/core"
import type { Database, WaitingCounts } from "@datahub-settlement/persistence"
import { Effect, Result } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { HostApi, Unhealthy, type WorkerHealth } from "../../api/index.ts"
import { exchangeCounts } from "../exchangeCounts.ts"
import { ServeStatus, type WorkerStatus } from "../ServeStatus.ts"
import { StopRequest } from "../StopRequest.ts"

/** A database that answers more slowly than this is as good as away for whoever asks. */
const PATIENCE = "2 seconds"

const workerHealth = ({ failingSince, lastError, lastMessage, queue, ...status }: WorkerStatus): WorkerHealth => ({
  ...status,
  ...(queue === undefined ? {} : { queue }),
  ...(failingSince === undefined ? {} : { failingSince: formatInstant(failingSince) }),
  ...(lastError === undefined ? {} : { lastError: { ...lastError, at: formatInstant(lastError.at) } }),
  ...(lastMessage === undefined ? {} : { lastMessage: { ...lastMessage, at: formatInstant(lastMessage.at) } })
})

/** How everything stands; fails when something does not work. `counted` says what waits, or why nobody knows. */
export const healthOf = Effect.fnUntraced(function* <R>(counted: Effect.Effect<WaitingCounts, string, R>) {
  const status = yield* ServeStatus
  const stop = yield* StopRequest
  const waiting = yield* Effect.result(counted)
  const workers = (yield* status.workers).map(workerHealth)
  const isStopping = yield* stop.isAsked
  const fields = {
    startedAt: formatInstant(status.startedAt),
    isStopping,
    database: Result.isSuccess(waiting) ? { isReachable: true } : { isReachable: false, problem: waiting.failure },
    ...(Result.isSuccess(waiting) ? { waiting: waiting.success } : {}),
    workers
  }
  if (isStopping || Result.isFailure(waiting) || workers.some(({ state }) => state === "failing")) {
    return yield* new Unhealthy({ status: "failing", ...fields })
  }
  return { status: "ok" as const, ...fields }
})

/** The same of a host that has its database. */
export const health = healthOf(
  exchangeCounts.pipe(
    Effect.timeout(PATIENCE),
    Effect.withTracerEnabled(false),
    Effect.mapError(({ message }) => `The database does not answer: ${message}`)
  )
)

export const healthHandler = HttpApiBuilder.group(
  HostApi,
  "health",
  Effect.fn(function* (handlers) {
    const context = yield* Effect.context<Database | ServeStatus | StopRequest>()
    return handlers.handleAll({ health: () => Effect.provideContext(health, context) })
  })
)
