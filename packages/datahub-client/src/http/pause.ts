import { Duration } from "effect"

export interface PauseLimits {
  readonly firstDelayMs: number
  readonly delayMaxMs: number
}

/**
 * The pause after so many attempts that failed, in milliseconds: its bound is twice as long with each, half of it is drawn
 * (`random`, from [0, 1)), so that callers that failed together do not come back together. What the server asks for is the
 * least it can be, `delayMaxMs` the most.
 *
 * @example
 * import { pauseMs } from "@datahub-settlement/datahub-client/http"
 *
 * const limits = { firstDelayMs: 1_000, delayMaxMs: 120_000 }
 * pauseMs(1, 0.5, undefined, limits) // => 750
 * pauseMs(4, 0, undefined, limits) // => 4000
 */
export const pauseMs = (
  attempt: number,
  random: number,
  retryAfter: Duration.Duration | undefined,
  { delayMaxMs, firstDelayMs }: PauseLimits
): number => {
  const bound = Math.min(delayMaxMs, firstDelayMs * 2 ** Math.min(attempt - 1, 30))
  const asked = retryAfter === undefined ? 0 : Duration.toMillis(retryAfter)
  return Math.min(delayMaxMs, Math.max(Math.round((bound * (1 + random)) / 2), asked))
}
