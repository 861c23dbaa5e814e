import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { Quality } from "../metering/index.ts"
import { settlementRunWorld } from "../testing/index.ts"
import { settle } from "./settle.ts"

describe("what keeps a point from being settled", () => {
  it("is data with a message and without a stack, however much of it there is", () => {
    const { request } = settlementRunWorld(1).points[0]!
    const readings = request!.readings.map((series) => {
      const qualities = series.qualities.slice()
      qualities[3] = Quality.missing
      qualities[9] = Quality.missing
      return { ...series, qualities }
    })
    const refused = Result.flip(settle({ ...request!, readings }))
    const { problems } = Result.getOrThrow(refused)
    expect(problems).toHaveLength(62)
    expect(problems.filter((problem) => "stack" in problem || problem._tag !== "MissingReading")).toEqual([])
    expect(problems[0]!.message).toContain("2025-10-01T01:00:00Z/2025-10-01T02:00:00Z: 1 interval(s)")
  })
})
