import { describe, expect, it } from "@effect/vitest"
import { intervalMs } from "../market/index.ts"
import { Quality } from "../metering/index.ts"
import { blockOf, qualityFindings } from "./ReadingBlock.ts"
import { sumOfProducts } from "./sumOfProducts.ts"

const place = { resolution: "PT1H", monthIndex: 0, vectorFirst: 0, from: 0, to: 0 } as const

const blockOfHours = (wh: ReadonlyArray<number>, first = 0, count = wh.length) =>
  blockOf({ ...place, first, count, quantitiesWh: Int32Array.from(wh) })

describe("a block of readings", () => {
  it("knows its sum, and how large its readings are, whatever their sign", () => {
    expect(blockOfHours([1, 2, 3])).toMatchObject({ sumWh: 6, absSumWh: 6, maxAbsWh: 3 })
    expect(blockOfHours([5, -7, 3])).toMatchObject({ sumWh: 1, absSumWh: 15, maxAbsWh: 7 })
    expect(blockOfHours([9, -7, 3, 9], 1, 2)).toMatchObject({ sumWh: -4, absSumWh: 10, maxAbsWh: 7 })
    expect(blockOfHours([])).toMatchObject({ sumWh: 0, absSumWh: 0 })
  })

  it("of readings that cancel each other out costs what it costs, however large they are", () => {
    const large = 2_147_483_647
    const prices = Float64Array.of(8_388_609, 8_388_611, 1)
    const sum = sumOfProducts(blockOfHours([large, -large, 1]), prices, 0, 8_388_611)
    expect(sum).toBe(BigInt(large) * -2n + 1n)
  })
})

describe("what qualities of readings say", () => {
  const found = (...qualities: ReadonlyArray<Quality>) =>
    qualityFindings(
      {
        resolution: "PT1H",
        start: 0,
        quantitiesWh: new Int32Array(qualities.length),
        qualities: Uint8Array.from(qualities)
      },
      { from: 0, to: qualities.length * intervalMs.PT1H }
    )
  const { adjusted, calculated, estimated, incomplete, measured, missing, unknown } = Quality

  it("counts estimates and adjustments, and finds nothing of either in what was measured", () => {
    const all = { estimated: 0, adjusted: 0, unusable: [] }
    expect(found(measured, measured, measured, measured, measured)).toEqual({ ...all, intervals: 5 })
    expect(found(measured, calculated)).toEqual({ ...all, intervals: 2 })
    expect(found(estimated, measured, adjusted, adjusted)).toEqual({ ...all, intervals: 4, estimated: 1, adjusted: 2 })
    expect(found()).toBeUndefined()
  })

  it("joins neighbours that cannot be settled, and names what each of them is", () => {
    const hour = intervalMs.PT1H
    expect(found(missing)?.unusable).toEqual([{ from: 0, to: hour, intervals: 1, qualities: ["A02"] }])
    expect(found(measured, measured, measured, measured, missing)?.unusable).toHaveLength(1)
    expect(found(measured, missing, incomplete, incomplete, measured, unknown)?.unusable).toEqual([
      { from: hour, to: 4 * hour, intervals: 3, qualities: ["A02", "A05"] },
      { from: 5 * hour, to: 6 * hour, intervals: 1, qualities: ["unknown"] }
    ])
  })
})
