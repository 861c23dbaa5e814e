import { chargeKeyText, settle, type TariffPrice } from "@datahub-settlement/core"
import {
  feeOf,
  householdRequest,
  linkOf,
  seriesOf,
  spotOf,
  spotProductOf,
  subscriptionOf,
  tariffOf
} from "@datahub-settlement/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { charges, dates, gsrn, HOUR, january, only, problemsOf } from "./refusals.ts"

describe("prices that stop a metering point", () => {
  it("are missing: a tariff that ends, begins late, or has a gap", () => {
    const ends = tariffOf({ code: "X", prices: [{ valid: ["2024-01-01", "2025-01-20"], price: "0.1" }] })
    only(
      charges(ends),
      "MissingPrice",
      { gsrn, charge: chargeKeyText(ends.key), ...dates("2025-01-20", "2025-02-01") },
      /Missing price: metering point 571313999000000010, 5790000432752\/D03\/X, 2025-01-19T23:00:00Z/
    )
    const none = tariffOf({ code: "X", prices: [] })
    only(charges(none), "MissingPrice", { gsrn, charge: chargeKeyText(none.key), ...january }, /D03\/X/)
  })

  it("are missing in one local hour: told for each time it comes", () => {
    const prices = Array.from({ length: 24 }, (_, hour) => (hour === 7 ? Number.NaN : 1_000))
    const hourly = {
      ...tariffOf({ code: "X", prices: { kind: "byLocalHour", nanoDkkPerKwh: Float64Array.from(prices) } })
    }
    const problems = problemsOf({ ...charges(hourly), period: dates("2025-01-01", "2025-01-03") })
    assert.deepStrictEqual(
      problems.map((problem) => [problem._tag, (problem as { from: number }).from]),
      [
        ["MissingPrice", january.from + 7 * HOUR],
        ["MissingPrice", january.from + 31 * HOUR]
      ]
    )
  })

  it("are missing in one quarter of an hourly reading", () => {
    const nanoDkkPerKwh = new Float64Array(744 * 4).fill(1_000)
    nanoDkkPerKwh[4 * 10 + 2] = Number.NaN
    const price: TariffPrice = { kind: "series", resolution: "PT15M", start: january.from, nanoDkkPerKwh }
    only(
      charges(tariffOf({ code: "X", prices: price })),
      "MissingPrice",
      { from: january.from + 10 * HOUR, to: january.from + 11 * HOUR },
      /2025-01-01T09:00:00Z\/2025-01-01T10:00:00Z/
    )
  })

  it("are missing in the last hour that is settled, whatever is missing after it", () => {
    const period = dates("2025-01-01", "2025-01-10")
    const nanoDkkPerKwh = new Float64Array(744).fill(1_000)
    nanoDkkPerKwh.fill(Number.NaN, 9 * 24 - 1, 9 * 24 + 1)
    const price: TariffPrice = { kind: "series", resolution: "PT1H", start: january.from, nanoDkkPerKwh }
    only(
      { ...charges(tariffOf({ code: "X", prices: price })), period },
      "MissingPrice",
      { from: period.to - HOUR, to: period.to },
      /D03\/X/
    )
  })

  it("are missing for a subscription or a fee", () => {
    const subscription = subscriptionOf({ code: "S", prices: [{ valid: ["2025-01-10"], price: "1" }] })
    only(
      { charges: [subscription], links: [linkOf(gsrn, subscription)] },
      "MissingPrice",
      { gsrn, charge: "5790000432752/D01/S", ...dates("2025-01-01", "2025-01-10") },
      /D01\/S/
    )
    const unpriced = { ...subscription, prices: [{ ...subscription.prices[0]!, price: Number.NaN }] }
    only(
      { period: dates("2025-01-10", "2025-02-01"), charges: [unpriced], links: [linkOf(gsrn, unpriced)] },
      "MissingPrice",
      { gsrn, ...dates("2025-01-10", "2025-02-01") },
      /D01\/S/
    )
    const fee = feeOf({ code: "F", prices: [{ valid: ["2025-01-20"], price: "1" }] })
    only(
      { charges: [fee], links: [linkOf(gsrn, fee, ["2025-01-10"])] },
      "MissingPrice",
      { gsrn, charge: "5790000432752/D02/F", from: dates("2025-01-10", "2025-01-11").from },
      /D02\/F/
    )
  })

  it("are spot prices that end before the period does", () => {
    only(
      { spotPrices: spotOf({ period: dates("2025-01-01", "2025-01-31"), dkkPerKwh: "0.5" }) },
      "MissingSpotPrice",
      { gsrn, charge: "spot DK1", ...dates("2025-01-31", "2025-02-01") },
      /Missing spot price: .*spot DK1, 2025-01-30T23:00:00Z/
    )
  })

  it("are not needed where nothing is settled at spot", () => {
    const product = [{ ...spotProductOf(), energy: { kind: "fixed", price: 1 } as const }]
    assert.isTrue(
      Result.isSuccess(settle(householdRequest({ product, spotPrices: { priceArea: "DK1", stretches: [] } })))
    )
  })

  it("are those of the other price area", () => {
    only(
      { spotPrices: spotOf({ period: january, priceArea: "DK2", dkkPerKwh: "0.5" }) },
      "WrongPriceArea",
      { gsrn, charge: "spot DK2", expected: "DK1" },
      /Wrong price area, expected DK1: .*spot DK2/
    )
  })

  it("are fractions of a nano-DKK, as a price in kroner would be", () => {
    only(
      charges(tariffOf({ code: "X", prices: { kind: "flat", nanoDkkPerKwh: 0.45 } })),
      "InvalidPrice",
      { gsrn, charge: "5790000432752/D03/X" },
      /Invalid price: .*D03\/X.*whole nano-DKK/
    )
    const terms = spotProductOf()
    only(
      {
        product: [{ ...terms, energy: { kind: "blend", spotSharePercent: 12.5, margin: 0, supplement: 0, price: 0 } }]
      },
      "InvalidPrice",
      { gsrn, charge: "spot" },
      /whole percentage/
    )
    for (const price of [0.5, Number.NaN, 2 ** 53]) {
      const energy = { kind: "blend", spotSharePercent: 50, margin: 0, supplement: 0, price } as const
      only({ product: [{ ...terms, energy }] }, "InvalidPrice", { charge: "spot" }, /whole nano-DKK/)
      const fixed = { kind: "fixed", price } as const
      only({ product: [{ ...terms, energy: fixed }] }, "InvalidPrice", { charge: "spot" }, /whole nano-DKK/)
      for (const part of ["margin", "supplement"] as const) {
        const spot = { kind: "spot", margin: 0, supplement: 0, [part]: price } as const
        only({ product: [{ ...terms, energy: spot }] }, "InvalidPrice", { charge: "spot" }, /whole nano-DKK/)
      }
    }
    only({ product: [{ ...terms, subscriptionPerMonth: 0.5 }] }, "InvalidPrice", { charge: "spot" }, /whole nano-DKK/)
    only(
      {
        spotPrices: {
          priceArea: "DK1",
          stretches: [{ resolution: "PT1H", start: january.from, nanoDkkPerKwh: new Float64Array(744).fill(0.5) }]
        }
      },
      "InvalidPrice",
      { charge: "spot DK1" },
      /whole nano-DKK/
    )
  })

  it("are fractions, and then nothing can be summed: other faults of prices are told, readings are not looked at", () => {
    const fraction = tariffOf({ code: "X", prices: { kind: "flat", nanoDkkPerKwh: 0.45 } })
    const readings = [seriesOf({ gsrn, period: january, kwh: "0.001" })]
    only({ ...charges(fraction), readings }, "InvalidPrice", { gsrn }, /whole nano-DKK/)
    only({ ...charges(fraction), readings: [] }, "InvalidPrice", { gsrn }, /whole nano-DKK/)
    const none = tariffOf({ code: "Y", prices: [] })
    assert.deepStrictEqual(
      problemsOf({ ...charges(none), readings: [] })
        .map(({ _tag }) => _tag)
        .sort(),
      ["MissingPrice", "MissingReading"]
    )
  })

  it("do not matter where they are not used, wherever they begin", () => {
    const tariff = tariffOf({
      code: "X",
      prices: [
        { valid: ["2024-03-01", "2025-01-01"], price: "0.2" },
        { valid: ["2025-01-01"], price: "0.1" }
      ]
    })
    const [early, later] = tariff.prices
    const prices = [{ ...early!, from: early!.from + HOUR }, later!]
    assert.isTrue(Result.isSuccess(settle(householdRequest(charges({ ...tariff, prices })))))
  })

  it("overlap", () => {
    const twice = tariffOf({
      code: "X",
      prices: [
        { valid: ["2024-01-01", "2025-01-20"], price: "0.1" },
        { valid: ["2025-01-10"], price: "0.2" }
      ]
    })
    only(
      charges(twice),
      "OverlappingVersions",
      { gsrn, charge: "5790000432752/D03/X", what: "price", ...dates("2025-01-10", "2025-01-20") },
      /Overlapping price versions: .*D03\/X/
    )
    const around = tariffOf({
      code: "X",
      prices: [
        { price: "0.1" },
        { valid: ["2024-06-01", "2024-07-01"], price: "0.2" },
        { valid: ["2025-01-10"], price: "0.3" }
      ]
    })
    only(charges(around), "OverlappingVersions", { what: "price", ...dates("2025-01-10", "2025-02-01") }, /D03\/X/)
  })
})
