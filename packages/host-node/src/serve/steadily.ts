import { Cause, Clock, Duration, Effect, Exit, Metric, Option } from "effect"
import { pauseAfter, type Patience, type StepFailure } from "./backoff.ts"
import { queueFailing, workerFailing } from "./serveMetrics.ts"
import { ServeStatus } from "./ServeStatus.ts"
import { restFor, StopRequest } from "./StopRequest.ts"

/** One of the host's independent workers. */
export interface Worker<R> {
  /** `queue measuredata` */
  readonly name: string
  readonly queue?: string
  readonly patience: Patience
  /** One round; `more` when the next may follow at once. */
  readonly step: Effect.Effect<"more" | "idle", StepFailure, R>
  /** What a person is told of a failure. */
  readonly tell: (failure: StepFailure) => string
}

interface Failing {
  readonly since: number
  readonly failures: number
  /** Kinds of failure that a person has been told of since then. */
  readonly told: ReadonlySet<string>
}

/**
 * Repeats a step until somebody asks to stop. A step that fails is repeated after a pause; a person is told once that it
 * fails, why and what can be done, and once that it works again, however often it failed in between. Whatever happens to
 * one worker happens to none of the others.
 */
export const steadily = Effect.fnUntraced(function* <R>(worker: Worker<R>) {
  const { name, patience, queue, step } = worker
  const status = yield* ServeStatus
  const stop = yield* StopRequest
  let failing: Failing | undefined
  yield* status.set(name, { queue, state: "starting" })
  yield* gauge(worker, 0)
  while (!(yield* stop.isAsked)) {
    const exit = yield* Effect.exit(step)
    if (Exit.isSuccess(exit)) {
      const isIdle = exit.value === "idle"
      if (failing !== undefined) yield* recovered(worker, failing)
      failing = undefined
      yield* status.set(name, { state: isIdle ? "idle" : "working", failingSince: undefined, failures: 0 })
      if (isIdle) yield* restFor(patience.idleMs)
    } else if (Cause.hasInterruptsOnly(exit.cause)) {
      return yield* Effect.interrupt
    } else {
      const failure = failureOf(exit.cause)
      failing = yield* failed(worker, failing, failure)
      yield* restFor(yield* pauseAfter(failing.failures, failure, patience))
    }
  }
  yield* status.set(name, { state: "stopped" })
})

/** What nobody expected is a fault of ours, and no reason for the others to end. */
const failureOf = (cause: Cause.Cause<StepFailure>): StepFailure =>
  Option.getOrElse(Cause.findErrorOption(cause), () => ({
    _tag: "Defect",
    message: `this is a fault of ours, please report it: ${Cause.pretty(cause)}`,
    retryable: true
  }))

const failed = Effect.fnUntraced(function* <R>(worker: Worker<R>, before: Failing | undefined, failure: StepFailure) {
  const now = yield* Clock.currentTimeMillis
  const status = yield* ServeStatus
  const { _tag: kind } = failure
  const since = before?.since ?? now
  const failures = (before?.failures ?? 0) + 1
  const text = worker.tell(failure)
  yield* status.set(worker.name, {
    state: "failing",
    failingSince: since,
    failures,
    lastError: { kind, text, at: now }
  })
  yield* gauge(worker, 1)
  const told = before?.told ?? new Set<string>()
  yield* told.has(kind)
    ? Effect.logDebug(`${worker.name} still fails: ${text}`)
    : Effect.logWarning(`${worker.name} fails, and is tried again by itself: ${text}`)
  return { since, failures, told: new Set([...told, kind]) } satisfies Failing
})

const recovered = Effect.fnUntraced(function* <R>(worker: Worker<R>, { failures, since }: Failing) {
  const now = yield* Clock.currentTimeMillis
  yield* gauge(worker, 0)
  yield* Effect.logInfo(
    `${worker.name} works again after ${Duration.format(Duration.millis(now - since))} and ${failures} failed attempts`
  )
})

const gauge = Effect.fnUntraced(function* <R>({ name, queue }: Worker<R>, value: number) {
  yield* Metric.update(Metric.withAttributes(workerFailing, { worker: name }), value)
  if (queue !== undefined) yield* Metric.update(Metric.withAttributes(queueFailing, { queue }), value)
})
