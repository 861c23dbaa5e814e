import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { gsrnOf } from "../market/index.ts"
import { Quality } from "../metering/index.ts"
import {
  feeOf,
  householdCharges,
  householdRequest,
  linkOf,
  seriesOf,
  spotOf,
  spotProductOf,
  tariffOf,
  validityOf
} from "../testing/index.ts"
import { gsrn, solar, grid, system, dates, settled, linesOf, withoutCharges } from "../../test/settledHousehold.ts"
import { explain, SettlementEngine, settlementJson, type SettlementRequest } from "./index.ts"

describe("charges", () => {
  it("with and without VAT stand side by side", () => {
    const charges = [tariffOf({ code: "A", prices: "1" }), tariffOf({ code: "B", prices: "1", vatClass: "D01" })]
    const { subtotalOere, totalOere, vatOere } = settled({
      charges,
      links: charges.map((charge) => linkOf(gsrn, charge)),
      product: [spotProductOf()]
    })
    // 148.80 of energy, 297.60 with and 297.60 without VAT.
    assert.deepStrictEqual([subtotalOere, vatOere, totalOere], [74_400, 11_160, 85_560])
  })

  it("that are fees fall once, on the day of their link, however often they come", () => {
    const fee = feeOf({
      code: "F",
      prices: [
        { valid: ["2025-01-01", "2025-01-20"], price: "12.345" },
        { valid: ["2025-01-20"], price: "10" }
      ]
    })
    const links = [
      linkOf(gsrn, fee, ["2025-01-10"]),
      linkOf(gsrn, fee, ["2025-01-10"], 2),
      linkOf(gsrn, fee, ["2025-01-25"]),
      linkOf(gsrn, fee, ["2024-12-31"])
    ]
    const { lines, segments } = settled({ charges: [fee], links })
    assert.strictEqual(segments.length, 1)
    assert.deepStrictEqual(
      lines.filter(({ kind }) => kind === "fee").map(({ amountOere }) => amountOere),
      [1234, 2469, 1000]
    )
  })

  it("linked to the production are priced on what is fed in", () => {
    const feedIn = tariffOf({ code: "40010", prices: "0.01" })
    const period = dates("2025-01-01", "2025-01-02")
    const readings = [
      seriesOf({ gsrn, period, kwh: "1" }),
      seriesOf({ gsrn: solar, period, meteringPointType: "E18", kwh: (i) => (i === 12 ? "3.5" : "0") })
    ]
    const request = { period, readings, charges: [feedIn], links: [linkOf(solar, feedIn)], product: [spotProductOf()] }
    assert.deepStrictEqual(linesOf(settled({ ...request, production: { gsrn: solar, netting: "hourly" } })), [
      "product/energy 2025-01-01 2025-01-02 23.000 11.50",
      "production/credit 2025-01-01 2025-01-02 2.500 -1.25",
      "5790000432752/D03/40010 2025-01-01 2025-01-02 2.500 0.02"
    ])
    assert.deepStrictEqual(linesOf(settled({ ...request, production: { gsrn: solar, netting: "none" } })), [
      "product/energy 2025-01-01 2025-01-02 24.000 12.00",
      "production/credit 2025-01-01 2025-01-02 3.500 -1.75",
      "5790000432752/D03/40010 2025-01-01 2025-01-02 3.500 0.04"
    ])
  })

  it("rest on the readings of every point that was looked at", () => {
    const period = dates("2025-01-01", "2025-01-02")
    const child = gsrnOf("57131399900000003")
    const { lines, readings } = settled({
      period,
      readings: [gsrn, solar, child].map((one) => seriesOf({ gsrn: one, period, kwh: "1" })),
      links: [linkOf(child, system)],
      production: { gsrn: solar, netting: "none" }
    })
    assert.deepStrictEqual(
      readings.map((basis) => [basis.gsrn, basis.intervals]),
      [gsrn, solar, child].map((one) => [one, 24])
    )
    // What is bought from a customer carries VAT and is no tax, nor is what we sell.
    assert.deepStrictEqual(
      lines.map(({ isTax, kind, vatClass }) => [kind, vatClass, isTax]),
      ["energy", "productionCredit", "tariff", "productSubscription"].map((kind) => [kind, "D02", false])
    )
  })
})

describe("products", () => {
  const energy = (terms: SettlementRequest["product"][number]["energy"]): string =>
    settled({ ...withoutCharges, product: [{ ...spotProductOf(), energy: terms }] }).lines[0]!.exactAmount.toFixed()

  it("are spot with additions, a fixed price, or a share of each", () => {
    assert.strictEqual(energy({ kind: "spot", margin: 40_000_000, supplement: 1_000_000 }), "161.0016")
    assert.strictEqual(energy({ kind: "fixed", price: 800_000_000 }), "238.08")
    const blend = { kind: "blend", margin: 40_000_000, supplement: 0, price: 800_000_000 } as const
    assert.strictEqual(energy({ ...blend, spotSharePercent: 50 }), "199.392")
    assert.strictEqual(energy({ ...blend, spotSharePercent: 0 }), "238.08")
    assert.strictEqual(energy({ ...blend, spotSharePercent: 100 }), "160.704")
  })
})

describe("a settlement", () => {
  it("warns of estimates, adjustments and readings outside our supply, and stands", () => {
    const period = dates("2025-01-01", "2025-02-01")
    const quality = (i: number): Quality => (i < 3 ? Quality.estimated : i < 5 ? Quality.adjusted : Quality.measured)
    assert.deepStrictEqual(settled({}).warnings, [])
    const { readings, warnings } = settled({ readings: [seriesOf({ gsrn, period, kwh: "0.4", quality })] })
    assert.deepStrictEqual(
      warnings.map(({ intervals, kind }) => [kind, intervals]),
      [
        ["estimatedReadings", 3],
        ["adjustedReadings", 2]
      ]
    )
    assert.deepInclude(readings[0], { gsrn, intervals: 744, estimatedIntervals: 3, registeredUntil: period.to })
    const clipped = settled({ supply: [validityOf(["2025-01-16"])], outsideSupply: "clip" })
    assert.strictEqual(clipped.consumptionWh, 16 * 24 * 400)
    assert.deepInclude(clipped.warnings[0], {
      kind: "readingsClippedToSupply",
      gsrn,
      ...dates("2025-01-01", "2025-01-16")
    })
  })

  it("says of every line why it is what it is", () => {
    const { lines } = settled({
      charges: [
        { ...system, prices: [{ ...system.prices[0]!, source: "RSM-034 m-1" }] },
        grid,
        householdCharges.subscription
      ],
      links: [linkOf(gsrn, system), linkOf(gsrn, grid), linkOf(gsrn, householdCharges.subscription, undefined, 2)]
    })
    const why = (id: string): string => explain(lines.find((line) => line.id === id)!).join("\n")
    assert.strictEqual(
      why("5790000432752/D03/41000"),
      [
        "41000 (5790000432752/D03/41000) for metering point 571313999000000010, 2024-12-31T23:00:00Z/2025-01-31T23:00:00Z.",
        "Price version 1995-12-31T23:00:00Z/… from RSM-034 m-1.",
        "flat price: 297.600 kWh × 0.054000 DKK = 16.0704 DKK.",
        "Average 0.054000 DKK/kWh over 297.600 kWh.",
        "Exact 16.0704 DKK, rounded half-even to 16.07 DKK.",
        "Rests on 744 readings, registered until 2025-01-31T23:00:00Z."
      ].join("\n")
    )
    assert.match(why("5790001089030/D03/C"), /price of each local hour: 297\.600 kWh = /)
    assert.match(why("5790001089030/D01/C"), /2 pieces\.\n31 of 31 days: 49\.000000 DKK = 98 DKK\.\nExact 98 DKK/)
    assert.match(
      why("product/energy"),
      /spot price, interval by interval: 297\.600 kWh = 148\.8 DKK\.\nmargin: 297\.600 kWh × 0\.040000 DKK = 11\.904 DKK\./
    )
  })

  it("has parts that add up to each of its lines", () => {
    const blend = {
      ...spotProductOf(),
      energy: { kind: "blend", spotSharePercent: 37, margin: 1, supplement: 3, price: 7 } as const
    }
    const readings = [seriesOf({ gsrn, period: dates("2025-01-01", "2025-02-01"), kwh: (i) => `0.${100 + i}` })]
    for (const line of settled({
      product: [blend],
      readings,
      spotPrices: spotOf({ period: dates("2025-01-01", "2025-02-01"), dkkPerKwh: "0.123456789" })
    }).lines) {
      assert.strictEqual(
        line.trace().parts.reduce((sum, part) => sum + part.amount, 0n),
        line.exact,
        line.id
      )
    }
  })

  it("is plain JSON for others, amounts as decimal text", () => {
    const json = JSON.parse(JSON.stringify(settlementJson(settled({})))) as ReturnType<typeof settlementJson>
    assert.deepInclude(json, {
      gsrn,
      from: "2024-12-31T23:00:00Z",
      to: "2025-01-31T23:00:00Z",
      consumptionKwh: "297.600",
      netConsumptionKwh: "297.600",
      productionKwh: "0.000"
    })
    assert.deepInclude(json.lines[0], {
      id: "product/energy",
      kwh: "297.600",
      amount: "160.70",
      exactAmount: "160.704",
      averagePrice: "0.540000"
    })
    assert.strictEqual(
      json.lines.reduce((sum, line) => sum + Math.round(Number(line.amount) * 100), 0),
      Math.round(Number(json.subtotal) * 100)
    )
  })

  it.effect("comes from the service as from the function", () =>
    Effect.gen(function* () {
      const engine = yield* SettlementEngine
      const settlement = yield* engine.settle(householdRequest())
      assert.strictEqual(settlement.totalOere, settled({}).totalOere)
      const refused = yield* Effect.flip(engine.settle(householdRequest({ readings: [] })))
      assert.strictEqual(refused._tag, "SettlementRefused")
      const correction = yield* engine.correct({ before: householdRequest(), after: householdRequest() })
      assert.deepStrictEqual(correction.lines, [])
    }).pipe(Effect.provide(SettlementEngine.layer))
  )
})
