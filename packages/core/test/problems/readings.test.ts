import { gsrnOf, intervalMs, Quality, settle } from "@datahub-settlement/core"
import { householdRequest, linkOf, seriesOf, validityOf } from "@datahub-settlement/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { child, dates, day, gsrn, HOUR, january, only, system } from "./refusals.ts"

describe("readings that stop a metering point", () => {
  const missing = (quality: Quality, from = 10, to = 13) =>
    seriesOf({ gsrn, period: january, kwh: "0.4", quality: (i) => (i >= from && i < to ? quality : Quality.measured) })

  it("are missing: A02", () => {
    only(
      { readings: [missing(Quality.missing)] },
      "MissingReading",
      { gsrn, from: january.from + 10 * HOUR, to: january.from + 13 * HOUR, intervals: 3, qualities: ["A02"] },
      /Missing reading: metering point 571313999000000010, 2025-01-01T09:00:00Z\/2025-01-01T12:00:00Z: 3 interval\(s\).*A02/
    )
  })

  it("are incomplete, or of a quality nobody knows", () => {
    only({ readings: [missing(Quality.incomplete)] }, "MissingReading", { intervals: 3, qualities: ["A05"] }, /A05/)
    const unknown = {
      ...missing(Quality.unknown),
      unknownQualities: new Map([
        [10, "A99"],
        [11, "A98"],
        [12, "A99"]
      ])
    }
    only({ readings: [unknown] }, "MissingReading", { intervals: 3, qualities: ["A99", "A98"] }, /A99, A98/)
  })

  it("were never registered", () => {
    only({ readings: [] }, "MissingReading", { gsrn, ...january, intervals: 744 }, /744 interval/)
    only(
      { readings: [seriesOf({ gsrn, period: dates("2025-01-02", "2025-02-01"), kwh: "1" })] },
      "MissingReading",
      { ...dates("2025-01-01", "2025-01-02"), intervals: 24 },
      /24 interval/
    )
  })

  it("were registered later than they are asked for", () => {
    only({ asOf: january.to - 1 }, "MissingReading", { gsrn, ...january }, /744 interval/)
  })

  it("are those of the child point that a tariff is linked to", () => {
    only(
      { links: [linkOf(child, system, ["2025-01-10", "2025-01-12"])] },
      "MissingReading",
      { gsrn: child, ...dates("2025-01-10", "2025-01-12"), intervals: 48 },
      /571313999000000034/
    )
  })

  it("are those of a child point only while it has a tariff of its own", () => {
    const other = gsrnOf("57131399900000004")
    const times = [
      [child, "2025-01-05", "2025-01-07"],
      [other, "2025-01-20", "2025-01-22"]
    ] as const
    const readings = times.map(([one, from, to]) => seriesOf({ gsrn: one, period: dates(from, to), kwh: "1" }))
    const request = householdRequest({
      readings: [seriesOf({ gsrn, period: january, kwh: "0.4" }), ...readings],
      links: times.map(([one, from, to]) => linkOf(one, system, [from, to]))
    })
    assert.isTrue(Result.isSuccess(settle(request)))
  })

  it("are those of the production", () => {
    only(
      { production: { gsrn: child, netting: "hourly" } },
      "MissingReading",
      { gsrn: child, ...january },
      /571313999000000034/
    )
  })

  it("are those of the production only while there is one", () => {
    const production = { gsrn: child, netting: "hourly", periods: [dates("2025-01-10", "2025-01-12")] } as const
    only(
      { production },
      "MissingReading",
      { gsrn: child, ...dates("2025-01-10", "2025-01-12"), intervals: 48 },
      /000034/
    )
  })

  it("are in another unit", () => {
    const readings = [{ ...seriesOf({ gsrn, period: january, kwh: "1" }), unit: "KVARH" }]
    only({ readings }, "UnknownUnit", { gsrn, unit: "KVARH", ...january }, /Unit KVARH cannot be settled/)
  })

  it("contradict each other", () => {
    const one = seriesOf({ gsrn, period: january, kwh: "0.4", messageId: "a" })
    const two = seriesOf({ gsrn, period: january, kwh: (i) => (i === 5 ? "0.5" : "0.4"), messageId: "b" })
    only(
      { readings: [one, two] },
      "ContradictoryReadings",
      {
        gsrn,
        from: january.from + 5 * HOUR,
        to: january.from + 6 * HOUR,
        registeredAt: january.to,
        messageIds: ["a", "b"]
      },
      /messages a and b/
    )
  })

  it("mix quarters into an hour", () => {
    const quarter = { from: day.from, to: day.from + intervalMs.PT15M }
    const readings = [
      seriesOf({ gsrn, period: january, kwh: "0.4" }),
      seriesOf({ gsrn, period: quarter, resolution: "PT15M", kwh: "0.1", registeredAt: january.to + 1 })
    ]
    only(
      { readings },
      "MixedResolution",
      { gsrn, from: day.from, to: day.from + HOUR },
      /Quarter-hour and hourly readings/
    )
  })

  it("lie outside our supply", () => {
    only(
      { supply: [validityOf(["2025-01-16"])] },
      "ReadingsOutsideSupply",
      { gsrn, ...dates("2025-01-01", "2025-01-16") },
      /Readings outside our supply: .*2024-12-31T23:00:00Z\/2025-01-15T23:00:00Z/
    )
  })
})
