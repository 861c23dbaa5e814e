import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { intervalMs } from "../market/index.ts"
import { subscriptionOf, tariffOf } from "../testing/index.ts"
import type { Charge, TariffPrice } from "./Charge.ts"
import { chargesToRecord } from "./chargesToRecord.ts"
import { cutSeries, joinPrices, replaceInterval, samePrice } from "./priceVersions.ts"

const recorded = (...charges: ReadonlyArray<Charge>) => Result.getOrThrow(chargesToRecord(charges, "m-1"))
const refusal = (...charges: ReadonlyArray<Charge>) =>
  Result.getOrThrow(Result.flip(chargesToRecord(charges, "m-1"))).reason

const inJanuary = tariffOf({ code: "T", prices: [{ valid: ["2025-01-01", "2025-02-01"], price: "1" }] })
const inFebruary = tariffOf({ code: "T", prices: [{ valid: ["2025-02-01", "2025-03-01"], price: "1" }] })
const withPrice = (price: TariffPrice) => ({ ...inJanuary, prices: [{ ...inJanuary.prices[0]!, price }] })
const series = (start: number, ...prices: ReadonlyArray<number>) =>
  ({ kind: "series", resolution: "PT1H", start, nanoDkkPerKwh: Float64Array.from(prices) }) as const

describe("charges that are to be recorded", () => {
  it("come by key, each with all of its versions in time order and their source", () => {
    const others = ["B", "A", "C"].map((code) => subscriptionOf({ code, prices: "1" }))
    const sourced = { ...inJanuary, prices: [{ ...inJanuary.prices[0]!, source: "file" }] }
    const all = recorded(inFebruary, ...others, sourced)
    expect(all.map(({ id }) => id)).toEqual(["D01/A", "D01/B", "D01/C", "D03/T"].map((key) => `5790000432752/${key}`))
    expect(all[3]!.versions.map(({ from, source }) => [from, source])).toEqual([
      [inJanuary.prices[0]!.from, "file"],
      [inFebruary.prices[0]!.from, "m-1"]
    ])
  })

  it("say once what neighbours from one source say, and what two pieces say", () => {
    const whole = { from: inJanuary.prices[0]!.from, to: inFebruary.prices[0]!.to }
    expect(recorded(inJanuary, inFebruary)[0]!.versions).toMatchObject([whole])
    expect(recorded(inJanuary, inJanuary, inFebruary)[0]!.versions).toMatchObject([whole])
  })

  it("are refused when pieces differ in more than prices, or are of another kind than their number says", () => {
    const differ = "two pieces of it differ in name, VAT class or flags"
    expect(refusal(inJanuary, { ...inFebruary, name: "another" })).toBe(differ)
    expect(refusal(inJanuary, { ...inFebruary, vatClass: "D01" })).toBe(differ)
    expect(refusal(inJanuary, { ...inFebruary, transparentInvoicing: !inFebruary.transparentInvoicing })).toBe(differ)
    expect(refusal(inJanuary, { ...inFebruary, isTax: true })).toBe(differ)
    const other = Result.flip(chargesToRecord([inJanuary, { ...inFebruary, name: "another" }], "m-1"))
    expect(Result.getOrThrow(other).message).toContain("…/…: two pieces")
    const wrong = Result.flip(chargesToRecord([{ ...inJanuary, key: { ...inJanuary.key, type: "D01" } }], "m-1"))
    for (const all of [other, wrong]) expect(Result.getOrThrow(all).from).toBe(Number.NEGATIVE_INFINITY)
    expect(Result.getOrThrow(wrong).message).toBe(
      "Prices of 5790000432752/D01/T were not recorded: …/…: type D01 is not a tariff"
    )
  })

  it("are refused when versions overlap, are empty or begin between milliseconds", () => {
    const [version] = inJanuary.prices
    const claimed = "two versions claim the same time"
    const longer = { ...inJanuary, prices: [{ ...version!, to: version!.to! + 1 }] }
    const sooner = { ...inJanuary, prices: [{ ...version!, from: version!.from - 1 }] }
    expect(refusal(inJanuary, longer)).toBe(claimed)
    expect(refusal({ ...inJanuary, prices: [version!, version!] })).toBe(claimed)
    expect(refusal(inJanuary, sooner)).toBe(claimed)
    const validity = (change: { from?: number; to?: number }) => ({
      ...inJanuary,
      prices: [{ ...version!, ...change }]
    })
    expect(refusal({ ...inJanuary, prices: [version!, { ...version!, from: version!.from + 1 }] })).toBe(claimed)
    expect(refusal(validity({ to: version!.from }))).toBe("the version is empty")
    expect(recorded(validity({ to: version!.from + 1 }))).toHaveLength(1)
    const whole = /whole milliseconds/
    expect(refusal(validity({ from: version!.from + 0.5 }))).toMatch(whole)
    expect(refusal(validity({ from: Number.NEGATIVE_INFINITY }))).toMatch(whole)
    expect(refusal(validity({ to: version!.to! + 0.5 }))).toMatch(whole)
  })

  it("have whole prices, 24 of them by local hour, and series that begin with an interval", () => {
    const fraction = /whole nano-DKK/
    expect(refusal(withPrice({ kind: "flat", nanoDkkPerKwh: 0.5 }))).toMatch(fraction)
    expect(refusal(withPrice(series(0, 1, 0.5)))).toMatch(fraction)
    expect(refusal({ ...subscriptionOf({ code: "A", prices: [] }), prices: [{ from: 0, price: 2 ** 53 }] })).toMatch(
      fraction
    )
    expect(recorded(withPrice({ kind: "flat", nanoDkkPerKwh: Number.NaN }))).toHaveLength(1)
    for (const length of [23, 25]) {
      const price = { kind: "byLocalHour", nanoDkkPerKwh: new Float64Array(length) } as const
      expect(refusal(withPrice(price))).toBe("a price by local hour has 24 prices")
    }
    expect(recorded(withPrice({ kind: "byLocalHour", nanoDkkPerKwh: new Float64Array(24) }))).toHaveLength(1)
    expect(refusal(withPrice(series(1, 1)))).toBe("a PT1H series begins at the start of an interval")
  })
})

describe("prices of an interval", () => {
  const day = 24 * intervalMs.PT1H
  const flat = (nanoDkkPerKwh: number) => ({ kind: "flat", nanoDkkPerKwh }) as const

  it("take the place of what was said of it, and leave all before and after it", () => {
    const versions = [{ from: 0, price: flat(1) }]
    const replaced = replaceInterval(versions, { from: day, to: 3 * day }, [
      { from: 2 * day, to: 3 * day, price: flat(2) }
    ])
    expect(joinPrices(replaced.toSorted((a, b) => a.from - b.from))).toEqual([
      { from: 0, to: day, price: flat(1) },
      { from: 2 * day, to: 3 * day, price: flat(2) },
      { from: 3 * day, price: flat(1) }
    ])
  })

  it("leave of a price by intervals those of the time that is left", () => {
    const versions = [{ from: 0, to: 4 * intervalMs.PT1H, source: "m", price: series(0, 1, 2, 3, 4) }]
    const replaced = replaceInterval(versions, { from: intervalMs.PT1H, to: 3 * intervalMs.PT1H }, [])
    expect(replaced).toEqual([
      { from: 0, to: intervalMs.PT1H, source: "m", price: series(0, 1) },
      { from: 3 * intervalMs.PT1H, to: 4 * intervalMs.PT1H, source: "m", price: series(3 * intervalMs.PT1H, 4) }
    ])
  })
})

describe("a price", () => {
  it("is the same as one that says the same in the same way", () => {
    const hourly = (price: number) =>
      ({ kind: "byLocalHour", nanoDkkPerKwh: new Float64Array(24).fill(price) }) as const
    const kinds = [
      1,
      2,
      ...[1, 2].map((nanoDkkPerKwh) => ({ kind: "flat", nanoDkkPerKwh }) as const),
      hourly(1),
      hourly(2),
      series(0, 1),
      series(0, 2),
      series(0, 1, 1),
      series(intervalMs.PT1H, 1),
      { ...series(0, 1), resolution: "PT15M" } as const,
      series(0, Number.NaN)
    ]
    for (const [i, a] of kinds.entries()) {
      for (const [j, b] of kinds.entries()) expect([i, j, samePrice(a, structuredClone(b))]).toEqual([i, j, i === j])
    }
  })

  it("by intervals is cut to those that meet a time", () => {
    const hour = intervalMs.PT1H
    const price = series(10 * hour, 1, 2, 3, 4)
    const cut = (from: number, to: number) => cutSeries(price, from * hour, to * hour)
    expect(cut(10, 14)).toBe(price)
    expect(cut(0, 99)).toBe(price)
    expect(cut(11, 13)).toEqual(series(11 * hour, 2, 3))
    expect(cut(11.5, 12.5)).toEqual(series(11 * hour, 2, 3))
    expect(cut(0, 12)).toEqual(series(10 * hour, 1, 2))
    expect(cut(13, 99)).toEqual(series(13 * hour, 4))
    expect(cut(0, 5)).toEqual(series(10 * hour))
    expect(cut(20, 30)).toEqual(series(14 * hour))
  })
})
