import { Clock, Context, Effect, Layer } from "effect"
import type { Instant } from "../../market/index.ts"

/**
 * What stores in memory know, and since when: one clock that several of them share, so that one instant is good for all.
 * Recording times never go back, and an instant that was given as known lies before all that is recorded later.
 */
export class MemoryKnowledge extends Context.Service<
  MemoryKnowledge,
  {
    /** When what is recorded now is recorded. */
    readonly recordingInstant: Effect.Effect<Instant>
    readonly knownInstant: Effect.Effect<Instant>
  }
>()("@datahub-settlement/core/testing/MemoryKnowledge") {
  static readonly layer: Layer.Layer<MemoryKnowledge> = Layer.sync(this, () => {
    let earliest = Number.NEGATIVE_INFINITY
    const now = Effect.map(Clock.currentTimeMillis, (millis) => Math.max(millis, earliest))
    return {
      recordingInstant: Effect.map(now, (instant) => (earliest = instant)),
      knownInstant: Effect.map(now, (instant) => {
        earliest = instant + 1
        return instant
      })
    }
  })
}
