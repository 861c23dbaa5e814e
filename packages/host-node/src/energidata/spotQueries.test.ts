import { LocalDate, MarketCalendar, type PriceArea } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import fc from "fast-check"
import { daysOfPeriods, spotQueries } from "./spotQueries.ts"

const date = (text: string) => LocalDate.make(text)
const days = (from: string, to: string) => MarketCalendar.localDays(MarketCalendar.datePeriod(date(from), date(to)))
const wanted = (priceArea: PriceArea, ...stretches: ReadonlyArray<readonly [string, string]>) => ({
  priceArea,
  days: stretches.flatMap(([from, to]) => days(from, to))
})
const queries = (...areas: Parameters<typeof spotQueries>[0]) =>
  spotQueries(areas).map(({ dataset, filter, from, to }) => [dataset, from, to, filter.PriceArea])

it("asks hours and quarters of their own datasets", () => {
  expect(queries(wanted("DK1", ["2025-09-29", "2025-10-03"]))).toEqual([
    ["Elspotprices", "2025-09-29", "2025-10-01", ["DK1"]],
    ["DayAheadPrices", "2025-10-01", "2025-10-03", ["DK1"]]
  ])
  expect(MarketCalendar.startOfDay(date("2025-10-01"))).toBe(Date.parse("2025-09-30T22:00:00Z"))
})

it("asks for areas together, each where it wants a day", () => {
  expect(queries(wanted("DK1", ["2026-01-01", "2026-01-03"]), wanted("DK2", ["2026-01-02", "2026-01-05"]))).toEqual([
    ["DayAheadPrices", "2026-01-01", "2026-01-05", ["DK1", "DK2"]]
  ])
  expect(queries(wanted("DK1", ["2026-01-01", "2026-01-02"]), wanted("DK2", ["2026-06-01", "2026-06-02"]))).toEqual([
    ["DayAheadPrices", "2026-01-01", "2026-01-02", ["DK1"]],
    ["DayAheadPrices", "2026-06-01", "2026-06-02", ["DK2"]]
  ])
  expect(queries(wanted("DK1"), wanted("DK2"))).toEqual([])
})

it("asks once over a month of known days, not over more", () => {
  expect(queries(wanted("DK1", ["2026-01-01", "2026-01-02"], ["2026-02-02", "2026-02-03"]))).toHaveLength(1)
  expect(queries(wanted("DK1", ["2026-01-01", "2026-01-02"], ["2026-02-03", "2026-02-04"]))).toHaveLength(2)
})

it("asks for a year at most", () => {
  expect(queries(wanted("DK1", ["2023-01-01", "2025-01-01"]))).toEqual([
    ["Elspotprices", "2023-01-01", "2024-01-02", ["DK1"]],
    ["Elspotprices", "2024-01-02", "2025-01-01", ["DK1"]]
  ])
})

it("takes a local day that a gap touches, whole, the long one in October too", () => {
  const hour = Date.parse("2025-10-26T22:00:00Z")
  expect(
    daysOfPeriods([
      { from: hour, to: hour + 1 },
      { from: hour - 1, to: hour }
    ])
  ).toEqual(["2025-10-26"])
  expect(daysOfPeriods([{ from: hour, to: hour + 3_600_001 }])).toEqual(["2025-10-26", "2025-10-27"])
})

it("covers every wanted day of every area exactly once", () => {
  const all = days("2025-06-01", "2026-06-01")
  const some = fc.subarray([...all], { maxLength: 60 })
  fc.assert(
    fc.property(some, some, (dk1, dk2) => {
      const asked = spotQueries([
        { priceArea: "DK1", days: dk1 },
        { priceArea: "DK2", days: dk2 }
      ])
      const covering = (area: PriceArea, day: LocalDate) =>
        asked.filter(({ filter, from, to }) => filter.PriceArea!.includes(area) && from <= day && day < to!)
      for (const [area, of] of [
        ["DK1", dk1],
        ["DK2", dk2]
      ] as const) {
        for (const day of of) {
          expect(covering(area, day).map(({ dataset }) => dataset)).toEqual([
            day < "2025-10-01" ? "Elspotprices" : "DayAheadPrices"
          ])
        }
      }
      for (const { filter } of asked) expect(filter.PriceArea).not.toEqual([])
    })
  )
})
