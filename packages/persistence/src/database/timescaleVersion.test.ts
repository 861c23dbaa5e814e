import { describe, expect, it } from "vitest"
import { isTimescaleOutdated, TIMESCALE_VERSION_MIN } from "./timescaleVersion.ts"

describe("versions of TimescaleDB", () => {
  it("are compared number by number", () => {
    const outdated = ["2.29.1", "2.9.5", "2.28.10", "1.99.99", "2.29", "2.29.0-dev"]
    const taken = [TIMESCALE_VERSION_MIN, "2.29.10", "2.30.0", "2.100", "3.0.0", "2.30.0-dev"]
    expect(outdated.filter((version) => !isTimescaleOutdated(version))).toEqual([])
    expect(taken.filter(isTimescaleOutdated)).toEqual([])
  })
})
