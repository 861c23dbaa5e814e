import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import {
  addDays,
  addMonths,
  dayOfWeek,
  daysInMonth,
  daysInYear,
  firstOfMonth,
  fromDayNumber,
  LocalDate,
  toDayNumber
} from "./LocalDate.ts"

const date = (text: string): LocalDate => LocalDate.make(text)
const accepts = (text: string): boolean => Result.isSuccess(Schema.decodeUnknownResult(LocalDate)(text))
const dates = fc
  .integer({ min: toDayNumber(date("1996-01-01")), max: toDayNumber(date("2100-01-01")) })
  .map(fromDayNumber)

describe("a local date", () => {
  it("is a day that exists, written YYYY-MM-DD", () => {
    for (const good of ["2025-01-31", "2024-02-29", "2000-02-29"]) assert.isTrue(accepts(good), good)
    for (const bad of [
      "2025-02-29",
      "1900-02-29",
      "2025-13-01",
      "2025-00-10",
      "2025-04-31",
      "2025-1-1",
      "25-01-01",
      "2025-01-01T00:00",
      ""
    ]) {
      assert.isFalse(accepts(bad), bad)
    }
  })

  it("counts over months and years", () => {
    assert.strictEqual(addDays(date("2024-02-28"), 1), "2024-02-29")
    assert.strictEqual(addDays(date("2024-02-28"), 2), "2024-03-01")
    assert.strictEqual(addDays(date("2025-01-01"), -1), "2024-12-31")
    fc.assert(
      fc.property(dates, fc.integer({ min: -5000, max: 5000 }), (one, days) => {
        assert.strictEqual(addDays(addDays(one, days), -days), one)
        assert.strictEqual(toDayNumber(addDays(one, days)) - toDayNumber(one), days)
      })
    )
  })

  it("knows its day of the week", () => {
    assert.strictEqual(dayOfWeek(date("2025-01-15")), 3)
    assert.strictEqual(dayOfWeek(date("1969-12-28")), 7)
    fc.assert(
      fc.property(dates, (one) => {
        assert.strictEqual(dayOfWeek(one) % 7, new Date(`${one}T12:00:00Z`).getUTCDay())
      })
    )
  })

  it("knows its month and its year", () => {
    assert.deepStrictEqual(
      ["2023-02-10", "2024-02-10", "2025-12-31", "2025-04-01"].map((text) => daysInMonth(date(text))),
      [28, 29, 31, 30]
    )
    assert.deepStrictEqual([1900, 2000, 2023, 2024].map(daysInYear), [365, 366, 365, 366])
    assert.strictEqual(firstOfMonth(date("2025-12-31"), 1), "2026-01-01")
    assert.strictEqual(firstOfMonth(date("2025-01-31"), -1), "2024-12-01")
    assert.strictEqual(firstOfMonth(date("2025-01-31"), 14), "2026-03-01")
  })

  it("has the same day of another month, or the last one of a shorter", () => {
    const moved = (
      [
        ["2025-01-30", 1],
        ["2024-01-31", 1],
        ["2024-02-29", 12],
        ["2025-03-31", -1],
        ["2025-12-15", 2]
      ] as const
    ).map(([text, months]) => addMonths(date(text), months))
    assert.deepStrictEqual(moved, ["2025-02-28", "2024-02-29", "2025-02-28", "2025-02-28", "2026-02-15"])
  })
})
