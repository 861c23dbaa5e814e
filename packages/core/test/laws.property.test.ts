import {
  assembleReadings,
  type Charge,
  halfEvenDiv,
  hourlyReadings,
  intervalMs,
  MarketCalendar,
  type MeteringSeries,
  type ProductTerms,
  settle,
  type SettlementLine,
  type SettlementRequest,
  type TariffPrice
} from "@datahub-settlement/core"
import { seededRandom } from "@datahub-settlement/core/testing"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { exactById, figuresOf, settled } from "./comparison.ts"
import { mainPoint, scenarios } from "./scenario.ts"
import { randomSeries, registrationOf } from "./scenarioReadings.ts"
import { requestOf } from "./scenarioRequest.ts"

describe("totals", () => {
  it("are the sums of the rounded lines, with VAT of 25 % half-even on those that carry it", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (scenario) => {
        const { lines, subtotalOere, totalOere, vatOere } = settled(settle(requestOf(scenario)))
        const sum = (some: typeof lines): bigint => some.reduce((total, line) => total + BigInt(line.amountOere), 0n)
        assert.strictEqual(BigInt(subtotalOere), sum(lines))
        assert.strictEqual(BigInt(vatOere), halfEvenDiv(sum(lines.filter((line) => line.vatClass === "D02")), 4n))
        assert.strictEqual(totalOere, subtotalOere + vatOere)
      }),
      { numRuns: 100 }
    )
  })

  it("of energy are what the readings hold, and what netting leaves of them", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (scenario) => {
        const { consumptionWh, lines, netConsumptionWh, productionWh, surplusWh } = settled(settle(requestOf(scenario)))
        const wh = (id: string): number =>
          lines.filter((line) => line.id === id).reduce((sum, line) => sum + line.quantityWh, 0)
        assert.strictEqual(wh("product/energy"), netConsumptionWh)
        assert.strictEqual(wh("production/credit"), surplusWh)
        assert.strictEqual(netConsumptionWh - surplusWh, consumptionWh - productionWh)
      }),
      { numRuns: 100 }
    )
  })
})

describe("splitting", () => {
  it("a period at any midnight leaves every exact amount as it is", () => {
    fc.assert(
      fc.property(scenarios(), fc.nat(), (scenario, at) => {
        const request = { ...requestOf(scenario), supply: undefined }
        const days = MarketCalendar.localDays(request.period)
        const middle = MarketCalendar.startOfDay(days[at % days.length]!)
        fc.pre(middle > request.period.from)
        const whole = settled(settle(request))
        const first = settled(settle({ ...request, period: { from: request.period.from, to: middle } }))
        const second = settled(settle(secondHalf(request, middle)))
        assert.deepStrictEqual(exactById(first, second), exactById(whole))
      }),
      { numRuns: 200 }
    )
  })

  it("at a segment's boundary leaves every rounded line as it is", () => {
    fc.assert(
      fc.property(scenarios(), fc.nat(), (scenario, at) => {
        const request = { ...requestOf(scenario), supply: undefined }
        const whole = settled(settle(request))
        const middle = whole.segments[at % whole.segments.length]!.from
        fc.pre(middle > request.period.from)
        const first = settled(settle({ ...request, period: { from: request.period.from, to: middle } }))
        const second = settled(settle(secondHalf(request, middle)))
        assert.deepStrictEqual({ ...figuresOf(first), ...figuresOf(second) }, figuresOf(whole))
        assert.strictEqual(first.subtotalOere + second.subtotalOere, whole.subtotalOere)
      }),
      { numRuns: 200 }
    )
  })
})

/** The rest of a period: what the first part used of the heating allowances is used before it. */
const secondHalf = (request: SettlementRequest, middle: number): SettlementRequest => {
  const { electricHeating } = request
  const usedWh = (allowance: { readonly from: number; readonly to: number }): number => {
    const from = Math.max(request.period.from, allowance.from)
    const to = Math.min(middle, allowance.to)
    return from < to ? settled(settle({ ...request, period: { from, to } })).netConsumptionWh : 0
  }
  return {
    ...request,
    period: { from: middle, to: request.period.to },
    electricHeating: electricHeating && {
      ...electricHeating,
      allowances: electricHeating.allowances.map((allowance) => ({
        ...allowance,
        usedBeforeWh: allowance.usedBeforeWh + usedWh(allowance)
      }))
    }
  }
}

describe("order", () => {
  it("of readings, charges, links, product and supply changes nothing", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 20 }), fc.integer(), (scenario, seed) => {
        const request = requestOf(scenario)
        const { shuffle } = seededRandom(seed)
        const shuffled: SettlementRequest = {
          ...request,
          readings: shuffle(request.readings),
          charges: shuffle(request.charges).map(
            (charge) => ({ ...charge, prices: shuffle<never>(charge.prices as never) }) as Charge
          ),
          links: shuffle(request.links),
          product: shuffle(request.product),
          supply: request.supply && shuffle(request.supply)
        }
        const [a, b] = [settled(settle(request)), settled(settle(shuffled))]
        assert.deepStrictEqual(b.lines.map(plain), a.lines.map(plain))
        assert.strictEqual(b.totalOere, a.totalOere)
      }),
      { numRuns: 200 }
    )
  })

  it("and repetition of messages change nothing", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (scenario) => {
        const request = requestOf(scenario)
        const twice = settled(settle({ ...request, readings: [...request.readings, ...request.readings] }))
        assert.deepStrictEqual(figuresOf(twice), figuresOf(settled(settle(request))))
      }),
      { numRuns: 100 }
    )
  })
})

/** What a line says, without how. */
const plain = ({ amountOere, exact, gsrn, id, quantityWh, segment }: SettlementLine) => ({
  id,
  gsrn,
  segment,
  quantityWh,
  exact,
  amountOere
})

describe("as of", () => {
  it("an instant gives what was known then, however much came later", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), fc.integer(), (scenario, seed) => {
        const before = requestOf(scenario)
        const random = seededRandom(seed)
        const later = [6, 7, 8].map((version) =>
          randomSeries(mainPoint, before.period, random.pick(["PT15M", "PT1H"]), version, scenario, random)
        )
        const now = { ...before, readings: [...later, ...before.readings] }
        const asOf = settled(settle({ ...now, asOf: registrationOf(6) - 1 }))
        assert.deepStrictEqual(figuresOf(asOf), figuresOf(settled(settle(before))))
        const atRegistration = settled(settle({ ...now, asOf: registrationOf(6) }))
        assert.deepStrictEqual(
          figuresOf(atRegistration),
          figuresOf(settled(settle({ ...before, readings: [...before.readings, later[0]!] })))
        )
      }),
      { numRuns: 100 }
    )
  })
})

describe("scaling", () => {
  const energy = (terms: ProductTerms, factor: number): ProductTerms => ({
    ...terms,
    subscriptionPerMonth: terms.subscriptionPerMonth * factor,
    energy:
      terms.energy.kind === "fixed"
        ? { ...terms.energy, price: terms.energy.price * factor }
        : {
            ...terms.energy,
            margin: terms.energy.margin * factor,
            supplement: terms.energy.supplement * factor,
            ...("price" in terms.energy ? { price: terms.energy.price * factor } : {})
          }
  })
  // Versions that share one series of prices must share the scaled one, or they would no longer be equal neighbours.
  const scaledPrices = new WeakMap<TariffPrice, TariffPrice>()
  const tariffPrice = (price: TariffPrice, factor: number): TariffPrice => {
    if (price.kind === "flat") return { kind: "flat", nanoDkkPerKwh: price.nanoDkkPerKwh * factor }
    let scaled = scaledPrices.get(price)
    if (scaled === undefined) {
      scaledPrices.set(price, (scaled = { ...price, nanoDkkPerKwh: price.nanoDkkPerKwh.map((one) => one * factor) }))
    }
    return scaled
  }
  const charge = <C extends Charge>(one: C, factor: number): C => ({
    ...one,
    prices: one.prices.map((version) => ({
      ...version,
      price: typeof version.price === "number" ? version.price * factor : tariffPrice(version.price, factor)
    }))
  })
  const priced = (request: SettlementRequest, factor: number): SettlementRequest => ({
    ...request,
    charges: request.charges.map((one) => charge(one, factor)),
    product: request.product.map((terms) => energy(terms, factor)),
    spotPrices: {
      ...request.spotPrices,
      stretches: request.spotPrices.stretches.map((stretch) => ({
        ...stretch,
        nanoDkkPerKwh: stretch.nanoDkkPerKwh.map((price) => price * factor)
      }))
    },
    electricHeating: request.electricHeating && {
      ...request.electricHeating,
      reduced: charge(request.electricHeating.reduced, factor)
    }
  })

  it("every price by a whole number scales every exact amount", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), fc.integer({ min: -3, max: 7 }), (scenario, factor) => {
        fc.pre(factor !== 0)
        const request = requestOf(scenario)
        const scaled = exactById(settled(settle(priced(request, factor))))
        const expected = Object.fromEntries(
          Object.entries(exactById(settled(settle(request)))).map(([id, [wh, exact]]) => [
            id,
            [wh, exact * BigInt(factor)] as const
          ])
        )
        assert.deepStrictEqual(scaled, expected)
      }),
      { numRuns: 150 }
    )
  })

  it("every price by −1 turns every rounded line and sum around", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (scenario) => {
        const request = requestOf(scenario)
        const [a, b] = [settled(settle(request)), settled(settle(priced(request, -1)))]
        a.lines.forEach((line, i) => assert.strictEqual(line.amountOere + b.lines[i]!.amountOere, 0))
        assert.strictEqual(a.vatOere + b.vatOere, 0)
      }),
      { numRuns: 100 }
    )
  })

  it("every reading doubles what is per kWh, and leaves subscriptions and fees", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (drawn) => {
        const scenario = { ...drawn, heating: false, maxWh: Math.min(drawn.maxWh, 2 ** 28 - 1) }
        const request = requestOf(scenario)
        const readings = request.readings.map((series): MeteringSeries => ({
          ...series,
          quantitiesWh: series.quantitiesWh.map((wh) => wh * 2)
        }))
        const expected = Object.fromEntries(
          Object.entries(exactById(settled(settle(request)))).map(([id, [wh, exact]]) => {
            const perKwh = /\/D03\/|product\/energy|production/.test(id)
            return [id, [wh * 2, perKwh ? exact * 2n : exact] as const]
          })
        )
        assert.deepStrictEqual(exactById(settled(settle({ ...request, readings }))), expected)
      }),
      { numRuns: 100 }
    )
  })
})

describe("resolution", () => {
  it("does not matter where prices last an hour: quarters cost what their hours cost", () => {
    fc.assert(
      fc.property(scenarios({ daysMax: 10 }), (drawn) => {
        const tariffs = drawn.tariffs.filter(({ kind }) => kind !== "quarters")
        const request = requestOf({ ...drawn, start: "2025-03-20", tariffs, heating: false, resolution: "PT15M" })
        const readings = [...new Set(request.readings.map((series) => series.gsrn))].map((gsrn): MeteringSeries => {
          const { stretches } = assembleReadings(request.readings, gsrn, request.period)
          const hours = hourlyReadings(stretches, request.period)
          assert.strictEqual(hours.quantitiesWh.length * intervalMs.PT1H, request.period.to - request.period.from)
          return { ...request.readings.find((one) => one.gsrn === gsrn)!, ...hours }
        })
        assert.deepStrictEqual(
          figuresOf(settled(settle({ ...request, readings }))),
          figuresOf(settled(settle(request)))
        )
      }),
      { numRuns: 100 }
    )
  })
})
