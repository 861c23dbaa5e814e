import { PERIOD_DAYS_MAX, settle } from "@datahub-settlement/core"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { figuresOf, naiveFiguresOf, settled } from "./comparison.ts"
import { naiveSettle } from "./naive/naiveSettle.ts"
import { type Scenario, scenarios } from "./scenario.ts"
import { requestOf } from "./scenarioRequest.ts"

const agree = (scenario: Scenario): void => {
  const request = requestOf(scenario)
  const ours = settled(settle(request))
  const naive = naiveSettle(request)
  assert.deepStrictEqual(
    ours.segments.map(({ from, to }) => ({ from, to })),
    naive.segments
  )
  assert.deepStrictEqual(figuresOf(ours), naiveFiguresOf(naive))
}

describe("the engine and the naive one", () => {
  it("agree on every segment and line, to the last digit", () => {
    fc.assert(fc.property(scenarios(), agree), { numRuns: 400 })
  })

  it("agree over many months", () => {
    fc.assert(fc.property(scenarios({ daysMax: 400 }), agree), { numRuns: 15 })
  })

  it("agree over the longest period there is", () => {
    fc.assert(
      fc.property(scenarios(), (scenario) =>
        agree({ ...scenario, days: PERIOD_DAYS_MAX, resolution: "PT1H", corrections: 1 })
      ),
      { numRuns: 1 }
    )
  })
})
