import { Duration, Effect, Random } from "effect"

/** How long a worker waits. Milliseconds. */
export interface Patience {
  /** After a round that found nothing to do. */
  readonly idleMs: number
  /** After the first failure, at most. */
  readonly firstMs: number
  /** After any failure, at most. */
  readonly mostMs: number
}

/** What a failure says of trying again. */
export interface StepFailure {
  readonly _tag: string
  readonly message: string
  /** False where somebody has to change something first: it is tried slowly then. */
  readonly retryable?: boolean | undefined
  readonly retryAfter?: Duration.Duration | undefined
}

/**
 * How long to wait after so many failures in a row: twice as long with each, half of it drawn at random, so that queues
 * that failed together do not come back together. What DataHub asks for with `Retry-After` is granted up to the longest.
 */
export const pauseAfter = (failures: number, failure: StepFailure, patience: Patience): Effect.Effect<number> =>
  Effect.map(Random.next, (drawn) => {
    const { firstMs, mostMs } = patience
    const bound = failure.retryable === false ? mostMs : Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30))
    const asked = failure.retryAfter === undefined ? 0 : Duration.toMillis(failure.retryAfter)
    return Math.max(Math.round(bound / 2 + (drawn * bound) / 2), Math.min(asked, mostMs))
  })
