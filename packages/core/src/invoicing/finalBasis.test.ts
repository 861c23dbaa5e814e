import { Result } from "effect"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { addDays, LocalDate, MarketCalendar } from "../market/index.ts"
import { acontoShare } from "./acontoShare.ts"
import { type CostOfPeriod, finalBasis } from "./finalBasis.ts"

const day = (number: number) => MarketCalendar.startOfDay(addDays(LocalDate.make("2025-01-01"), number))
const cost = (from: number, to: number, subtotalOere = 1000): CostOfPeriod => ({
  period: { from: day(from), to: day(to) },
  subtotalOere,
  vatOere: subtotalOere / 4,
  totalOere: (subtotalOere * 5) / 4
})
const basisOf = (costs: ReadonlyArray<CostOfPeriod>, ...prepaid: ReadonlyArray<number>) =>
  finalBasis({
    period: { from: day(0), to: day(50) },
    costs,
    prepaid: prepaid.map((amountOere) => ({ amountOere }))
  })

describe("the basis of a last bill", () => {
  it("adds up the parts, whatever their order, and takes off all that was prepaid", () => {
    const basis = Result.getOrThrow(basisOf([cost(31, 50, 400), cost(0, 31)], 1000, 800))
    assert.deepInclude(basis, { subtotalOere: 1400, vatOere: 350, totalOere: 1750, actualOere: 1750 })
    assert.deepInclude(basis, { prepaidOere: 1800, differenceOere: -50, nextOere: 0, totalDueOere: -50 })
    assert.deepStrictEqual(basis.costs, [cost(0, 31), cost(31, 50, 400)])
  })

  it("is refused where time is missing, settled twice or not the customer's", () => {
    const refusals = [[cost(0, 31)], [cost(0, 31), cost(30, 50)], [cost(0, 31), cost(31, 59)]].map((costs) =>
      Result.getOrThrow(Result.flip(basisOf(costs)))
    )
    assert.deepStrictEqual(
      refusals.map(({ missing, surplus }) => ({ missing, surplus })),
      [
        { missing: [{ from: day(31), to: day(50) }], surplus: [] },
        { missing: [], surplus: [{ from: day(30), to: day(31) }] },
        { missing: [], surplus: [{ from: day(50), to: day(59) }] }
      ]
    )
    assert.include(refusals[0]!.message, "nothing was settled for 2025-01-31T23:00:00Z/2025-02-19T23:00:00Z")
  })
})

describe("a share of an aconto amount", () => {
  const quarter = { period: { from: day(0), to: day(90) }, amountOere: 123_457 }

  it("is the whole where all is supplied, and nothing where nothing is", () => {
    assert.strictEqual(acontoShare(quarter, [{ from: day(-5) }]), 123_457)
    assert.strictEqual(acontoShare(quarter, [{ from: day(90) }, { from: day(-9), to: day(0) }]), 0)
  })

  it("goes by days, also over the change of the clocks and for supply with a gap", () => {
    // The quarter's last day but one, 30 March 2025, has 23 hours: two of ninety days, 2743.48….
    assert.strictEqual(acontoShare(quarter, [{ from: day(88) }]), 2743)
    const around = [{ from: day(-5), to: day(30) }, { from: day(60) }]
    assert.strictEqual(acontoShare({ ...quarter, amountOere: 90 }, around), 60)
  })

  it("parts of a period share it out to within half an øre each", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 10_000_000 }), (cut, amountOere) => {
        const share = (from: number, to: number) =>
          acontoShare({ ...quarter, amountOere }, from === to ? [] : [{ from: day(from), to: day(to) }])
        assert.isAtMost(Math.abs(share(0, cut) + share(cut, 90) - amountOere), 1)
      })
    )
  })
})
