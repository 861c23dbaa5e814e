import { expect, it } from "@effect/vitest"
import fc from "fast-check"
import { instantOf, wireInstant, wireMinute } from "./wireInstant.ts"

const instants = fc.integer({ min: Date.parse("1980-01-01T00:00:00Z"), max: Date.parse("2100-01-01T00:00:00Z") })

it("reads both shapes of timestamp as the platform does", () => {
  fc.assert(
    fc.property(instants, (instant) => {
      expect(instantOf(new Date(instant).toISOString())).toBe(instant)
      const second = instant - (instant % 1000)
      expect(instantOf(wireInstant(second))).toBe(second)
      const minute = instant - (instant % 60_000)
      expect(instantOf(wireMinute(minute))).toBe(minute)
      expect(instantOf(wireInstant(instant))).toBe(instant)
    })
  )
})

it("writes seconds outside time intervals and none inside", () => {
  const instant = Date.parse("2025-01-15T23:00:00Z")
  expect(wireInstant(instant)).toBe("2025-01-15T23:00:00Z")
  expect(wireMinute(instant)).toBe("2025-01-15T23:00Z")
  expect(wireMinute(instant + 1000)).toBe("2025-01-15T23:00:01Z")
})

it.each([
  "2025-02-29T00:00Z",
  "2025-04-31T00:00Z",
  "2025-13-01T00:00Z",
  "2025-00-01T00:00Z",
  "2025-01-00T00:00Z",
  "2025-01-01T24:00Z",
  "2025-01-01T00:60Z",
  "2025-01-01T00:00:60Z",
  "2025-01-01T00:00.00Z",
  "2025-01-01",
  "2025-01-01T00:00",
  "2025-01-01T00:00+01:00",
  "2025-01-01 00:00Z",
  "2025-1-01T00:00:0Z",
  "2025-01-01T00:00:00.1234Z",
  "20a5-01-01T00:00Z",
  "",
  7,
  null,
  undefined,
  {}
])("refuses %j", (text) => {
  expect(instantOf(text)).toBeUndefined()
})

it("knows leap days", () => {
  expect(instantOf("2024-02-29T12:00Z")).toBe(Date.UTC(2024, 1, 29, 12))
  expect(instantOf("2100-03-01T00:00Z")).toBe(Date.UTC(2100, 2, 1))
})
