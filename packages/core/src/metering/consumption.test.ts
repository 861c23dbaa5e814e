import { describe, expect, it } from "@effect/vitest"
import { gsrnOf, intervalMs, LocalDate, MarketCalendar, type Period, type Resolution } from "../market/index.ts"
import { seriesOf } from "../testing/index.ts"
import { assembleReadings, consumptionOf, meteringDays, missingIntervals, Quality, seriesOfDay } from "./index.ts"

const gsrn = gsrnOf("57131399900000001")
const HOUR = intervalMs.PT1H
const days = (from: string, to: string): Period => MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))

/** Readings of a kWh each, of which some are missing. */
const readings = (period: Period, resolution: Resolution, missing: ReadonlyArray<number> = []) =>
  seriesOf({
    gsrn,
    period,
    resolution,
    kwh: "1",
    quality: (i) => (missing.includes(i) ? Quality.missing : Quality.measured)
  })

describe("consumption", () => {
  const window = days("2025-10-25", "2025-10-28")
  const [saturday, sunday, monday] = ["2025-10-25", "2025-10-26", "2025-10-27"].map((date) =>
    MarketCalendar.dayPeriod(LocalDate.make(date))
  ) as [Period, Period, Period]

  it("by day counts what is known, and what is missing beside it", () => {
    const assembled = assembleReadings([readings(window, "PT1H", [0, 30, 31])], gsrn, window)
    expect(consumptionOf(assembled, "day")).toEqual([
      { ...saturday, wh: 23_000, intervals: 23, missing: 1 },
      { ...sunday, wh: 23_000, intervals: 23, missing: 2 },
      { ...monday, wh: 24_000, intervals: 24, missing: 0 }
    ])
    expect(missingIntervals(gsrn, assembled)).toEqual([
      { gsrn, from: window.from, to: window.from + HOUR },
      { gsrn, from: window.from + 30 * HOUR, to: window.from + 32 * HOUR }
    ])
  })

  it("by month ends where the readings do, and by hour has as many as there are", () => {
    const assembled = assembleReadings([readings(window, "PT1H")], gsrn, window)
    expect(consumptionOf(assembled, "month")).toEqual([{ ...window, wh: 73_000, intervals: 73, missing: 0 }])
    const hours = consumptionOf(assembled, "hour")
    expect(hours).toHaveLength(73)
    expect(hours[72]).toEqual({ from: window.to - HOUR, to: window.to, wh: 1000, intervals: 1, missing: 0 })
  })

  it("goes on through a change between quarters and hours", () => {
    const series = [readings(saturday, "PT15M", [5]), readings({ from: sunday.from, to: window.to }, "PT1H", [1])]
    const assembled = assembleReadings(series, gsrn, window)
    expect(assembled.stretches.map(({ qualities, quantitiesWh }) => [quantitiesWh.length, qualities.length])).toEqual([
      [96, 96],
      [49, 49]
    ])
    expect(consumptionOf(assembled, "month")).toEqual([{ ...window, wh: 143_000, intervals: 143, missing: 2 }])
    expect(consumptionOf(assembled, "hour")[1]).toMatchObject({ wh: 3000, intervals: 3, missing: 1 })
    expect(missingIntervals(gsrn, assembled).map(({ from }) => from)).toEqual([
      window.from + 5 * intervalMs.PT15M,
      sunday.from + HOUR
    ])
  })
})

describe("the days of a series", () => {
  it("have each its own readings, qualities and codes, and say the same together", () => {
    const period = {
      from: days("2025-10-25", "2025-10-26").from + 20 * HOUR,
      to: days("2025-10-27", "2025-10-28").from + HOUR
    }
    const series = {
      ...readings(period, "PT1H", [0, 4, 29]),
      unknownQualities: new Map([
        [3, "X1"],
        [4, "X2"],
        [28, "X3"]
      ])
    }
    const cut = meteringDays(series)
    expect(
      cut.map(({ day, firstInterval, quantitiesWh, totalWh }) => [day, firstInterval, quantitiesWh.length, totalWh])
    ).toEqual([
      ["2025-10-25", 20, 4, 3000],
      ["2025-10-26", 0, 25, 24_000],
      ["2025-10-27", 0, 1, 0]
    ])
    expect(cut.map(({ qualities }) => [...qualities].filter((quality) => quality === Quality.missing).length)).toEqual([
      1, 1, 1
    ])
    expect(cut.map(({ qualities }) => qualities.length)).toEqual([4, 25, 1])
    expect(cut.map(({ unknownQualities }) => [...unknownQualities!])).toEqual([
      [[3, "X1"]],
      [
        [0, "X2"],
        [24, "X3"]
      ],
      []
    ])
    expect(cut.map((day) => seriesOfDay(day).start)).toEqual([period.from, period.from + 4 * HOUR, period.to - HOUR])
  })
})
