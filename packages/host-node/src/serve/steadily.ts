import { Cause, Clock, Effect, Exit, Metric, Option } from "effect"
import { pauseAfter, type Patience, type StepFailure } from "./backoff.ts"
import { type Cause as ToldCause, Notices } from "./Notices.ts"
import { queueFailing, workerFailing } from "./serveMetrics.ts"
import { ServeStatus } from "./ServeStatus.ts"
import { restFor, StopRequest } from "./StopRequest.ts"

/** One of the host's independent workers. */
export interface Worker<R> {
  /** `queue measuredata` */
  readonly name: string
  readonly queue?: string
  readonly patience: Patience
  readonly step: Effect.Effect<Round, StepFailure, R>
  /** What a person is told of a failure, and what it is told as. */
  readonly tell: (failure: StepFailure) => { readonly text: string; readonly cause: ToldCause }
}

/**
 * What came of a round: `more` when the next may follow at once, `idle` when there was nothing to do, `untried` when what
 * failed before is not due yet, so that the round says nothing of whether it works again.
 */
export type Round = "more" | "idle" | "untried"

interface Failing {
  readonly since: number
  readonly failures: number
}

/**
 * Repeats a step until somebody asks to stop. A step that fails is repeated after a pause; a person is told once of what
 * it fails from, with what can be done, and once that it works again, however often and for however many workers it failed
 * in between. Whatever happens to one worker happens to none of the others.
 */
export const steadily = Effect.fnUntraced(function* <R>(worker: Worker<R>) {
  const { name, patience, queue, step } = worker
  const status = yield* ServeStatus
  const stop = yield* StopRequest
  let failing: Failing | undefined
  yield* status.set(name, { queue, state: "starting" })
  yield* gauge(worker, 0)
  while (!(yield* stop.isAsked)) {
    const begunAt = yield* Clock.currentTimeMillis
    const exit = yield* Effect.exit(step)
    if (Exit.isSuccess(exit)) {
      if (exit.value === "untried" && failing !== undefined) {
        yield* restFor(patience.idleMs)
        continue
      }
      const isIdle = exit.value !== "more"
      yield* status.set(name, { state: isIdle ? "idle" : "working", failingSince: undefined, failures: 0 })
      // Who is told that it works again, and looks, sees it work.
      if (failing !== undefined) yield* recovered(worker)
      failing = undefined
      if (isIdle) yield* restFor(patience.idleMs)
    } else if (Cause.hasInterruptsOnly(exit.cause)) {
      return yield* Effect.interrupt
    } else {
      const failure = failureOf(exit.cause)
      failing = yield* failed(worker, failing, failure, begunAt)
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

const failed = Effect.fnUntraced(function* <R>(
  worker: Worker<R>,
  before: Failing | undefined,
  failure: StepFailure,
  begunAt: number
) {
  const now = yield* Clock.currentTimeMillis
  const status = yield* ServeStatus
  const notices = yield* Notices
  const since = before?.since ?? now
  const failures = (before?.failures ?? 0) + 1
  const { cause, text } = worker.tell(failure)
  yield* status.set(worker.name, {
    state: "failing",
    failingSince: since,
    failures,
    lastError: { kind: failure._tag, text, at: now }
  })
  yield* gauge(worker, 1)
  yield* notices.failed({ worker: worker.name, cause, text, begunAt })
  return { since, failures } satisfies Failing
})

const recovered = Effect.fnUntraced(function* <R>(worker: Worker<R>) {
  const notices = yield* Notices
  yield* gauge(worker, 0)
  yield* notices.recovered(worker.name)
})

const gauge = Effect.fnUntraced(function* <R>({ name, queue }: Worker<R>, value: number) {
  yield* Metric.update(Metric.withAttributes(workerFailing, { worker: name }), value)
  if (queue !== undefined) yield* Metric.update(Metric.withAttributes(queueFailing, { queue }), value)
})
