import type { Duration } from "effect"
import { Effect, Random, Result } from "effect"
import { type PauseLimits, pauseMs } from "../http/pause.ts"

/** What a failure has to say of itself to be repeated. */
export interface Repeatable {
  readonly retryable: boolean
  readonly retryAfter?: Duration.Duration | undefined
  readonly message: string
}

/** Does it once, and again after a pause as long as that may help; the failure of the last attempt is the outcome. */
export const repeated = Effect.fnUntraced(function* <A, E extends Repeatable, R>(
  limits: PauseLimits & { readonly attemptsMax: number },
  once: (attempt: number) => Effect.Effect<A, E, R>
): Effect.fn.Return<A, E, R> {
  for (let attempt = 1; ; attempt++) {
    yield* Effect.annotateCurrentSpan("datahub.attempts", attempt)
    const result = yield* Effect.result(once(attempt))
    if (Result.isSuccess(result)) return result.success
    const { failure } = result
    if (!failure.retryable || attempt >= limits.attemptsMax) return yield* Effect.fail(failure)
    const pause = pauseMs(attempt, yield* Random.next, failure.retryAfter, limits)
    yield* Effect.logDebug(`${failure.message} Attempt ${attempt + 1} of ${limits.attemptsMax} in ${pause} ms.`)
    yield* Effect.sleep(pause)
  }
})
