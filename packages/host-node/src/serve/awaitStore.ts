import { type ConnectionProblem, passesByItself } from "@datahub-settlement/persistence"
import { Clock, Data, Duration, Effect, Exit, Metric, Option, Result, Scope } from "effect"
import type { OpenProblem } from "../store/openStore.ts"
import { pauseAfter, type Patience } from "./backoff.ts"
import { DATABASE, DISK } from "./causeOf.ts"
import { Notices } from "./Notices.ts"
import { workerFailing } from "./serveMetrics.ts"
import { restFor, StopRequest } from "./StopRequest.ts"

/** Name under which a start that waits is counted among the workers that fail. */
export const START = "start"

/** The database did not come in the time that a start has for it. */
export class StartGivenUp extends Data.TaggedError("StartGivenUp")<{
  readonly problem: OpenProblem
  readonly waitedMs: number
}> {
  override get message(): string {
    const waited = Duration.format(Duration.millis(this.waitedMs))
    return `${this.problem.message} The start has waited for it for ${waited}, as long as DATAHUB_START_TIMEOUT allows.`
  }
}

/** How a start waits. */
export interface StartPatience {
  readonly patience: Patience
  /** How long it waits in all, in milliseconds; 0 for not at all. */
  readonly limitMs: number
  /** Is told why it waits, each time that it is to. */
  readonly waitsFor: (reason: string) => Effect.Effect<void>
}

/** Problems that only a database has are known by their place; whatever else there is, somebody has to mend. */
const isPassing = (problem: OpenProblem): boolean => passesByItself(problem as ConnectionProblem)

/**
 * Opens the database, again and again while what keeps it from that passes by itself: it is down, starting, or without
 * room. Told once, and once that it is there. What somebody has to mend ends the start at once. Gives nothing when a stop
 * is asked for meanwhile: there is nothing in hand that it would have to wait for.
 */
export const awaitStore = Effect.fnUntraced(function* <A, R>(
  open: Effect.Effect<A, OpenProblem, R>,
  { limitMs, patience, waitsFor }: StartPatience
) {
  const notices = yield* Notices
  const stop = yield* StopRequest
  const startedAt = yield* Clock.currentTimeMillis
  for (let failures = 1; !(yield* stop.isAsked); failures++) {
    const begunAt = yield* Clock.currentTimeMillis
    const tried = yield* Effect.raceFirst(Effect.result(attempt(open)), Effect.as(stop.asked, undefined))
    if (tried === undefined) break
    if (Result.isSuccess(tried)) {
      yield* gauge(0)
      yield* notices.recovered(START)
      return Option.some(tried.success)
    }
    const problem = tried.failure
    if (!isPassing(problem) || limitMs === 0) return yield* problem
    const waitedMs = (yield* Clock.currentTimeMillis) - startedAt
    if (waitedMs >= limitMs) return yield* new StartGivenUp({ problem, waitedMs })
    const { _tag: kind, message: text } = problem
    yield* waitsFor(text)
    yield* gauge(1)
    const what = kind === "DiskFull" ? DISK : DATABASE
    yield* notices.failed({ worker: START, cause: { kind, what }, text, begunAt })
    yield* restFor(Math.min(yield* pauseAfter(failures, problem, patience), limitMs - waitedMs))
  }
  return Option.none<A>()
})

/** One attempt: what it has opened is closed again when it fails, and stays open with the scope around it otherwise. */
const attempt = Effect.fnUntraced(function* <A, R>(open: Effect.Effect<A, OpenProblem, R>) {
  const scope = yield* Scope.fork(yield* Effect.scope)
  return yield* open.pipe(
    Scope.provide(scope),
    Effect.onExit((exit) => (Exit.isSuccess(exit) ? Effect.void : Scope.close(scope, exit)))
  )
})

const gauge = (value: number) => Metric.update(Metric.withAttributes(workerFailing, { worker: START }), value)
