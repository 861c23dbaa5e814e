import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { overwrittenLine } from "../output/overwrittenLine.ts"
import { durationText, makeProgressLine, progressText } from "./runProgress.ts"

const at = { done: 0, doneBefore: 0, elapsedMs: 0, failed: 0, points: 8000 }

describe("durationText", () => {
  it("says seconds, minutes or hours", () => {
    const texts = [0, 0.4, 59.4, 59.6, 185, 3599.4, 3599.6, 7800, 90_061].map(durationText)
    expect(texts).toEqual([
      "0 s",
      "0 s",
      "59 s",
      "1 min 00 s",
      "3 min 05 s",
      "59 min 59 s",
      "1 h 00 min",
      "2 h 10 min",
      "25 h 01 min"
    ])
  })
})

describe("progressText", () => {
  it("says share, points, rate and the time left", () => {
    expect(progressText({ ...at, done: 2000, elapsedMs: 4000 })).toBe(
      "█████░░░░░░░░░░░░░░░ 25 %  2,000/8,000  500/s  12 s left"
    )
  })

  it("counts the rate from where this process began", () => {
    expect(progressText({ ...at, done: 6000, doneBefore: 4000, elapsedMs: 4000 })).toBe(
      "███████████████░░░░░ 75 %  6,000/8,000  500/s  4 s left"
    )
  })

  it("says no rate before there is one, and hours when it takes hours", () => {
    expect(progressText({ ...at, done: 4000, doneBefore: 4000, elapsedMs: 9 })).toBe(
      "██████████░░░░░░░░░░ 50 %  4,000/8,000"
    )
    expect(progressText({ ...at, done: 1, elapsedMs: 0 })).toBe("░░░░░░░░░░░░░░░░░░░░ 0 %  1/8,000")
    expect(progressText({ ...at, done: 800, elapsedMs: 800_000 })).toContain("1/s  2 h 00 min left")
  })

  it("is full without any points, and rounds the share down", () => {
    expect(progressText({ ...at, points: 0 })).toBe("████████████████████ 100 %  0/0")
    expect(progressText({ ...at, done: 7999, points: 8000 })).toContain("███████████████████░ 99 %")
  })

  it("says how many points are not settled", () => {
    expect(progressText({ ...at, done: 8000, failed: 1200, elapsedMs: 1000 })).toMatch(/0 s left {2}1,200 not settled$/)
  })
})

describe("makeProgressLine", () => {
  it.effect("tells the rate by the clock, over what it told before, and is taken away at the end", () =>
    Effect.gen(function* () {
      const written: Array<string> = []
      yield* TestClock.adjust("1 hour")
      const line = yield* makeProgressLine(
        overwrittenLine(true, (text) => written.push(text)),
        1000
      )
      yield* TestClock.adjust("2 seconds")
      yield* line.at({ done: 3000, failed: 0, points: 8000 })
      yield* line.done
      yield* line.done
      expect(written).toEqual(["\r\u001b[2K███████░░░░░░░░░░░░░ 37 %  3,000/8,000  1,000/s  5 s left", "\r\u001b[2K"])
    })
  )

  it.effect("is silent without a terminal", () =>
    Effect.gen(function* () {
      const written: Array<string> = []
      const line = yield* makeProgressLine(
        overwrittenLine(false, (text) => written.push(text)),
        0
      )
      yield* line.at({ done: 1, failed: 0, points: 2 })
      yield* line.done
      expect(written).toEqual([])
    })
  )
})
