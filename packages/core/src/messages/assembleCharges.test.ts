import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import type { ChargeKey, TariffPrice } from "../charges/index.ts"
import { energinet, type Instant, intervalMs, LocalDate, MarketCalendar } from "../market/index.ts"
import { tariffOf } from "../testing/index.ts"
import { assembleCharges } from "./assembleCharges.ts"
import type { ChargeInformation, ChargePriceSeries } from "./PriceList.ts"
import { positionsIn } from "./pricePositions.ts"

const midnight = (date: string) => MarketCalendar.startOfDay(LocalDate.make(date))
const tariff: ChargeKey = { owner: energinet, type: "D03", code: "40000" }
const subscription: ChargeKey = { owner: energinet, type: "D01", code: "41004" }

/** Messages are numbered: the number is their time. Their ids sort the other way round. */
const origin = (message: number, key: ChargeKey) => ({
  key,
  registeredAt: message,
  messageId: `m-${9 - message}`,
  transactionId: `t-${message}`
})

const information = (message: number, from: string, fields: Partial<ChargeInformation> = {}): ChargeInformation => ({
  ...origin(message, fields.key ?? tariff),
  name: `name ${message}`,
  description: "",
  vatClass: "D02",
  isTax: false,
  transparentInvoicing: true,
  resolution: "P1D",
  from: midnight(from),
  ...fields
})

const days = (message: number, from: string, to: string | undefined, price: number): ChargePriceSeries => {
  const validity = { from: midnight(from), ...(to === undefined ? {} : { to: midnight(to) }) }
  return {
    ...origin(message, tariff),
    ...validity,
    resolution: "P1D",
    prices: new Float64Array(positionsIn(validity, "P1D")!).fill(price)
  }
}

const made = (information: ReadonlyArray<ChargeInformation>, series: ReadonlyArray<ChargePriceSeries>) => {
  const { charges, unfinished } = assembleCharges({ information, series })
  expect(unfinished).toEqual([])
  expect(charges).toHaveLength(1)
  return charges[0]!
}
const flatVersions = (information: ReadonlyArray<ChargeInformation>, series: ReadonlyArray<ChargePriceSeries>) =>
  made(information, series).prices.map(({ from, price, to }) => [
    from,
    to,
    typeof price === "number" ? price : price.kind === "flat" ? price.nanoDkkPerKwh : price.kind
  ])

describe("prices", () => {
  it("replace exactly their own interval, and equal neighbours are one", () => {
    const series = [
      days(1, "2025-01-01", "2026-01-01", 1),
      days(2, "2025-03-01", "2025-04-01", 2),
      days(3, "2025-04-01", "2025-05-01", 2),
      days(4, "2026-01-01", "2026-02-01", 1)
    ]
    expect(flatVersions([information(0, "2025-01-01")], series)).toEqual([
      [midnight("2025-01-01"), midnight("2025-03-01"), 1],
      [midnight("2025-03-01"), midnight("2025-05-01"), 2],
      [midnight("2025-05-01"), midnight("2026-02-01"), 1]
    ])
  })

  it("of the newest message hold, whatever the order of arrival", () => {
    const all = [
      days(1, "2025-01-01", "2025-07-01", 1),
      days(2, "2025-03-01", "2025-05-01", 2),
      days(3, "2025-04-01", "2025-06-01", 3)
    ]
    const expected = flatVersions([information(0, "2025-01-01")], all)
    expect(expected.map(([, , price]) => price)).toEqual([1, 2, 3, 1])
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (series) => {
        expect(flatVersions([information(0, "2025-01-01")], series)).toEqual(expected)
      })
    )
  })

  it("may be missing: the charge is there without them", () => {
    expect(made([information(0, "2025-01-01")], []).prices).toEqual([])
  })

  it("say which message they come from", () => {
    expect(made([information(0, "2025-01-01")], [days(7, "2025-01-01", undefined, 1)]).prices[0]?.source).toBe("m-2")
  })

  it("by interval are cut where others take their place", () => {
    const hours = (message: number, from: string, to: string): ChargePriceSeries => ({
      ...origin(message, tariff),
      from: midnight(from),
      to: midnight(to),
      resolution: "PT1H",
      prices: Float64Array.from(
        { length: (midnight(to) - midnight(from)) / intervalMs.PT1H },
        (_, i) => message * 1000 + i
      )
    })
    const { prices } = made(
      [information(0, "2025-01-01")],
      [hours(1, "2025-10-24", "2025-10-29"), hours(2, "2025-10-26", "2025-10-27")]
    )
    const at = (instant: Instant): number | undefined => {
      const version = prices.find(({ from, to }) => from <= instant && instant < to!)
      const price = version?.price
      return typeof price === "object" && price.kind === "series"
        ? price.nanoDkkPerKwh[(instant - price.start) / intervalMs.PT1H]
        : undefined
    }
    expect(prices.map(({ price }) => (price as Extract<TariffPrice, { kind: "series" }>).nanoDkkPerKwh.length)).toEqual(
      [48, 25, 48]
    )
    expect([at(midnight("2025-10-24")), at(midnight("2025-10-26") - intervalMs.PT1H)]).toEqual([1000, 1047])
    expect([at(midnight("2025-10-26")), at(midnight("2025-10-27") - intervalMs.PT1H)]).toEqual([2000, 2024])
    expect([at(midnight("2025-10-27")), at(midnight("2025-10-29") - intervalMs.PT1H)]).toEqual([1073, 1120])
  })
})

describe("information", () => {
  it("of the newest period gives the name; a newer message overwrites later periods", () => {
    expect(made([information(1, "2025-01-01"), information(2, "2025-06-01")], []).name).toBe("name 2")
    expect(
      made([information(1, "2025-01-01"), information(2, "2025-06-01"), information(3, "2025-03-01")], []).name
    ).toBe("name 3")
  })

  it("that is overwritten no longer matters", () => {
    const overwritten = information(2, "2025-06-01", { vatClass: "D01" })
    expect(made([information(1, "2025-01-01"), overwritten, information(3, "2025-06-01")], []).vatClass).toBe("D02")
  })

  it("with an end removes every price after it, and only a newer series brings some back", () => {
    const end = information(5, "2025-06-01", { to: midnight("2025-06-01") })
    const before = [information(1, "2025-01-01"), end]
    expect(flatVersions(before, [days(2, "2025-01-01", undefined, 1)])).toEqual([
      [midnight("2025-01-01"), midnight("2025-06-01"), 1]
    ])
    expect(
      flatVersions(
        [...before, information(6, "2025-06-01")],
        [days(2, "2025-01-01", undefined, 1), days(7, "2025-07-01", undefined, 2)]
      )
    ).toEqual([
      [midnight("2025-01-01"), midnight("2025-06-01"), 1],
      [midnight("2025-07-01"), undefined, 2]
    ])
    expect(made(before, []).name).toBe("name 1")
  })

  it("makes subscriptions and fees too", () => {
    const key = (type: "D01" | "D02"): ChargeKey => ({ ...subscription, type })
    const price = (type: "D01" | "D02"): ChargePriceSeries => ({
      ...origin(2, key(type)),
      from: midnight("2025-01-01"),
      resolution: "P1M",
      prices: Float64Array.of(15e9)
    })
    const { charges } = assembleCharges({
      information: (["D02", "D01"] as const).map((type) =>
        information(1, "2025-01-01", { key: key(type), vatClass: "D01" })
      ),
      series: [price("D01"), price("D02")]
    })
    expect(charges).toMatchObject([
      { kind: "subscription", vatClass: "D01", transparentInvoicing: true, prices: [{ price: 15e9 }] },
      { kind: "fee", prices: [{ price: 15e9 }] }
    ])
  })
})

describe("what is known already", () => {
  const known = tariffOf({ code: "40000", prices: [{ valid: ["2025-01-01"], price: "0.061" }] })

  it("is changed by the messages and stays where they say nothing", () => {
    const other = tariffOf({ code: "41000", prices: "0.074" })
    const { charges } = assembleCharges({
      known: [known, other],
      information: [],
      series: [days(1, "2026-01-01", undefined, 43_000_000)]
    })
    expect(charges[1]).toEqual(other)
    expect(charges[0]).toMatchObject({
      name: known.name,
      prices: [
        { to: midnight("2026-01-01"), price: { nanoDkkPerKwh: 61_000_000 } },
        { price: { nanoDkkPerKwh: 43_000_000 } }
      ]
    })
  })

  it("gives the same in one step and in two", () => {
    const first = [days(1, "2025-02-01", "2025-03-01", 1)]
    const second = [days(2, "2025-02-15", "2025-04-01", 2)]
    const step = assembleCharges({ known: [known], information: [information(0, "2025-01-01")], series: first })
    const twoSteps = assembleCharges({ known: step.charges, information: [], series: second })
    expect(twoSteps).toEqual(
      assembleCharges({ known: [known], information: [information(0, "2025-01-01")], series: [...first, ...second] })
    )
  })
})

describe("what cannot be finished", () => {
  it.each([
    ["prices without information", [], "no charge information (RSM-034, D18)"],
    ["an unknown VAT class", [information(0, "2025-01-01", { vatClass: "D09" })], "unknown VAT class D09"],
    [
      "a VAT class that changes",
      [information(0, "2025-01-01"), information(1, "2025-06-01", { vatClass: "D01" })],
      "its VAT class or tax flag changes over time"
    ],
    [
      "a tax flag that changes",
      [information(0, "2025-01-01"), information(1, "2025-06-01", { isTax: true })],
      "its VAT class or tax flag changes over time"
    ]
  ])("%s is listed with its reason", (_, infos, reason) => {
    expect(assembleCharges({ information: infos, series: [days(2, "2025-01-01", undefined, 1)] })).toEqual({
      charges: [],
      unfinished: [{ key: tariff, reason }]
    })
  })
})
