import { assert, describe, it } from "@effect/vitest"
import { chargeKeyText } from "../charges/index.ts"
import { gsrnOf, LocalDate, MarketCalendar } from "../market/index.ts"
import { Quality } from "../metering/index.ts"
import {
  feeOf,
  linkOf,
  nanoOf,
  seededRandom,
  seriesOf,
  spotOf,
  spotProductOf,
  subscriptionOf,
  tariffOf
} from "./index.ts"

const gsrn = gsrnOf("57131399900000001")
const longDay = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))

describe("a seeded generator", () => {
  it("gives the same numbers for the same seed, and others for another", () => {
    const numbers = (seed: number): ReadonlyArray<number> => {
      const { int } = seededRandom(seed)
      return Array.from({ length: 20 }, () => int(0, 1_000_000))
    }
    assert.deepStrictEqual(numbers(7), numbers(7))
    assert.notDeepEqual(numbers(7), numbers(8))
  })

  it("reaches both ends and stays between them", () => {
    const { chance, int, pick } = seededRandom(1)
    const dice = Array.from({ length: 1000 }, () => int(1, 6))
    assert.deepStrictEqual([...new Set(dice)].sort(), [1, 2, 3, 4, 5, 6])
    assert.deepStrictEqual([...new Set(Array.from({ length: 100 }, () => pick(["a", "b"])))].sort(), ["a", "b"])
    const share = Array.from({ length: 1000 }, () => chance(0.2)).filter(Boolean).length
    assert.isTrue(share > 150 && share < 250)
  })

  it("shuffles without losing anything", () => {
    const values = Array.from({ length: 50 }, (_, i) => i)
    const shuffled = seededRandom(3).shuffle(values)
    assert.notDeepEqual(shuffled, values)
    assert.deepStrictEqual(
      shuffled.toSorted((a, b) => a - b),
      values
    )
  })
})

describe("builders", () => {
  it("make readings of every interval", () => {
    const series = seriesOf({
      gsrn,
      period: longDay,
      kwh: (i) => `${i}.5`,
      quality: (i) => (i === 2 ? Quality.estimated : Quality.measured)
    })
    assert.deepStrictEqual(Array.from(series.quantitiesWh.subarray(0, 3)), [500, 1500, 2500])
    assert.deepStrictEqual(Array.from(series.qualities.subarray(0, 4)), [1, 1, 2, 1])
    assert.strictEqual(series.registeredAt, longDay.to)
    assert.throws(() => seriesOf({ gsrn, period: longDay, kwh: "0.0001" }), /0\.0001/)
    assert.throws(() => seriesOf({ gsrn, period: { from: 0, to: 1 }, kwh: "1" }), /whole number of PT1H/)
  })

  it("make charges and links from decimal text and local dates", () => {
    const tariff = tariffOf({
      code: "C",
      prices: [
        { valid: ["2025-01-01", "2025-04-01"], price: "0.1" },
        { valid: ["2025-04-01"], price: { byLocalHour: Array(24).fill("0.2") } }
      ]
    })
    assert.deepStrictEqual(tariff.prices[0]!.price, { kind: "flat", nanoDkkPerKwh: 100_000_000 })
    assert.strictEqual(tariff.prices[0]!.to, Date.parse("2025-03-31T22:00:00Z"))
    assert.strictEqual(tariff.prices[1]!.to, undefined)
    assert.strictEqual(tariff.prices[1]!.price.kind, "byLocalHour")
    assert.strictEqual(chargeKeyText(subscriptionOf({ code: "S", prices: "49" }).key), "5790000432752/D01/S")
    assert.strictEqual(chargeKeyText(feeOf({ code: "F", prices: "49" }).key), "5790000432752/D02/F")
    assert.deepInclude(linkOf(gsrn, tariff, ["2025-01-01"], 1), {
      gsrn,
      charge: tariff.key,
      from: Date.parse("2024-12-31T23:00:00Z")
    })
    assert.throws(() => nanoOf("0.0000000001"), /nine decimals/)
  })

  it("make spot prices and products", () => {
    const hours = Array.from({ length: 24 }, (_, hour) => `0.${10 + hour}`)
    const byHour = spotOf({ period: longDay, dkkPerKwh: hours }).stretches[0]!.nanoDkkPerKwh
    assert.deepStrictEqual(Array.from(byHour.subarray(1, 5)), [110_000_000, 120_000_000, 120_000_000, 130_000_000])
    const byStart = spotOf({
      period: longDay,
      resolution: "PT15M",
      dkkPerKwh: (start) => String((start - longDay.from) / 900_000)
    })
    assert.strictEqual(byStart.stretches[0]!.nanoDkkPerKwh[99], 99_000_000_000)
    assert.deepInclude(spotProductOf({ margin: "0.04", subscription: "39" }), { subscriptionPerMonth: 39_000_000_000 })
  })
})
