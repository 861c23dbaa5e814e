import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { intervalMs, type Instant, type Resolution } from "../market/index.ts"
import type { SpotPrices } from "./SpotPrices.ts"
import type { SpotPoint } from "./spotPricesOf.ts"
import { currentSpotPrices, periodOfPoints, spotGaps, spotNews, spotToRecord } from "./spotRevisions.ts"

const HOUR = intervalMs.PT1H
const QUARTER = intervalMs.PT15M
const start = Date.UTC(2025, 8, 30, 22)

const point = (resolution: Resolution, at: Instant, nanoDkkPerKwh: number): SpotPoint => ({
  priceArea: "DK1",
  resolution,
  start: at,
  nanoDkkPerKwh
})
const hour = (at: Instant, price: number) => point("PT1H", at, price)
const quarter = (at: Instant, price: number) => point("PT15M", at, price)

const stretch = (resolution: Resolution, at: Instant, ...prices: ReadonlyArray<number>) => ({
  resolution,
  start: at,
  nanoDkkPerKwh: Float64Array.from(prices)
})
const dk1 = (...stretches: SpotPrices["stretches"]): SpotPrices => ({ priceArea: "DK1", stretches })

describe("spot prices that were revised", () => {
  const day = { from: start, to: start + 3 * HOUR }
  const current = (...revisions: ReadonlyArray<SpotPoint>) => currentSpotPrices("DK1", revisions, day)

  it("are hours until a quarter of one is revised, which leaves the others as they were", () => {
    const hours = [hour(start, 1), hour(start + HOUR, 2), hour(start + 2 * HOUR, 3)]
    expect(current(...hours)).toEqual(dk1(stretch("PT1H", start, 1, 2, 3)))
    for (const nth of [0, 1, 2, 3]) {
      const quarters = [0, 1, 2, 3].map((i) => (i === nth ? 9 : 2))
      expect(current(...hours, quarter(start + HOUR + nth * QUARTER, 9))).toEqual(
        dk1(
          stretch("PT1H", start, 1),
          stretch("PT15M", start + HOUR, ...quarters),
          stretch("PT1H", start + 2 * HOUR, 3)
        )
      )
    }
  })

  it("are those of the hour that came after its quarters", () => {
    const quarters = [0, 1, 2, 3].map((i) => quarter(start + i * QUARTER, i))
    expect(current(...quarters, hour(start, 7))).toEqual(dk1(stretch("PT1H", start, 7)))
    expect(current(hour(start, 7), ...quarters)).toEqual(dk1(stretch("PT15M", start, 0, 1, 2, 3)))
  })

  it("leave out what nothing is known of, and what lies outside", () => {
    expect(current()).toEqual(dk1())
    expect(current(quarter(start + QUARTER, 4), hour(day.to, 5), hour(start - HOUR, 5))).toEqual(
      dk1(stretch("PT15M", start + QUARTER, 4))
    )
    const within = { from: start + QUARTER, to: start + 2 * QUARTER }
    expect(
      currentSpotPrices(
        "DK1",
        [0, 1, 2].map((i) => quarter(start + i * QUARTER, i)),
        within
      )
    ).toEqual(dk1(stretch("PT15M", start + QUARTER, 1)))
    expect(currentSpotPrices("DK1", [hour(start, 6)], within)).toEqual(dk1(stretch("PT1H", start, 6)))
  })
})

describe("spot prices that are to be recorded", () => {
  it("are single intervals, those without a price left out", () => {
    const points = spotToRecord(dk1(stretch("PT1H", start, 1, Number.NaN, 3)))
    expect(Result.getOrThrow(points)).toEqual([hour(start, 1), hour(start + 2 * HOUR, 3)])
  })

  it("are refused where they are not whole, begin beside an interval, or contradict each other", () => {
    const refusal = (prices: SpotPrices) => Result.getOrThrow(Result.flip(spotToRecord(prices)))
    expect(refusal(dk1(stretch("PT1H", start, 1, 0.5, 2, 0.5)))).toMatchObject({
      charge: "spot DK1",
      from: start + HOUR,
      to: start + 2 * HOUR,
      reason: expect.stringContaining("whole nano-DKK")
    })
    expect(refusal(dk1(stretch("PT15M", start + 1, 1)))).toMatchObject({
      from: start + 1,
      to: start + 1 + QUARTER,
      reason: "a PT15M price begins at the start of an interval"
    })
    expect(refusal(dk1(stretch("PT1H", start, 1), stretch("PT15M", start, 2)))._tag).toBe("ContradictorySpotPrices")
  })

  it("are news where they differ, and added where there was none", () => {
    const known = dk1(stretch("PT1H", start, 1, 2))
    const points = [hour(start, 1), hour(start + HOUR, 5), hour(start + 2 * HOUR, 3), quarter(start, 1)]
    expect(spotNews(known, points)).toEqual({ news: points.slice(1), added: 1 })
    expect(spotNews(dk1(), points).added).toBe(4)
    // Of an hour one quarter has a price: the hour revises it.
    expect(spotNews(dk1(stretch("PT15M", start + 3 * QUARTER, 1)), [hour(start, 1)])).toMatchObject({ added: 0 })
  })

  it("lie in a time, and leave gaps in it", () => {
    expect(periodOfPoints([hour(start + HOUR, 1), quarter(start, 1)])).toEqual({ from: start, to: start + 2 * HOUR })
    const period = { from: start, to: start + 6 * HOUR }
    const prices = dk1(stretch("PT1H", start + HOUR, 1), stretch("PT15M", start + 2 * HOUR, 1, 1, 1, 1))
    expect(spotGaps(prices, period)).toEqual([
      { from: start, to: start + HOUR },
      { from: start + 3 * HOUR, to: period.to }
    ])
    expect(spotGaps(prices, { from: start + HOUR, to: start + 3 * HOUR })).toEqual([])
    expect(spotGaps(dk1(), period)).toEqual([period])
  })
})
