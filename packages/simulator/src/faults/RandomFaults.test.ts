import { describe, expect, it } from "vitest"
import { makeRandomFaults, randomFaultKinds, type RandomFaultOptions, recoverableFaults } from "./RandomFaults.ts"

const DRAWS = 2_000

/** What many calls and messages meet, by name. */
const drawnOf = (options: RandomFaultOptions): ReadonlySet<string> => {
  const faults = makeRandomFaults(options)
  const drawn = new Set<string>()
  for (let i = 0; i < DRAWS; i++) {
    const call = faults.forCall(i % 2 === 0 ? "dequeue" : "peek", "measuredata")
    if (call !== undefined) drawn.add(String(call.status))
    if (faults.forCall("token", undefined) !== undefined) drawn.add("token")
    const message = faults.forMessage()
    if (message === undefined) continue
    drawn.add(message.kind)
    if ("broken" in message) drawn.add(message.broken)
  }
  return drawn
}

const broken = ["invalid-json", "wrong-shape", "truncated", "wrong-charset"]
const named = (kinds: ReadonlyArray<string | number>): ReadonlyArray<string> => kinds.map(String)

describe("random faults", () => {
  it("are of every kind there is", () => {
    expect([...drawnOf({ seed: 3, rate: 0.5 })].sort()).toEqual([...named(randomFaultKinds), ...broken].sort())
  })

  it("are only of the kinds that are asked for", () => {
    const drawn = drawnOf({ seed: 3, rate: 0.5, kinds: recoverableFaults })
    expect([...drawn].sort()).toEqual([...named(recoverableFaults), ...broken].sort())
    expect([...drawnOf({ seed: 3, rate: 1, kinds: [403] })]).toEqual(["403"])
    expect(drawnOf({ seed: 3, rate: 0 }).size).toBe(0)
  })

  it("are the same for the same seed, and as frequent as the rate says", () => {
    const draws = (seed: number) => {
      const faults = makeRandomFaults({ seed, rate: 0.1 })
      return Array.from({ length: DRAWS }, () => [faults.forCall("peek", undefined), faults.forMessage()])
    }
    expect(draws(5)).toEqual(draws(5))
    expect(draws(5)).not.toEqual(draws(6))
    const met = draws(5)
      .flat()
      .filter((fault) => fault !== undefined).length
    expect(met / (2 * DRAWS)).toBeCloseTo(0.1, 1)
  })
})
