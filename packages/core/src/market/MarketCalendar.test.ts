import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { addDays, daysInMonth, firstOfMonth, LocalDate, MarketCalendar, toDayNumber } from "./index.ts"

const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000
const years = Array.from({ length: 2040 - 2015 + 1 }, (_, i) => 2015 + i)
const date = (text: string): LocalDate => LocalDate.make(text)

const tzDatabase = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Copenhagen",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  hourCycle: "h23"
})

/** `YYYY-MM-DD` and hour of an instant as the tz database has them. */
const known = (instant: number): { readonly date: string; readonly hour: number } => {
  const parts = Object.fromEntries(tzDatabase.formatToParts(instant).map(({ type, value }) => [type, value]))
  return { date: `${parts.year}-${parts.month}-${parts.day}`, hour: Number(parts.hour) }
}

/** The days on which the clock changes, found in the tz database. */
const changes = years.flatMap((year) => {
  const days: Array<LocalDate> = []
  for (let day = date(`${year}-01-01`); day < `${year + 1}-01-01`; day = addDays(day, 1)) {
    const noon = Date.parse(`${day}T12:00:00Z`)
    if (known(noon).hour !== known(noon - 24 * HOUR_MS).hour) days.push(day)
  }
  return days
})

describe("the market calendar beside the tz database, 2015 to 2040", () => {
  it("has the same local date and hour in every quarter of three days around every clock change", () => {
    assert.strictEqual(changes.length, 2 * years.length)
    for (const change of changes) {
      const from = Date.parse(`${addDays(change, -1)}T00:00:00Z`)
      for (let quarter = from; quarter < from + 3 * 24 * HOUR_MS; quarter += QUARTER_MS) {
        const { date, hour } = known(quarter)
        assert.strictEqual(MarketCalendar.localDateOf(quarter), date)
        assert.strictEqual(MarketCalendar.localHourOf(quarter), hour)
      }
    }
  })

  it("has days of 23 and 25 hours where the clock changes, and of 24 everywhere else", () => {
    const changing = new Set<string>(changes)
    for (let day = date("2015-01-01"); day < "2041-01-01"; day = addDays(day, 1)) {
      const { from, to } = MarketCalendar.dayPeriod(day)
      const hours = changing.has(day) ? (day.slice(5, 7) === "03" ? 23 : 25) : 24
      assert.strictEqual((to - from) / HOUR_MS, hours, day)
      assert.strictEqual((to - from) / QUARTER_MS, hours * 4, day)
    }
  })

  it("begins every day at the midnight of the tz database, and finds the day again", () => {
    for (let day = date("2015-01-01"); day < "2041-01-01"; day = addDays(day, 1)) {
      const start = MarketCalendar.startOfDay(day)
      assert.deepStrictEqual(known(start), { date: day, hour: 0 })
      assert.strictEqual(MarketCalendar.localDateOf(start), day)
      assert.strictEqual(MarketCalendar.localDateOf(start - 1), addDays(day, -1))
      assert.isTrue(MarketCalendar.isLocalMidnight(start))
      assert.isFalse(MarketCalendar.isLocalMidnight(start + HOUR_MS))
    }
  })

  it("changes the clock at 01:00 UTC on the days of the tz database", () => {
    for (const [i, year] of years.entries()) {
      const { from, to } = MarketCalendar.summerTime(year)
      assert.strictEqual(from, Date.parse(`${changes[2 * i]}T01:00:00Z`))
      assert.strictEqual(to, Date.parse(`${changes[2 * i + 1]}T01:00:00Z`))
    }
  })
})

describe("the market calendar", () => {
  it("counts hours as they fall on the long and the short day", () => {
    const hours = (day: string): ReadonlyArray<number> => {
      const { from, to } = MarketCalendar.dayPeriod(date(day))
      return Array.from({ length: (to - from) / HOUR_MS }, (_, i) => MarketCalendar.localHourOf(from + i * HOUR_MS))
    }
    assert.deepStrictEqual(hours("2025-10-26").slice(0, 5), [0, 1, 2, 2, 3])
    assert.deepStrictEqual(hours("2025-03-30").slice(0, 4), [0, 1, 3, 4])
  })

  it("counts also before 1970 and around New Year", () => {
    assert.strictEqual(MarketCalendar.localHourOf(Date.parse("1969-12-31T22:30:00Z")), 23)
    fc.assert(
      fc.property(fc.integer({ min: 1996, max: 2150 }), fc.integer({ min: -48, max: 48 }), (year, hours) => {
        const instant = Date.UTC(year, 0, 1) + hours * HOUR_MS
        assert.deepStrictEqual(
          { date: MarketCalendar.localDateOf(instant) as string, hour: MarketCalendar.localHourOf(instant) },
          known(instant)
        )
      })
    )
  })

  it("knows months as local time has them", () => {
    for (let first = date("2015-01-01"); first < "2041-01-01"; first = firstOfMonth(first, 1)) {
      const { from, to } = MarketCalendar.monthPeriod(first)
      assert.deepStrictEqual(
        [known(from), known(to)],
        [
          { date: first, hour: 0 },
          { date: firstOfMonth(first, 1), hour: 0 }
        ]
      )
      const index = MarketCalendar.monthIndexOf(from)
      assert.strictEqual(MarketCalendar.monthIndexOf(from - 1), index - 1)
      assert.strictEqual(MarketCalendar.monthIndexOf(to - 1), index)
      assert.deepStrictEqual(MarketCalendar.monthPeriodOf(index), { from, to })
    }
  })

  it("divides a period into days by month", () => {
    const period = MarketCalendar.datePeriod(date("2024-01-16"), date("2024-03-05"))
    const parts = MarketCalendar.monthParts(period).map(({ days, daysInMonth }) => [days, daysInMonth])
    assert.deepStrictEqual(parts, [
      [16, 31],
      [29, 29],
      [4, 31]
    ])
    assert.deepStrictEqual(MarketCalendar.monthParts({ from: period.from, to: period.from }), [])
  })

  it("counts in months exactly the days that begin in the period", () => {
    fc.assert(
      fc.property(
        fc.nat(9000),
        fc.integer({ min: 1, max: 500 }),
        fc.nat(23),
        fc.nat(23),
        (first, length, early, late) => {
          const from = MarketCalendar.startOfDay(addDays(date("2015-01-01"), first)) + early * HOUR_MS
          const to = MarketCalendar.startOfDay(addDays(date("2015-01-01"), first + length)) + late * HOUR_MS
          const expected = new Map<number, number>()
          for (const day of MarketCalendar.localDays({ from, to })) {
            const start = MarketCalendar.startOfDay(day)
            if (start < from) continue
            const index = MarketCalendar.monthIndexOf(start)
            expected.set(index, (expected.get(index) ?? 0) + 1)
          }
          const parts = MarketCalendar.monthParts({ from, to })
          assert.deepStrictEqual(new Map(parts.map(({ days, monthIndex }) => [monthIndex, days])), expected)
          for (const { daysInMonth: days, monthIndex } of parts) {
            assert.strictEqual(
              days,
              daysInMonth(MarketCalendar.localDateOf(MarketCalendar.monthPeriodOf(monthIndex).from))
            )
          }
        }
      )
    )
  })

  it("finds the day of an instant, whichever day was asked for before", () => {
    const { from, to } = MarketCalendar.dayPeriod(date("2025-03-30"))
    const asked = [from, to - 1, to, from, from - 1, to]
    assert.deepStrictEqual(
      asked.map((instant) => MarketCalendar.localDayOf(instant).date.slice(5)),
      ["03-30", "03-30", "03-31", "03-30", "03-29", "03-31"]
    )
  })

  it("lists the days that a period meets", () => {
    const { from, to } = MarketCalendar.datePeriod(date("2025-10-25"), date("2025-10-28"))
    assert.deepStrictEqual<ReadonlyArray<string>>(MarketCalendar.localDays({ from, to }), [
      "2025-10-25",
      "2025-10-26",
      "2025-10-27"
    ])
    assert.deepStrictEqual<ReadonlyArray<string>>(MarketCalendar.localDays({ from: from + 1, to: from + 2 }), [
      "2025-10-25"
    ])
    assert.strictEqual(toDayNumber(date("2025-10-28")) - toDayNumber(date("2025-10-25")), 3)
  })
})
