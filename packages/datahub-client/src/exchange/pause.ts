import { Duration } from "effect"

export interface PauseLimits {
  readonly firstDelayMs: number
  readonly delayMaxMs: number
}

/**
 * The pause before the next attempt, in milliseconds: exponential with full jitter, `random` being drawn from [0, 1).
 * What the server asks for is the least it can be, `delayMaxMs` the most.
 */
export const pauseMs = (
  attempt: number,
  random: number,
  retryAfter: Duration.Duration | undefined,
  { delayMaxMs, firstDelayMs }: PauseLimits
): number => {
  const bound = Math.min(delayMaxMs, firstDelayMs * 2 ** (attempt - 1))
  const asked = retryAfter === undefined ? 0 : Duration.toMillis(retryAfter)
  return Math.min(delayMaxMs, Math.max(Math.round(random * bound), asked))
}
