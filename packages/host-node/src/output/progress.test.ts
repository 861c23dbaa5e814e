import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { overwrittenLine } from "./overwrittenLine.ts"
import { makeProgress } from "./progress.ts"

const shownBy = (isTerminal: boolean, count: number): ReadonlyArray<string> => {
  const written: Array<string> = []
  const progress = makeProgress(overwrittenLine(isTerminal, (text) => written.push(text)))
  for (let index = 0; index < count; index++) Effect.runSync(progress.at("reading", index, count))
  Effect.runSync(progress.done)
  return written
}

describe("progress", () => {
  it("is a line for each percent of a long job, taken away at the end", () => {
    const written = shownBy(true, 1000)
    expect(written).toHaveLength(101)
    expect(written[50]).toContain("Reading 500/1000 (50 %)")
    expect(written.at(-1)).toBe("\r\u001b[2K")
  })

  it("is silent without a terminal, and for a job that is over at once", () => {
    expect(shownBy(false, 1000)).toEqual([])
    expect(shownBy(true, 49)).toEqual([])
  })
})
