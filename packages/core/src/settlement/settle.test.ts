import { assert, describe, it } from "@effect/vitest"
import { addDays, intervalMs, LocalDate } from "../market/index.ts"
import { linkOf, seriesOf, spotOf, spotProductOf, subscriptionOf, tariffOf } from "../testing/index.ts"
import { gsrn, dates, settled, linesOf, withoutCharges } from "../../test/settledHousehold.ts"

describe("time", () => {
  it("of the long day counts the doubled hour twice, at its own price each time", () => {
    const period = dates("2025-10-26", "2025-10-27")
    // Only hour 2 is consumed in; the first time it costs 1, the second time 3, and the grid tariff of hour 2 both times.
    const readings = [seriesOf({ gsrn, period, kwh: (i) => (i === 2 || i === 3 ? "1" : "0") })]
    const second = period.from + 3 * intervalMs.PT1H
    const spotPrices = spotOf({ period, dkkPerKwh: (start) => (start === second ? "3" : "1") })
    const tariff = tariffOf({
      code: "T",
      prices: { byLocalHour: Array.from({ length: 24 }, (_, hour) => String(hour)) }
    })
    const request = {
      period,
      readings,
      spotPrices,
      charges: [tariff],
      links: [linkOf(gsrn, tariff)],
      product: [spotProductOf()]
    }
    assert.deepStrictEqual(linesOf(settled(request)), [
      "product/energy 2025-10-26 2025-10-27 2.000 4.00",
      "5790000432752/D03/T 2025-10-26 2025-10-27 2.000 4.00"
    ])
  })

  it("of the short day has no hour 2", () => {
    const period = dates("2025-03-30", "2025-03-31")
    const tariff = tariffOf({
      code: "T",
      prices: { byLocalHour: Array.from({ length: 24 }, (_, hour) => (hour === 2 ? "1000" : "1")) }
    })
    const { consumptionWh, lines } = settled({ period, charges: [tariff], links: [linkOf(gsrn, tariff)] })
    assert.strictEqual(consumptionWh, 9200)
    assert.strictEqual(lines.find(({ id }) => id.endsWith("/T"))!.exactAmount.toFixed(), "9.2")
  })
})

describe("resolutions", () => {
  const day = dates("2025-10-01", "2025-10-02")
  const spotPrices = spotOf({
    period: day,
    resolution: "PT15M",
    dkkPerKwh: (start) => String(1 + (((start - day.from) / intervalMs.PT15M) % 4))
  })

  it("meet: an hourly reading costs the mean of its quarters' prices", () => {
    const [energy] = settled({ ...withoutCharges, period: day, spotPrices, product: [spotProductOf()] }).lines
    assert.strictEqual(energy!.exactAmount.toFixed(), "24")
    const odd = spotOf({
      period: day,
      resolution: "PT15M",
      dkkPerKwh: (start) => (start === day.from ? "0.000000001" : "0")
    })
    const readings = [seriesOf({ gsrn, period: day, kwh: "0.001" })]
    const [tiny] = settled({
      ...withoutCharges,
      period: day,
      spotPrices: odd,
      readings,
      product: [spotProductOf()]
    }).lines
    assert.strictEqual(tiny!.exactAmount.toFixed(), "0.00000000000025")
  })

  it("meet: a quarter's reading costs the price of its quarter, or of its hour", () => {
    const readings = [seriesOf({ gsrn, period: day, resolution: "PT15M", kwh: (i) => (i % 4 === 3 ? "1" : "0") })]
    const request = { ...withoutCharges, period: day, readings, product: [spotProductOf()] }
    assert.strictEqual(settled({ ...request, spotPrices }).lines[0]!.exactAmount.toFixed(), "96")
    assert.strictEqual(
      settled({ ...request, spotPrices: spotOf({ period: day, dkkPerKwh: "2" }) }).lines[0]!.exactAmount.toFixed(),
      "48"
    )
  })

  it("change on 1 October 2025, inside a period", () => {
    const period = dates("2025-09-30", "2025-10-02")
    const stretches = [
      ...spotOf({ period: dates("2025-09-30", "2025-10-01"), dkkPerKwh: "1" }).stretches,
      ...spotPrices.stretches
    ]
    const [energy] = settled({
      ...withoutCharges,
      period,
      spotPrices: { priceArea: "DK1", stretches },
      product: [spotProductOf()]
    }).lines
    assert.strictEqual(energy!.exactAmount.toFixed(), "33.6")
  })
})

describe("segments", () => {
  it("begin wherever something linked changes, and every line is rounded in each", () => {
    const charges = [
      tariffOf({
        code: "A",
        prices: [
          { valid: ["2025-01-01", "2025-01-11"], price: "0.1" },
          { valid: ["2025-01-11"], price: "0.2" }
        ]
      }),
      subscriptionOf({ code: "S", prices: "31" })
    ]
    const links = [
      linkOf(gsrn, charges[0]!),
      linkOf(gsrn, charges[1]!, ["2025-01-01", "2025-01-21"]),
      linkOf(gsrn, charges[1]!, ["2025-01-21"], 2)
    ]
    assert.deepStrictEqual(linesOf(settled({ charges, links })), [
      "product/energy 2025-01-01 2025-01-11 96.000 51.84",
      "5790000432752/D01/S 2025-01-01 2025-01-11 0.000 10.00",
      "5790000432752/D03/A 2025-01-01 2025-01-11 96.000 9.60",
      "product/subscription 2025-01-01 2025-01-11 0.000 12.58",
      "product/energy 2025-01-11 2025-01-21 96.000 51.84",
      "5790000432752/D01/S 2025-01-11 2025-01-21 0.000 10.00",
      "5790000432752/D03/A 2025-01-11 2025-01-21 96.000 19.20",
      "product/subscription 2025-01-11 2025-01-21 0.000 12.58",
      "product/energy 2025-01-21 2025-02-01 105.600 57.02",
      "5790000432752/D01/S 2025-01-21 2025-02-01 0.000 22.00",
      "5790000432752/D03/A 2025-01-21 2025-02-01 105.600 21.12",
      "product/subscription 2025-01-21 2025-02-01 0.000 13.84"
    ])
  })

  it("do not begin where a price list repeats its price, day after day", () => {
    const first = LocalDate.make("2025-01-01")
    const daily = Array.from({ length: 40 }, (_, i) => ({
      valid: [addDays(first, i), addDays(first, i + 1)] as const,
      price: "0.1"
    }))
    const tariff = tariffOf({ code: "A", prices: daily })
    assert.strictEqual(settled({ charges: [tariff], links: [linkOf(gsrn, tariff)] }).segments.length, 1)
  })

  it("do not begin where a price changes while its charge is not linked", () => {
    const tariff = tariffOf({
      code: "A",
      prices: [
        { valid: ["2025-01-01", "2025-01-21"], price: "0.1" },
        { valid: ["2025-01-21"], price: "0.2" }
      ]
    })
    const changes = { charges: [tariff], links: [linkOf(gsrn, tariff, ["2025-01-01", "2025-01-11"])] }
    assert.strictEqual(settled(changes).segments.length, 2)
  })

  it("have the versions of a charge that comes in several pieces", () => {
    const pieces = [
      ["2025-01-01", "2025-01-11", "0.1"],
      ["2025-01-11", "2025-02-01", "0.2"]
    ] as const
    const charges = pieces.map(([from, to, price]) => tariffOf({ code: "A", prices: [{ valid: [from, to], price }] }))
    const { lines, segments } = settled({ charges, links: [linkOf(gsrn, charges[0]!)] })
    assert.strictEqual(segments.length, 2)
    assert.deepStrictEqual(
      lines.filter(({ kind }) => kind === "tariff").map(({ amountOere }) => amountOere),
      [960, 4032]
    )
  })
})
