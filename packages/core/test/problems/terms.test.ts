import {
  chargeKeyText,
  LocalDate,
  MarketCalendar,
  PERIOD_DAYS_MAX,
  Quality,
  settle,
  type SettlementRequest,
  type Tariff
} from "@datahub-settlement/core"
import {
  householdCharges,
  householdRequest,
  linkOf,
  seriesOf,
  spotOf,
  spotProductOf,
  tariffOf,
  validityOf
} from "@datahub-settlement/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { child, dates, day, fields, grid, gsrn, HOUR, january, only, problemsOf, system, tax } from "./refusals.ts"

describe("links, products and supply that stop a metering point", () => {
  it("leave a gap in a charge's links", () => {
    only(
      { links: [linkOf(gsrn, grid, ["2024-01-01", "2025-01-10"]), linkOf(gsrn, grid, ["2025-01-12"])] },
      "ChargeLinkGap",
      { gsrn, charge: chargeKeyText(grid.key), ...dates("2025-01-10", "2025-01-12") },
      /Gap between charge links/
    )
  })

  it("overlap", () => {
    only(
      { links: [linkOf(gsrn, grid, ["2024-01-01", "2025-01-10"]), linkOf(gsrn, grid, ["2025-01-05"])] },
      "OverlappingVersions",
      { gsrn, charge: chargeKeyText(grid.key), what: "link", ...dates("2025-01-05", "2025-01-10") },
      /Overlapping link versions/
    )
    only(
      { product: [spotProductOf(), spotProductOf({ valid: ["2025-01-10", "2025-01-12"] })] },
      "OverlappingVersions",
      { gsrn, what: "product", ...dates("2025-01-10", "2025-01-12") },
      /Overlapping product versions/
    )
    const problems = problemsOf({ supply: [validityOf(["2024-01-01"]), validityOf(["2025-01-10"])] })
    assert.deepInclude(fields(problems.find(({ _tag }) => _tag === "OverlappingVersions")!), { gsrn, what: "supply" })
  })

  it("name a charge that is not known", () => {
    only(
      { charges: [system, tax] as never, links: [linkOf(gsrn, grid, ["2025-01-05", "2025-01-09"])] },
      "UnknownCharge",
      { gsrn, charge: "5790001089030/D03/C", ...dates("2025-01-05", "2025-01-09") },
      /Charge linked but not known: .*5790001089030\/D03\/C/
    )
  })

  it("link a tariff more than once, or part of a subscription", () => {
    only(
      { links: [linkOf(gsrn, grid, undefined, 2)] },
      "InvalidLinkQuantity",
      { gsrn, charge: "5790001089030/D03/C", quantity: 2 },
      /Link quantity 2/
    )
    for (const quantity of [0, -1, 1.5, Number.NaN]) {
      only(
        { links: [linkOf(gsrn, householdCharges.subscription, undefined, quantity)] },
        "InvalidLinkQuantity",
        { gsrn, charge: "5790001089030/D01/C", quantity },
        new RegExp(`Link quantity ${quantity}`)
      )
    }
  })

  it("leave a time without a product", () => {
    only(
      { product: [spotProductOf({ valid: ["2025-01-20"] })] },
      "MissingProduct",
      { gsrn, ...dates("2025-01-01", "2025-01-20") },
      /No product terms: metering point 571313999000000010, 2024-12-31T23:00:00Z/
    )
    only({ product: [] }, "MissingProduct", { gsrn, ...january }, /No product terms/)
  })

  it("are not ours", () => {
    only({ supply: [validityOf(["2025-02-01"])], readings: [] }, "NotSupplied", { gsrn, ...january }, /Not our supply/)
    only({ supply: [], readings: [] }, "NotSupplied", { gsrn, ...january }, /Not our supply/)
  })

  it("do not begin or end at midnight, are empty or too long", () => {
    const invalid = (changes: Partial<SettlementRequest>, message: RegExp): void => {
      const problems = problemsOf(changes)
      assert.include(
        problems.map(({ _tag }) => _tag),
        "InvalidPeriod"
      )
      assert.match(problems.find(({ _tag }) => _tag === "InvalidPeriod")!.message, message)
    }
    const readings = [seriesOf({ gsrn, period: january, kwh: "0.4" })]
    const spotPrices = spotOf({ period: january, dkkPerKwh: "0.5" })
    invalid(
      { period: { from: january.from + HOUR, to: january.to }, readings, spotPrices },
      /must begin and end at Danish midnight/
    )
    invalid({ period: { from: january.from, to: january.from }, readings, spotPrices }, /it is empty/)
    invalid({ period: { from: january.to, to: january.from }, readings, spotPrices }, /it is empty/)
    invalid({ period: { from: Number.NaN, to: january.to }, readings, spotPrices }, /it is empty/)
    const long = { from: january.from, to: MarketCalendar.startOfDay(LocalDate.make("2029-01-01")) }
    invalid({ period: long, readings, spotPrices }, new RegExp(`longer than ${PERIOD_DAYS_MAX} days`))
    invalid({ supply: [{ from: january.from + HOUR }] }, /the supply must begin and end at Danish midnight/)
    invalid(
      { production: { gsrn: child, netting: "hourly", periods: [{ from: january.from + HOUR / 3 }] } },
      /the production must begin and end at Danish midnight/
    )
    invalid(
      { links: [{ ...linkOf(gsrn, grid), from: january.from + 1 }] },
      /the link must begin and end at Danish midnight/
    )
    invalid(
      { product: [{ ...spotProductOf(), to: january.from + HOUR }] },
      /the product must begin and end at Danish midnight/
    )
    const price = (from: number): Tariff => ({
      ...system,
      prices: [
        { ...system.prices[0]!, to: from },
        { ...system.prices[0]!, from, price: { kind: "flat", nanoDkkPerKwh: 1 } }
      ]
    })
    const reduced = tariffOf({ code: "EA-002", prices: "0.008" })
    const allowance = { from: january.from, to: january.to + HOUR, limitWh: 1, usedBeforeWh: 0 }
    invalid(
      { electricHeating: { tax: tax.key, reduced, allowances: [allowance] } },
      /the heating allowance must begin and end at Danish midnight/
    )
    const heating = { tax: tax.key, allowances: [{ ...allowance, to: january.to }] }
    invalid(
      { electricHeating: { ...heating, reduced: price(day.from + 1) } },
      /41000.*the price must begin and end at Danish midnight/
    )
    invalid(
      { charges: [price(day.from + HOUR / 2)], links: [linkOf(gsrn, system)] },
      /the price must begin and end at Danish midnight/
    )
  })

  it("have no heating allowance, or two of them", () => {
    const reduced = tariffOf({ code: "EA-002", prices: "0.008" })
    const allowance = (from: string, to: string) => ({ ...dates(from, to), limitWh: 4_000_000, usedBeforeWh: 0 })
    const heating = (...allowances: ReadonlyArray<ReturnType<typeof allowance>>) => ({
      electricHeating: { tax: tax.key, reduced, allowances }
    })
    only(
      heating(allowance("2024-01-01", "2025-01-10")),
      "MissingHeatingAllowance",
      { gsrn, ...dates("2025-01-10", "2025-02-01") },
      /No electric-heating allowance: metering point 571313999000000010, 2025-01-09T23:00:00Z/
    )
    const halves = [allowance("2025-01-15", "2025-02-01"), allowance("2025-01-01", "2025-01-15")]
    assert.isTrue(Result.isSuccess(settle(householdRequest(heating(...halves)))))
    only(
      heating(allowance("2025-01-01", "2026-01-01"), allowance("2025-01-20", "2025-01-25")),
      "OverlappingVersions",
      { gsrn, what: "heating allowance", ...dates("2025-01-20", "2025-01-25") },
      /Overlapping heating allowance versions/
    )
  })
})

describe("several problems", () => {
  it("are all told at once", () => {
    const gap = seriesOf({
      gsrn,
      period: january,
      kwh: "0.4",
      quality: (i) => (i === 10 || i === 20 ? Quality.missing : Quality.measured)
    })
    const problems = problemsOf({
      readings: [gap],
      spotPrices: spotOf({ period: dates("2025-01-01", "2025-01-31"), dkkPerKwh: "0.5" }),
      links: [linkOf(gsrn, grid, undefined, 3), linkOf(gsrn, tariffOf({ code: "NONE", prices: "1" }))],
      product: [spotProductOf({ valid: ["2025-01-05"] })]
    })
    assert.deepStrictEqual(problems.map(({ _tag }) => _tag).sort(), [
      "InvalidLinkQuantity",
      "MissingProduct",
      "MissingReading",
      "MissingReading",
      "MissingSpotPrice",
      "UnknownCharge"
    ])
  })

  it("leave no line behind: nothing is settled in part or counted as zero", () => {
    const settled = settle(householdRequest({ readings: [seriesOf({ gsrn, period: day, kwh: "0.4" })] }))
    assert.isTrue(Result.isFailure(settled))
  })
})
