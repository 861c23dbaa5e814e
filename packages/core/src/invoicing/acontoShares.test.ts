import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { addDays, gsrnOf, type Instant, LocalDate, MarketCalendar, type Validity } from "../market/index.ts"
import { acontoIntervals, acontoMonths, acontoPeriodOf } from "./acontoInterval.ts"
import type { AcontoPlan } from "./AcontoPlan.ts"
import { acontoShares, changedShares, prepaidWithin } from "./acontoShares.ts"
import type { ReckonedShare } from "./ReckonedShare.ts"

const day = (text: string): Instant => MarketCalendar.startOfDay(LocalDate.make(text))
const gsrn = gsrnOf("57131399900000001")
const planOf = (from: string, more: Partial<AcontoPlan> = {}): AcontoPlan => ({
  gsrn,
  from: day(from),
  agreedFrom: day(from),
  interval: "quarter",
  amountOere: 270_000,
  ...more
})
const sharesOf = (
  plans: ReadonlyArray<AcontoPlan>,
  supply: ReadonlyArray<Validity>,
  until = day("2025-03-01"),
  shares: ReadonlyArray<ReckonedShare> = []
) => acontoShares({ plans, supply, shares }, until)

/** `2025-01-01 225000`, part by part behind it. */
const texts = (shares: ReadonlyArray<ReckonedShare>) =>
  shares.map(({ amountOere, parts, period }) =>
    [
      MarketCalendar.localDateOf(period.from),
      amountOere,
      ...parts.map((part) => `${part.days}d/${part.amountOere}`)
    ].join(" ")
  )

describe("an aconto interval", () => {
  it("is so many whole months of the calendar year, whichever of its instants is asked for", () => {
    const dates = (interval: (typeof acontoIntervals)[number], date: string) => {
      const { from, to } = acontoPeriodOf(interval, day(date))
      return [from, to].map(MarketCalendar.localDateOf).join(" ")
    }
    assert.strictEqual(dates("month", "2024-02-29"), "2024-02-01 2024-03-01")
    assert.strictEqual(dates("quarter", "2025-12-31"), "2025-10-01 2026-01-01")
    assert.strictEqual(dates("halfYear", "2025-07-01"), "2025-07-01 2026-01-01")
    assert.strictEqual(dates("year", "2025-06-30"), "2025-01-01 2026-01-01")
  })

  it("follows the one before without a gap", () => {
    fc.assert(
      fc.property(fc.constantFrom(...acontoIntervals), fc.integer({ min: 0, max: 4000 }), (interval, days) => {
        const at = MarketCalendar.startOfDay(addDays(LocalDate.make("2020-01-01"), days))
        const { from, to } = acontoPeriodOf(interval, at)
        assert.isTrue(from <= at && at < to)
        assert.deepStrictEqual(acontoPeriodOf(interval, to - 1), { from, to })
        assert.strictEqual(acontoPeriodOf(interval, to).from, to)
        assert.strictEqual(MarketCalendar.monthIndexOf(to) - MarketCalendar.monthIndexOf(from), acontoMonths[interval])
      })
    )
  })
})

describe("what is prepaid", () => {
  it("falls on the supplied days of each period, until the one that is asked for", () => {
    // 75 of 90 days, of 30.00 each; the second quarter has 91 days and is supplied throughout.
    const shares = sharesOf([planOf("2025-01-16")], [{ from: day("2025-01-16") }], day("2025-04-01"))
    assert.deepStrictEqual(texts(shares), ["2025-01-01 225000 75d/225000", "2025-04-01 270000 91d/270000"])
  })

  it("is 0 where nothing is supplied, and stays on the list where it was reckoned before", () => {
    assert.deepStrictEqual(texts(sharesOf([planOf("2025-01-16")], [])), ["2025-01-01 0"])
    const before = sharesOf([planOf("2025-01-16")], [{ from: day("2025-01-16") }])
    assert.deepStrictEqual(texts(sharesOf([], [{ from: day("2025-01-16") }], undefined, before)), ["2025-01-01 0"])
    assert.deepStrictEqual(texts(sharesOf([], [])), [])
  })

  it("changes with the plan within a period, and from one interval to another", () => {
    const [first, second] = [planOf("2025-01-01", { to: day("2025-02-15") }), planOf("2025-02-15")]
    const supply = [{ from: day("2024-06-01") }]
    // 45 days of 30.00, then 45 days of 40.00.
    assert.deepStrictEqual(texts(sharesOf([first, { ...second, amountOere: 360_000 }], supply)), [
      "2025-01-01 315000 45d/135000 45d/180000"
    ])
    // From then on by the month: 14 of 28 days of 840.00, and a whole March.
    assert.deepStrictEqual(texts(sharesOf([first, { ...second, interval: "month", amountOere: 84_000 }], supply)), [
      "2025-01-01 135000 45d/135000",
      "2025-02-01 42000 14d/42000",
      "2025-03-01 84000 31d/84000"
    ])
  })

  it("is for one supply: a customer who is supplied anew agrees anew", () => {
    const supply = [{ from: day("2025-01-01"), to: day("2025-01-11") }, { from: day("2025-03-02") }]
    assert.deepStrictEqual(texts(sharesOf([planOf("2025-01-01")], supply)), ["2025-01-01 30000 10d/30000"])
    assert.deepStrictEqual(texts(sharesOf([planOf("2025-01-20")], supply)), ["2025-01-01 90000 30d/90000"])
    // A supply that goes on as if it had never ended may be kept in parts.
    const whole = [{ from: day("2025-01-01"), to: day("2025-01-11") }, { from: day("2025-01-11") }]
    assert.deepStrictEqual(texts(sharesOf([planOf("2025-01-01")], whole)), ["2025-01-01 270000 90d/270000"])
  })

  it("changes where the supply does, and not otherwise", () => {
    const plans = [planOf("2025-01-16")]
    const at = (from: string) => [{ from: day(from) }]
    const until = day("2025-03-01")
    const shares = acontoShares({ plans, supply: at("2025-01-16"), shares: [] }, until)
    assert.deepStrictEqual(changedShares({ plans, supply: at("2025-01-16"), shares }, until), [])
    assert.deepStrictEqual(texts(changedShares({ plans, supply: at("2025-01-19"), shares }, until)), [
      "2025-01-01 216000 72d/216000"
    ])
    assert.deepStrictEqual(texts(changedShares({ plans, supply: [], shares }, until)), ["2025-01-01 0"])
  })

  it("is shared out to the øre among customers who follow each other", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5, max: 95 }), { maxLength: 5 }),
        fc.integer({ min: 0, max: 9_999_999 }),
        (cuts, amountOere) => {
          const [share] = sharesOf([planOf("2025-01-01", { amountOere })], [{ from: day("2025-01-04") }])
          const at = (days: number) => MarketCalendar.startOfDay(addDays(LocalDate.make("2025-01-01"), days))
          const ends = [-9, ...cuts.toSorted((a, b) => a - b), 99].map(at)
          const parts = ends.slice(1).map((to, i) => prepaidWithin(share!, { from: ends[i]!, to }))
          assert.strictEqual(
            parts.reduce((sum, part) => sum + part, 0),
            share!.amountOere
          )
          assert.isTrue(parts.every((part) => part >= 0))
        }
      )
    )
  })
})
