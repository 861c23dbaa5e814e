import { Clock, Effect, Exit, Metric } from "effect"
import type { DatahubOperation } from "../failures/index.ts"

/** Requests by `operation` (peek, dequeue, submit, token) and `outcome`: what came of it, or the tag of the failure. */
export const requestsTotal = Metric.counter("datahub_requests_total", {
  description: "Requests to DataHub and to the server that issues its tokens",
  incremental: true
})

/** Seconds from a request to the last byte of its answer, by `operation` and `outcome`. */
export const requestSeconds = Metric.histogram("datahub_request_seconds", {
  description: "Time from a request to the last byte of its answer, in seconds",
  boundaries: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]
})

/** Counts and times one request. */
export const measured = <A, E extends { readonly _tag: string }, R>(
  operation: DatahubOperation,
  outcomeOf: (value: A) => string,
  request: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.flatMap(Clock.currentTimeMillis, (startedAt) =>
    Effect.onExit(request, (exit) =>
      Effect.gen(function* () {
        const attributes = { operation, outcome: outcomeName(exit, outcomeOf) }
        const seconds = ((yield* Clock.currentTimeMillis) - startedAt) / 1000
        yield* Metric.update(Metric.withAttributes(requestsTotal, attributes), 1)
        yield* Metric.update(Metric.withAttributes(requestSeconds, attributes), seconds)
      })
    )
  )

const outcomeName = <A, E extends { readonly _tag: string }>(
  exit: Exit.Exit<A, E>,
  outcomeOf: (value: A) => string
): string => {
  if (Exit.isSuccess(exit)) return outcomeOf(exit.value)
  const failure = exit.cause.reasons.find((reason) => reason._tag === "Fail")
  return failure === undefined ? "interrupted" : failure.error._tag
}
