import { Data, Result } from "effect"
import { formatPeriod, type Instant, intervalMs, type PriceArea, type Resolution } from "../market/index.ts"
import { dkkTextOfNano, type NanoDkk } from "../quantity/index.ts"
import type { SpotPrices, SpotStretch } from "./SpotPrices.ts"

/** The spot price of one interval. */
export interface SpotPoint {
  readonly priceArea: PriceArea
  readonly resolution: Resolution
  /** Start of the interval, on the UTC line: the doubled hour in October is two points. */
  readonly start: Instant
  readonly nanoDkkPerKwh: NanoDkk
}

/** Two prices for the same time: nothing says which one holds. */
export class ContradictorySpotPrices extends Data.TaggedError("ContradictorySpotPrices")<{
  readonly priceArea: PriceArea
  readonly points: readonly [SpotPoint, SpotPoint]
}> {
  override get message(): string {
    const [first, second] = this.points.map(pointText)
    return `Contradictory spot prices for ${this.priceArea}: ${first} and ${second}`
  }
}

const endOfPoint = (point: SpotPoint): Instant => point.start + intervalMs[point.resolution]

const pointText = (point: SpotPoint): string =>
  `${formatPeriod({ from: point.start, to: endOfPoint(point) })} ${dkkTextOfNano(point.nanoDkkPerKwh)} DKK/kWh`

/**
 * Spot prices of each price area that the points name, made from any number of documents in any order. The same price
 * twice is one; two prices for one time, also an hour against one of its quarters, are refused. A new stretch begins
 * where the resolution changes (2025-09-30T22:00Z) and after a gap, which stays without a price.
 *
 * @example
 * import { Result } from "effect"
 * import { spotPricesOf } from "@datahub-settlement/core"
 *
 * const seam = Date.parse("2025-09-30T22:00:00Z")
 * const points = [
 *   { priceArea: "DK1" as const, resolution: "PT15M" as const, start: seam, nanoDkkPerKwh: 766_000_000 },
 *   { priceArea: "DK1" as const, resolution: "PT1H" as const, start: seam - 3_600_000, nanoDkkPerKwh: 727_198_034 }
 * ]
 * const [dk1] = Result.getOrThrow(spotPricesOf(points))
 * dk1?.stretches.map((stretch) => stretch.resolution) // => ["PT1H", "PT15M"]
 */
export const spotPricesOf = (
  points: ReadonlyArray<SpotPoint>
): Result.Result<ReadonlyArray<SpotPrices>, ContradictorySpotPrices> => {
  const prices: Array<SpotPrices> = []
  for (const [priceArea, ofArea] of [...Map.groupBy(points, (point) => point.priceArea)].sort(([a], [b]) =>
    a < b ? -1 : 1
  )) {
    const sorted = withoutDuplicates(ofArea.toSorted(byTimeAndPrice))
    const clash = sorted.findIndex((point, i) => i > 0 && point.start < endOfPoint(sorted[i - 1]!))
    if (clash > 0) {
      return Result.fail(new ContradictorySpotPrices({ priceArea, points: [sorted[clash - 1]!, sorted[clash]!] }))
    }
    prices.push({ priceArea, stretches: stretchesOf(sorted) })
  }
  return Result.succeed(prices)
}

/** The price only makes the error of contradictory prices the same whatever the order of the points. */
const byTimeAndPrice = (a: SpotPoint, b: SpotPoint): number =>
  a.start - b.start || endOfPoint(a) - endOfPoint(b) || a.nanoDkkPerKwh - b.nanoDkkPerKwh

const withoutDuplicates = (sorted: ReadonlyArray<SpotPoint>): ReadonlyArray<SpotPoint> =>
  sorted.filter((point, i) => {
    const before = sorted[i - 1]
    return (
      before === undefined ||
      before.start !== point.start ||
      before.resolution !== point.resolution ||
      before.nanoDkkPerKwh !== point.nanoDkkPerKwh
    )
  })

const stretchesOf = (sorted: ReadonlyArray<SpotPoint>): ReadonlyArray<SpotStretch> => {
  const stretches: Array<SpotStretch> = []
  for (let first = 0; first < sorted.length;) {
    const { resolution, start } = sorted[first]!
    let end = first + 1
    while (sorted[end]?.resolution === resolution && sorted[end]!.start === endOfPoint(sorted[end - 1]!)) end++
    const nanoDkkPerKwh = Float64Array.from({ length: end - first }, (_, i) => sorted[first + i]!.nanoDkkPerKwh)
    stretches.push({ resolution, start, nanoDkkPerKwh })
    first = end
  }
  return stretches
}
