import { Clock, Effect } from "effect"
import type { Instant } from "../market/index.ts"

/**
 * A clock that tells the time of a story, and sleeps and measures in real time: for programs that live in simulated time
 * while what they wait for is real.
 *
 * @example
 * import { clockTelling } from "@datahub-settlement/core/testing"
 * import { Clock, Effect } from "effect"
 *
 * const now = Clock.currentTimeMillis.pipe(Effect.provideService(Clock.Clock, clockTelling(() => 1_000)))
 * Effect.runSync(now) // => 1000
 */
export const clockTelling = (now: () => Instant): Clock.Clock => {
  const real = Clock.Clock.defaultValue()
  return {
    currentTimeMillisUnsafe: now,
    currentTimeMillis: Effect.sync(now),
    currentTimeNanosUnsafe: () => BigInt(now()) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => BigInt(now()) * 1_000_000n),
    monotonicTimeNanosUnsafe: () => real.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: real.monotonicTimeNanos,
    sleep: (duration) => real.sleep(duration)
  }
}
