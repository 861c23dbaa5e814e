import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { type Instant, intervalMs, type PriceArea } from "../market/index.ts"
import { type SpotPoint, spotPricesOf } from "./spotPricesOf.ts"

const seam = Date.UTC(2025, 8, 30, 22)
const hour = intervalMs.PT1H
const quarter = intervalMs.PT15M

const hourly = (start: Instant, nanoDkkPerKwh: number, priceArea: PriceArea = "DK1"): SpotPoint => ({
  priceArea,
  resolution: "PT1H",
  start,
  nanoDkkPerKwh
})
const quarterly = (start: Instant, nanoDkkPerKwh: number, priceArea: PriceArea = "DK1"): SpotPoint => ({
  priceArea,
  resolution: "PT15M",
  start,
  nanoDkkPerKwh
})

const seamPoints = [
  hourly(seam - 2 * hour, 700),
  hourly(seam - hour, 727),
  ...[766, 688, -5, 0].map((price, i) => quarterly(seam + i * quarter, price)),
  hourly(seam - hour, 1, "DK2")
]

const made = (points: ReadonlyArray<SpotPoint>) => Result.getOrThrow(spotPricesOf(points))
const refused = (points: ReadonlyArray<SpotPoint>) => Result.getOrThrow(Result.flip(spotPricesOf(points)))

it("makes hours up to the seam and quarters after it, area by area", () => {
  expect(made(seamPoints)).toEqual([
    {
      priceArea: "DK1",
      stretches: [
        { resolution: "PT1H", start: seam - 2 * hour, nanoDkkPerKwh: Float64Array.of(700, 727) },
        { resolution: "PT15M", start: seam, nanoDkkPerKwh: Float64Array.of(766, 688, -5, 0) }
      ]
    },
    { priceArea: "DK2", stretches: [{ resolution: "PT1H", start: seam - hour, nanoDkkPerKwh: Float64Array.of(1) }] }
  ])
  expect(made([])).toEqual([])
})

it("is the same in any order and with any points twice", () => {
  const expected = made(seamPoints)
  const twice = fc.shuffledSubarray([...seamPoints, ...seamPoints], { minLength: seamPoints.length })
  fc.assert(
    fc.property(twice, (some) => {
      expect(made([...some, ...seamPoints])).toEqual(expected)
    })
  )
})

it("leaves a gap without a price", () => {
  expect(made([hourly(seam, 1), hourly(seam + 2 * hour, 2)])[0]?.stretches.map(({ start }) => start)).toEqual([
    seam,
    seam + 2 * hour
  ])
})

it("refuses two prices for one time, whatever the order", () => {
  const clash = [hourly(seam, 5), hourly(seam, 4), hourly(seam, 5)]
  for (const points of [clash, clash.toReversed()]) {
    const error = refused(points)
    expect(error).toMatchObject({ _tag: "ContradictorySpotPrices", priceArea: "DK1" })
    expect(error.points.map(({ nanoDkkPerKwh }) => nanoDkkPerKwh)).toEqual([4, 5])
    expect(error.message).toContain("Contradictory spot prices for DK1: 2025-09-30T22:00:00Z/2025-09-30T23:00:00Z")
  }
})

it.each([0, 1, 2, 3])("refuses an hour against its quarter %i", (index) => {
  expect(refused([hourly(seam, 5), quarterly(seam + index * quarter, 5)])._tag).toBe("ContradictorySpotPrices")
})

it("keeps every price of random hours at its place", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }), (hours) => {
      const stretches = made(hours.map((index) => hourly(seam + index * hour, index)))[0]?.stretches ?? []
      const back = stretches.flatMap(({ nanoDkkPerKwh, start }) =>
        [...nanoDkkPerKwh].map((price, i) => [start + i * hour, price] as const)
      )
      expect(back).toEqual(hours.toSorted((a, b) => a - b).map((index) => [seam + index * hour, index]))
    })
  )
})
