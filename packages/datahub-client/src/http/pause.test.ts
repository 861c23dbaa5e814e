import { describe, expect, it } from "@effect/vitest"
import { Duration } from "effect"
import fc from "fast-check"
import { pauseMs } from "./pause.ts"

const limits = { firstDelayMs: 1_000, delayMaxMs: 120_000 }

describe("pauseMs", () => {
  it.each([
    [1, 0.5, 750],
    [2, 0.5, 1_500],
    [3, 0.999, 3_998],
    [5, 0, 8_000],
    [7, 0.5, 48_000],
    [8, 0.5, 90_000],
    [2_000, 0.5, 90_000]
  ])("before attempt %i + 1, %d of its bound is %i ms", (attempt, random, expected) => {
    expect(pauseMs(attempt, random, undefined, limits)).toBe(expected)
  })

  it.each([
    [Duration.seconds(7), 0.1, 7_000],
    [Duration.zero, 0.5, 750],
    [Duration.millis(200), 0.5, 750],
    [Duration.hours(1), 0.5, 120_000]
  ])(
    "waits at least as long as it is asked to, and never longer than the limit: %s",
    (retryAfter, random, expected) => {
      expect(pauseMs(1, random, retryAfter, limits)).toBe(expected)
    }
  )

  it("stays between half and all of its bound, whatever is drawn", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const pause = pauseMs(attempt, random, undefined, limits)
          expect(Number.isInteger(pause)).toBe(true)
          const bound = Math.min(120_000, 1_000 * 2 ** (attempt - 1))
          expect(pause).toBeGreaterThanOrEqual(bound / 2)
          expect(pause).toBeLessThanOrEqual(bound)
        }
      )
    )
  })
})
