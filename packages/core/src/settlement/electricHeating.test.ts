import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import { addDays, gsrnOf, LocalDate, MarketCalendar, type Period, type Resolution } from "../market/index.ts"
import type { MeteringSeries } from "../metering/index.ts"
import { kwhText } from "../quantity/index.ts"
import {
  householdCharges,
  householdRequest,
  linkOf,
  nanoOf,
  seededRandom,
  seriesOf,
  tariffOf
} from "../testing/index.ts"
import {
  heatingAllowance,
  heatingUseBefore,
  settle,
  type Settlement,
  type SettlementRequest,
  YEARLY_HEATING_LIMIT_WH
} from "./index.ts"

const gsrn = gsrnOf("57131399900000001")
const heatingPoint = gsrnOf("57131399900000003")
const { tax } = householdCharges

const dates = (from: string, to: string): Period => MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))

const settled = (request: SettlementRequest): Settlement => Result.getOrThrow(settle(request))

describe("the allowance of a part of a year", () => {
  it("is its days' share of 4,000 kWh", () => {
    const shares = [
      ["2023-12-01", "2024-01-01", "339.726"],
      ["2023-11-22", "2024-01-01", "438.356"],
      ["2024-01-01", "2024-03-01", "655.738"],
      ["2024-03-01", "2024-03-02", "10.929"],
      ["2024-03-01", "2025-01-01", "3344.262"],
      ["2024-05-01", "2024-08-01", "1005.464"],
      ["2025-01-01", "2026-01-01", "4000.000"],
      ["2024-01-01", "2025-01-01", "4000.000"]
    ] as const
    for (const [from, to, kwh] of shares) assert.strictEqual(kwhText(heatingAllowance(dates(from, to))), kwh, from)
  })

  it("counts within the settlement year, whenever that begins", () => {
    const year = dates("2023-09-01", "2024-09-01")
    assert.strictEqual(heatingAllowance(year, year), YEARLY_HEATING_LIMIT_WH)
    assert.strictEqual(kwhText(heatingAllowance(dates("2024-08-01", "2024-10-01"), year)), "338.798")
    assert.strictEqual(heatingAllowance(dates("2024-10-01", "2024-11-01"), year), 0)
    assert.strictEqual(kwhText(heatingAllowance(dates("2024-12-01", "2025-02-01"))), "338.798")
  })

  it("of all days together is that of the year, but for the rounding of each", () => {
    let sum = 0
    for (let day = LocalDate.make("2025-01-01"); day < "2026-01-01"; day = addDays(day, 1)) {
      sum += heatingAllowance(MarketCalendar.dayPeriod(day))
    }
    assert.isAtMost(Math.abs(sum - YEARLY_HEATING_LIMIT_WH), 365 / 2)
  })
})

describe("what was used of the limit before", () => {
  const period = dates("2024-03-01", "2024-04-01")
  const solar = gsrnOf("57131399900000002")
  const drawn = seriesOf({ gsrn, period, kwh: "2" })
  const fed = seriesOf({ gsrn: solar, period, kwh: "0.5" })
  const said = { until: dates("2024-03-10", "2024-03-11").from, wh: 100 }
  const used = (request: Partial<Parameters<typeof heatingUseBefore>[0]>, before: string) =>
    Result.getOrThrow(heatingUseBefore({ gsrn, readings: [drawn], ...request }, said, dates(before, "2025-01-01").from))

  it("is what is said, and what was drawn since", () => {
    assert.strictEqual(used({}, "2024-03-09"), 100)
    assert.strictEqual(used({}, "2024-03-10"), 100)
    assert.strictEqual(used({}, "2024-03-12"), 100 + 2 * 24 * 2000)
  })

  it("is less what was produced in the same hour, while there is production", () => {
    const readings = [drawn, fed]
    const production = { gsrn: solar, netting: "hourly" } as const
    assert.strictEqual(used({ readings, production }, "2024-03-12"), 100 + 2 * 24 * 1500)
    const periods = [dates("2024-03-11", "2024-03-12")]
    assert.strictEqual(used({ readings, production: { ...production, periods } }, "2024-03-12"), 100 + 24 * 3500)
  })

  it("is what lies in our supply, and fails with what is wrong with the readings", () => {
    const supply = [dates("2024-03-11", "2024-03-20")]
    assert.strictEqual(used({ supply }, "2024-03-12"), 100 + 24 * 2000)
    const late = heatingUseBefore({ gsrn, readings: [drawn] }, said, dates("2024-04-02", "2024-04-03").from)
    assert.deepStrictEqual(Result.isFailure(late) && late.failure.map(({ _tag }) => _tag), ["MissingReading"])
    const none = heatingUseBefore({ gsrn, readings: [drawn], supply: [] }, said, period.to)
    assert.deepStrictEqual(Result.isFailure(none) && none.failure.map(({ _tag }) => _tag), ["NotSupplied"])
  })
})

describe("tax by the yearly limit", () => {
  const day = dates("2024-03-10", "2024-03-11")
  const reduced = tariffOf({ code: "EA-002", prices: "0.008" })

  /** kWh of a day that carry the full tax, and the tax line's exact amount. */
  const taxOf = (kwh: string, limitKwh: string, usedKwh: string) => {
    const wh = (text: string): number => nanoOf(text) / 1_000_000
    const settlement = settled(
      householdRequest({
        period: day,
        readings: [seriesOf({ gsrn, period: day, kwh: (i) => (i === 0 ? kwh : "0") })],
        electricHeating: {
          tax: tax.key,
          reduced,
          allowances: [{ ...dates("2024-03-01", "2025-01-01"), limitWh: wh(limitKwh), usedBeforeWh: wh(usedKwh) }]
        }
      })
    )
    const line = settlement.lines.find((one) => one.isTax)!
    assert.strictEqual(line.quantityWh, wh(kwh))
    return [kwhText(line.trace().parts[0]!.quantityWh!), line.exactAmount.toFixed()]
  }

  it("is full below the limit, split on the reading that crosses it, reduced above", () => {
    assert.deepStrictEqual(taxOf("20", "4000", "100"), ["20.000", "14.4"])
    assert.deepStrictEqual(taxOf("4000", "3344.262", "2"), ["3342.262", "2411.690544"])
    assert.deepStrictEqual(taxOf("35.5", "4000", "4000"), ["0.000", "0.284"])
    assert.deepStrictEqual(taxOf("35.5", "4000", "5000"), ["0.000", "0.284"])
    assert.deepStrictEqual(taxOf("10", "4000", "3990"), ["10.000", "7.2"])
    assert.deepStrictEqual(taxOf("10.001", "4000", "3990"), ["10.000", "7.200008"])
  })

  it("begins again with a new year", () => {
    const period = dates("2024-12-31", "2025-01-02")
    const allowances = [dates("2024-01-01", "2025-01-01"), dates("2025-01-01", "2026-01-01")].map((year, i) => ({
      ...year,
      limitWh: 4_000_000,
      usedBeforeWh: i === 0 ? 3_998_000 : 0
    }))
    const line = settled(
      householdRequest({ period, electricHeating: { tax: tax.key, reduced, allowances } })
    ).lines.find((one) => one.isTax)!
    // 0.4 kWh an hour: 2.0 of the old year's 9.6 below its limit, all 9.6 of the new year.
    assert.deepStrictEqual(
      line.trace().parts.map(({ quantityWh }) => quantityWh),
      [11_600, 7_600]
    )
    assert.strictEqual(line.exactAmount.toFixed(), "8.4128")
  })
})

/** DataHub's daily D14 series: energy below the limit, the whole day's quantity in the day's first interval. */
const dailySeries = (series: MeteringSeries, period: Period, limitWh: number): MeteringSeries => {
  const step = (series.resolution === "PT1H" ? 4 : 1) * 900_000
  let left = limitWh
  const byDayStart = new Map<number, number>()
  for (const day of MarketCalendar.localDays(period)) {
    const { from, to } = MarketCalendar.dayPeriod(day)
    const sum = series.quantitiesWh
      .subarray((from - series.start) / step, (to - series.start) / step)
      .reduce((a, b) => a + b, 0)
    byDayStart.set(from, Math.min(sum, left))
    left -= Math.min(sum, left)
  }
  return seriesOf({
    gsrn: heatingPoint,
    meteringPointType: "D14",
    period,
    kwh: (_, start) => kwhText(byDayStart.get(start) ?? 0)
  })
}

describe("tax by DataHub's electric heating series", () => {
  /** The main point carries the reduced tax, the D14 point the full tax less the reduced one. */
  const byChild = (
    series: MeteringSeries,
    period: Period,
    limitWh: number,
    full: string,
    reduced: string
  ): Settlement => {
    const fullTax = tariffOf({ code: "EA-001", isTax: true, prices: full })
    const reducedTax = tariffOf({ code: "EA-002", isTax: true, prices: reduced })
    const negative = tariffOf({ code: "EA-003", isTax: true, prices: `-${reduced}` })
    return settled(
      householdRequest({
        period,
        readings: [series, dailySeries(series, period, limitWh)],
        charges: [fullTax, reducedTax, negative],
        links: [linkOf(gsrn, reducedTax), linkOf(heatingPoint, fullTax), linkOf(heatingPoint, negative)]
      })
    )
  }

  const byLimit = (
    series: MeteringSeries,
    period: Period,
    limitWh: number,
    full: string,
    reduced: string
  ): Settlement => {
    const fullTax = tariffOf({ code: "EA-001", isTax: true, prices: full })
    return settled(
      householdRequest({
        period,
        readings: [series],
        charges: [fullTax],
        links: [linkOf(gsrn, fullTax)],
        electricHeating: {
          tax: fullTax.key,
          reduced: tariffOf({ code: "EA-002", prices: reduced }),
          allowances: [{ ...period, limitWh, usedBeforeWh: 0 }]
        }
      })
    )
  }

  const exactTax = ({ lines }: Settlement): bigint =>
    lines.filter((line) => line.isTax).reduce((sum, line) => sum + line.exact, 0n)

  it("is the tax by the yearly limit, to the last digit", () => {
    const resolutions = fc.constantFrom<Resolution>("PT1H", "PT15M")
    const rates = fc.constantFrom(["0.761", "0.008"], ["0.697", "0.008"], ["0.008", "0.008"], ["0.903", "0.21"])
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 40 }),
        resolutions,
        rates,
        fc.nat(1_000_000),
        (seed, first, length, resolution, [full, reduced], limitWh) => {
          const start = addDays(LocalDate.make("2025-01-10"), first)
          const period = MarketCalendar.datePeriod(start, addDays(start, length))
          const random = seededRandom(seed)
          const series = seriesOf({ gsrn, period, resolution, kwh: () => kwhText(random.int(0, 3000)) })
          const child = byChild(series, period, limitWh, full!, reduced!)
          const limit = byLimit(series, period, limitWh, full!, reduced!)
          assert.strictEqual(exactTax(child), exactTax(limit))
          assert.strictEqual(child.consumptionWh, limit.consumptionWh)
        }
      ),
      { numRuns: 200 }
    )
  })

  it("prices each series on its own metering point", () => {
    const period = dates("2024-01-01", "2024-02-01")
    const series = seriesOf({ gsrn, period, kwh: "0.5" })
    const { lines } = byChild(series, period, 100_000, "0.761", "0.008")
    const amounts = lines
      .filter((line) => line.isTax)
      .map((line) => [line.id, line.gsrn, kwhText(line.quantityWh), line.amount.toFixed(2)])
    assert.deepStrictEqual(amounts, [
      ["5790000432752/D03/EA-001", heatingPoint, "100.000", "76.10"],
      ["5790000432752/D03/EA-002", gsrn, "372.000", "2.98"],
      ["5790000432752/D03/EA-003", heatingPoint, "100.000", "-0.80"]
    ])
  })

  it("needs the series wherever it is linked: DataHub sends zeros above the limit, never nothing", () => {
    const period = dates("2024-01-01", "2024-01-03")
    const fullTax = tariffOf({ code: "EA-001", isTax: true, prices: "0.761" })
    const request = householdRequest({ period, charges: [fullTax], links: [linkOf(heatingPoint, fullTax)] })
    assert.isTrue(Result.isFailure(settle(request)))
    const zeros = seriesOf({ gsrn: heatingPoint, period, kwh: "0" })
    assert.strictEqual(exactTax(settled({ ...request, readings: [...request.readings, zeros] })), 0n)
  })
})
