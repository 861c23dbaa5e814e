import { pauseMs } from "@datahub-settlement/datahub-client/http"
import { type Duration, Effect, Random } from "effect"

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
  /** Of a call of DataHub: what it was for, and the status of its answer where one came. */
  readonly operation?: string | undefined
  readonly status?: number | undefined
}

/**
 * How long to wait after so many failures in a row: as the client of DataHub waits between its attempts, and the longest at
 * once where trying again cannot help by itself.
 */
export const pauseAfter = (failures: number, failure: StepFailure, patience: Patience): Effect.Effect<number> =>
  Effect.map(Random.next, (drawn) => {
    const { firstMs, mostMs } = patience
    const firstDelayMs = failure.retryable === false ? mostMs : firstMs
    return pauseMs(failures, drawn, failure.retryAfter, { firstDelayMs, delayMaxMs: mostMs })
  })
