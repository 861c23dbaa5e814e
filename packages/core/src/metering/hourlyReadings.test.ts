import { assert, describe, it } from "@effect/vitest"
import { gsrnOf, LocalDate, MarketCalendar } from "../market/index.ts"
import { INTERVAL_WH_MAX } from "../quantity/index.ts"
import { seriesOf } from "../testing/index.ts"
import {
  assembleReadings,
  cimCodeOfQuality,
  hourlyReadings,
  isSettleable,
  periodOf,
  Quality,
  type ReadingStretch
} from "./index.ts"

const gsrn = gsrnOf("57131399900000001")
const longDay = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))
const HOUR = 3_600_000

const hours = (...series: ReadonlyArray<Parameters<typeof seriesOf>[0]>): ReadingStretch =>
  hourlyReadings(assembleReadings(series.map(seriesOf), gsrn, longDay).stretches, longDay)

describe("hourly readings", () => {
  it("of hourly readings are those themselves", () => {
    const { stretches } = assembleReadings([seriesOf({ gsrn, period: longDay, kwh: "1" })], gsrn, longDay)
    assert.strictEqual(hourlyReadings(stretches, longDay), stretches[0])
  })

  it("of quarters are their sums, 25 on the long day", () => {
    const { qualities, quantitiesWh, resolution } = hours({
      gsrn,
      period: longDay,
      resolution: "PT15M",
      kwh: (i) => `0.${100 + i}`
    })
    assert.strictEqual(resolution, "PT1H")
    assert.strictEqual(quantitiesWh.length, 25)
    assert.deepStrictEqual(
      Array.from(quantitiesWh),
      Array.from({ length: 25 }, (_, hour) => 400 + 16 * hour + 6)
    )
    assert.isTrue(qualities.every((quality) => quality === Quality.measured))
  })

  it("hold the sum of the four largest quarters there are", () => {
    const largest = String(INTERVAL_WH_MAX / 1000)
    assert.strictEqual(
      hours({ gsrn, period: longDay, resolution: "PT15M", kwh: largest }).quantitiesWh[0],
      4 * INTERVAL_WH_MAX
    )
  })

  it("of both kinds lie side by side", () => {
    const { quantitiesWh } = hours(
      { gsrn, period: longDay, kwh: "1", registeredAt: 1 },
      {
        gsrn,
        period: { from: longDay.from + 2 * HOUR, to: longDay.from + 4 * HOUR },
        resolution: "PT15M",
        kwh: "0.5",
        registeredAt: 2
      }
    )
    assert.deepStrictEqual(Array.from(quantitiesWh.subarray(0, 6)), [1000, 1000, 2000, 2000, 1000, 1000])
  })

  it("are as good as the worst of their quarters", () => {
    const quality = (...qualities: ReadonlyArray<Quality>): number =>
      hours({ gsrn, period: longDay, resolution: "PT15M", kwh: "1", quality: (i) => qualities[i % 4]! }).qualities[0]!
    const { adjusted, calculated, estimated, incomplete, measured, missing, unknown } = Quality
    assert.strictEqual(quality(measured, measured, estimated, measured), estimated)
    assert.strictEqual(quality(adjusted, measured, estimated, measured), estimated)
    assert.strictEqual(quality(measured, calculated, measured, measured), calculated)
    assert.strictEqual(quality(measured, measured, measured, missing), missing)
    assert.strictEqual(quality(incomplete, measured, estimated, measured), incomplete)
    assert.strictEqual(quality(measured, measured, unknown, estimated), unknown)
  })
})

describe("qualities", () => {
  it("of four kinds can be settled, and none of the others", () => {
    const settleable = Object.values(Quality)
      .filter(isSettleable)
      .map((quality) => cimCodeOfQuality[quality])
    assert.deepStrictEqual<ReadonlyArray<string>>(settleable, ["A04", "A03", "A06", "A01"])
  })
})

describe("a series", () => {
  it("covers its intervals", () => {
    assert.deepStrictEqual(periodOf(seriesOf({ gsrn, period: longDay, resolution: "PT15M", kwh: "1" })), longDay)
  })
})
