import { describe, expect, it } from "@effect/vitest"
import type { Invariant } from "./Broken.ts"
import { runModel } from "./modelRun.ts"
import { sabotages } from "./sabotages.ts"
import { inMemory } from "./storage.ts"

const SEED = 5

describe("a supplier's life in any order", () => {
  it("breaks no invariant", async () => {
    const report = await runModel({ sequences: 4, seed: SEED, steps: 24, storage: inMemory })
    expect(report.failure, `seed ${SEED}`).toBeUndefined()
    expect(report.sequences).toBe(4)
    expect(report.crashes).toBeGreaterThan(2)
    expect(report.replays).toBeGreaterThan(0)
  })

  // Each seed finds its fault within a few steps.
  it.each<readonly [invariant: Invariant, fault: string, seed: number, name: keyof typeof sabotages]>([
    ["billed is what is known", "news of settled time are forgotten", 11, "forgetsCorrections"],
    ["billed is what is known", "corrections are left out of the bill", 14, "leavesCorrectionsOut"],
    ["one supplier", "supply that ends goes on", 10, "keepsSupply"],
    ["known is what was told", "what was told before is forgotten", 1, "forgetsStatements"],
    ["a repeat changes nothing", "nobody remembers which messages came", 2, "forgetsMessages"],
    ["nothing outside supply", "points are settled for the whole period", 4, "settlesAlways"],
    ["processes keep step", "nobody looks at the time", 9, "forgetsTime"],
    ["prepaid once", "what is prepaid is kept twice", 1, "keepsSharesTwice"],
    ["prepaid is what is supplied", "nothing is reckoned anew", 1, "forgetsShares"],
    ["last bills add up", "what is prepaid is left out", 4, "leavesPrepaidOut"],
    ["runs never change", "lines of earlier runs change", 11, "rewritesRuns"]
  ])("%s: not where %s", async (invariant, _, seed, name) => {
    const faulty = { storage: inMemory, sabotage: sabotages[name](), shortens: false }
    const report = await runModel({ sequences: 60, seed, steps: 30, ...faulty })
    expect(report.broken, report.failure).toBe(invariant)
  })
})
