import { describe, expect, it } from "@effect/vitest"
import { Clock, Data, Duration, Effect, Fiber, Random } from "effect"
import { TestClock } from "effect/testing"
import { repeated } from "./repeated.ts"

class Busy extends Data.TaggedError("Busy")<{ readonly attempt: number; readonly retryAfter?: Duration.Duration }> {
  readonly retryable = true
}

class Wrong extends Data.TaggedError("Wrong")<{ readonly attempt: number }> {
  readonly retryable = false
}

const limits = { attemptsMax: 6, firstDelayMs: 1_000, delayMaxMs: 4_000 }

/** When each attempt began, with this much of each bound drawn. */
const timesOf = (random: number, once: (attempt: number) => Effect.Effect<string, Busy | Wrong>) =>
  Effect.gen(function* () {
    const times: Array<number> = []
    let endedAt = 0
    const fiber = yield* repeated(limits, (attempt) =>
      Effect.andThen(
        Effect.map(Clock.currentTimeMillis, (now) => times.push(now)),
        once(attempt)
      )
    ).pipe(
      Effect.result,
      Effect.tap(() => Effect.map(Clock.currentTimeMillis, (now) => (endedAt = now))),
      Effect.provideService(Random.Random, { nextDoubleUnsafe: () => random, nextIntUnsafe: () => 0 }),
      Effect.forkChild
    )
    yield* TestClock.adjust("1 hour")
    return { times, result: yield* Fiber.join(fiber), endedAt }
  })

describe("repeated", () => {
  it.effect("tries six times, with pauses that double up to their limit, and ends with the last failure", () =>
    Effect.gen(function* () {
      const { endedAt, result, times } = yield* timesOf(0.5, (attempt) => Effect.fail(new Busy({ attempt })))
      expect(endedAt).toBe(11_250)
      expect(times).toEqual([0, 750, 2_250, 5_250, 8_250, 11_250])
      expect(result).toMatchObject({ failure: { attempt: 6 } })
    })
  )

  it.effect("ends with the first success", () =>
    Effect.gen(function* () {
      const { result, times } = yield* timesOf(0.25, (attempt) =>
        attempt < 3 ? Effect.fail(new Busy({ attempt })) : Effect.succeed("done")
      )
      expect(times).toEqual([0, 625, 1_875])
      expect(result).toMatchObject({ success: "done" })
    })
  )

  it.effect("does not repeat what repeating cannot help", () =>
    Effect.gen(function* () {
      const { result, times } = yield* timesOf(0.5, (attempt) => Effect.fail(new Wrong({ attempt })))
      expect(times).toEqual([0])
      expect(result).toMatchObject({ failure: { _tag: "Wrong" } })
    })
  )

  it.effect("waits as long as it is asked to", () =>
    Effect.gen(function* () {
      const { times } = yield* timesOf(0, (attempt) =>
        Effect.fail(new Busy({ attempt, retryAfter: Duration.seconds(attempt) }))
      )
      expect(times).toEqual([0, 1_000, 3_000, 6_000, 10_000, 14_000])
    })
  )

  it.effect("draws the same pauses from the same seed", () =>
    Effect.gen(function* () {
      const drawn = (seed: string) =>
        Effect.gen(function* () {
          const begun = yield* Clock.currentTimeMillis
          const times: Array<number> = []
          const fiber = yield* repeated(limits, (attempt) =>
            Effect.flatMap(Clock.currentTimeMillis, (now) => {
              times.push(now - begun)
              return Effect.fail(new Busy({ attempt }))
            })
          ).pipe(Effect.result, Random.withSeed(seed), Effect.forkChild)
          yield* TestClock.adjust("1 hour")
          yield* Fiber.join(fiber)
          return times
        })
      const first = yield* drawn("a")
      expect(yield* drawn("a")).toEqual(first)
      expect(yield* drawn("b")).not.toEqual(first)
    })
  )
})
