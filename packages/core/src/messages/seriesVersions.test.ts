import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { energinet, type Instant, intervalMs, LocalDate, MarketCalendar, type Resolution } from "../market/index.ts"
import type { ChargePriceSeries } from "./PriceList.ts"
import { positionsIn } from "./pricePositions.ts"
import { amountVersions, tariffVersions } from "./seriesVersions.ts"

const midnight = (date: string) => MarketCalendar.startOfDay(LocalDate.make(date))

const seriesOf = (
  resolution: ChargePriceSeries["resolution"],
  from: string,
  to: string | undefined,
  prices: ReadonlyArray<number> | ((start: Instant) => number)
): ChargePriceSeries => {
  const validity = { from: midnight(from), ...(to === undefined ? {} : { to: midnight(to) }) }
  const count = positionsIn(validity, resolution)!
  const step = intervalMs[resolution as Resolution]
  return {
    ...validity,
    resolution,
    prices: Float64Array.from({ length: count }, (_, i) =>
      typeof prices === "function" ? prices(validity.from + i * step) : prices[i]!
    ),
    key: { owner: energinet, type: "D03", code: "X" },
    registeredAt: 0,
    messageId: "m-1",
    transactionId: "t-1"
  }
}

const byHour = (start: Instant) => MarketCalendar.localHourOf(start) * 1e8
const hours = Float64Array.from({ length: 24 }, (_, hour) => hour * 1e8)

describe("a tariff by hour or quarter", () => {
  const periods = [
    ["2025-06-01", "2025-06-02"],
    ["2025-03-01", "2025-04-01"],
    ["2025-10-26", "2025-10-27"],
    ["2025-01-01", "2026-01-01"]
  ] as const
  it.each(
    periods.flatMap(
      (period) =>
        [
          [...period, "PT1H"],
          [...period, "PT15M"]
        ] as const
    )
  )("%s to %s in %s becomes 24 prices", (from, to, resolution) => {
    expect(tariffVersions(seriesOf(resolution, from, to, byHour))).toEqual([
      { from: midnight(from), to: midnight(to), price: { kind: "byLocalHour", nanoDkkPerKwh: hours }, source: "m-1" }
    ])
  })

  it("becomes one price when all are equal", () => {
    expect(tariffVersions(seriesOf("PT15M", "2025-03-30", "2025-04-02", () => 5))[0]?.price).toEqual({
      kind: "flat",
      nanoDkkPerKwh: 5
    })
    expect(tariffVersions(seriesOf("PT1H", "2025-03-29", "2025-03-31", () => 0))[0]?.price).toEqual({
      kind: "flat",
      nanoDkkPerKwh: 0
    })
  })

  it("stays as it is when the doubled hour has two prices", () => {
    const second = midnight("2025-10-26") + 3 * intervalMs.PT1H
    const series = seriesOf("PT1H", "2025-10-25", "2025-10-28", (start) => (start === second ? 7 : byHour(start)))
    expect(tariffVersions(series)).toEqual([
      {
        from: series.from,
        to: series.to,
        price: { kind: "series", resolution: "PT1H", start: series.from, nanoDkkPerKwh: series.prices },
        source: "m-1"
      }
    ])
  })

  it("stays as it is when the quarters of an hour differ, when days differ, and when it does not say what every hour costs", () => {
    const kinds = [
      seriesOf("PT15M", "2025-06-01", "2025-06-02", (start) => (start / intervalMs.PT15M) % 4),
      seriesOf("PT1H", "2025-06-01", "2025-06-03", (start) => start),
      seriesOf("PT1H", "2025-03-30", "2025-03-31", byHour)
    ].map((series) => tariffVersions(series)[0]?.price.kind)
    expect(kinds).toEqual(["series", "series", "series"])
  })

  it("keeps an hour without a price as an hour without a price", () => {
    const price = tariffVersions(
      seriesOf("PT1H", "2025-06-01", "2025-06-08", (start) =>
        MarketCalendar.localHourOf(start) === 5 ? Number.NaN : 1
      )
    )[0]?.price
    expect(price).toMatchObject({ kind: "byLocalHour" })
    expect(price?.kind === "byLocalHour" && price.nanoDkkPerKwh[5]).toBeNaN()
  })

  it("without any price stays without one", () => {
    const price = tariffVersions(seriesOf("PT1H", "2025-06-01", "2025-06-02", () => Number.NaN))[0]?.price
    expect(price).toEqual({ kind: "byLocalHour", nanoDkkPerKwh: new Float64Array(24).fill(Number.NaN) })
  })

  it("has at every instant the price that the series had", () => {
    const anyPrices = fc.record({
      table: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 24, maxLength: 24 }),
      odd: fc.option(fc.integer({ min: 0, max: 200 })),
      from: fc.constantFrom("2025-03-28", "2025-06-01", "2025-10-24"),
      resolution: fc.constantFrom<Resolution>("PT1H", "PT15M")
    })
    fc.assert(
      fc.property(anyPrices, ({ from, odd, resolution, table }) => {
        let i = 0
        const to = { "2025-03-28": "2025-04-02", "2025-06-01": "2025-06-03", "2025-10-24": "2025-10-28" }[from]!
        const series = seriesOf(resolution, from, to, (start) =>
          i++ === odd ? 99 : table[MarketCalendar.localHourOf(start)]!
        )
        const [version] = tariffVersions(series)
        series.prices.forEach((price, index) => {
          const at = series.from + index * intervalMs[resolution]
          const made = version!.price
          const there =
            made.kind === "flat"
              ? made.nanoDkkPerKwh
              : made.nanoDkkPerKwh[
                  made.kind === "byLocalHour"
                    ? MarketCalendar.localHourOf(at)
                    : (at - made.start) / intervalMs[made.resolution]
                ]
          expect(there).toBe(price)
        })
        if (odd === null) expect(version?.price.kind).not.toBe("series")
      })
    )
  })
})

describe("a tariff by day", () => {
  it("is a version for each stretch of equal days, over both clock changes", () => {
    const days = Array.from({ length: 365 }, (_, i) => (i < 100 ? 1 : i < 300 ? 2 : 1))
    expect(
      tariffVersions(seriesOf("P1D", "2025-01-01", "2026-01-01", days)).map(({ from, price, to }) => [from, to, price])
    ).toEqual([
      [midnight("2025-01-01"), midnight("2025-04-11"), { kind: "flat", nanoDkkPerKwh: 1 }],
      [midnight("2025-04-11"), midnight("2025-10-28"), { kind: "flat", nanoDkkPerKwh: 2 }],
      [midnight("2025-10-28"), midnight("2026-01-01"), { kind: "flat", nanoDkkPerKwh: 1 }]
    ])
  })

  it("has no version where a day has no price, and one without an end where the series has none", () => {
    expect(
      tariffVersions(seriesOf("P1D", "2025-10-25", "2025-10-28", [1, Number.NaN, 1])).map(({ from, to }) => [from, to])
    ).toEqual([
      [midnight("2025-10-25"), midnight("2025-10-26")],
      [midnight("2025-10-27"), midnight("2025-10-28")]
    ])
    expect(tariffVersions(seriesOf("P1D", "2025-10-25", undefined, [1]))).toEqual([
      { from: midnight("2025-10-25"), price: { kind: "flat", nanoDkkPerKwh: 1 }, source: "m-1" }
    ])
  })
})

describe("a subscription", () => {
  it("has a version a month, the first of them a part, equal ones made one", () => {
    expect(
      amountVersions(seriesOf("P1M", "2025-01-15", "2025-05-01", [10, 11, 11, 12])).map(({ from, price, to }) => [
        from,
        to,
        price
      ])
    ).toEqual([
      [midnight("2025-01-15"), midnight("2025-02-01"), 10],
      [midnight("2025-02-01"), midnight("2025-04-01"), 11],
      [midnight("2025-04-01"), midnight("2025-05-01"), 12]
    ])
  })

  it("is open where the series is, closed where it ends", () => {
    expect(amountVersions(seriesOf("P1M", "2025-03-01", undefined, [10]))).toEqual([
      { from: midnight("2025-03-01"), price: 10, source: "m-1" }
    ])
    expect(amountVersions(seriesOf("P1M", "2025-03-01", "2025-04-01", [10]))[0]?.to).toBe(midnight("2025-04-01"))
  })
})

describe("positions", () => {
  it.each([
    ["PT1H", "2025-10-26", "2025-10-27", 25],
    ["PT15M", "2025-03-30", "2025-03-31", 92],
    ["P1D", "2025-05-01", "2025-07-01", 61],
    ["P1M", "2025-01-15", "2025-02-01", 1],
    ["P1M", "2025-01-01", "2026-01-01", 12],
    ["P1M", "2025-01-15", undefined, 1]
  ] as const)("%s from %s to %s are %i", (resolution, from, to, count) => {
    expect(positionsIn({ from: midnight(from), to: to === undefined ? undefined : midnight(to) }, resolution)).toBe(
      count
    )
  })

  it.each([
    ["PT1H", 900_000, 3_600_000],
    ["PT1H", 900_000, 4_500_000],
    ["PT1H", 0, 5_400_000],
    ["PT1H", 0, undefined],
    ["P1D", 0, 86_400_000],
    ["P1M", 0, 86_400_000]
  ] as const)("%s from %i to %s are none", (resolution, from, to) => {
    expect(positionsIn({ from, to }, resolution)).toBeUndefined()
  })
})
