import type { Period } from "../market/index.ts"
import { Quality } from "../metering/index.ts"
import { addFault } from "./faults.ts"
import { isObject, type JsonObject } from "./json.ts"
import type { PriceResolution } from "./PriceList.ts"
import { positionsIn } from "./pricePositions.ts"
import {
  closeGaps,
  pointFault,
  type PointsPlace,
  POSITION,
  positionOf,
  qualityCodeOf,
  qualityOf,
  UNSET
} from "./readPoints.ts"
import type { SeriesPlace } from "./seriesDocument.ts"

/** Results are sent for a month; corrections reach three years back. A longer series is none. */
const SERIES_DAYS_MAX = 4 * 366
/** Quarter-hours of so many days: the most positions that a series in an unknown resolution may have. */
const POSITIONS_MAX = SERIES_DAYS_MAX * 96

const knownResolutions: ReadonlyArray<string> = ["PT15M", "PT1H", "P1D", "P1M"] satisfies ReadonlyArray<PriceResolution>

/**
 * How many values a series has: as many as its interval holds; in a resolution that we do not know, as its positions
 * say. Undefined, with the fault noted, where the interval is no whole number of them.
 */
export const valuesIn = (
  interval: Period & { readonly resolution: string },
  points: ReadonlyArray<unknown>,
  { faults, path }: SeriesPlace
): number | undefined => {
  const { from, resolution, to } = interval
  if (!knownResolutions.includes(resolution)) return Math.min(highestPosition(points), POSITIONS_MAX)
  const values =
    to - from > SERIES_DAYS_MAX * 86_400_000 ? undefined : positionsIn(interval, resolution as PriceResolution)
  if (values === undefined) {
    const expected = `whole ${resolution} intervals, at most ${SERIES_DAYS_MAX} days`
    const actual = `${new Date(from).toISOString()}/${new Date(to).toISOString()}`
    addFault(faults, [...path, "Period", "timeInterval"], expected, actual)
  }
  return values
}

const highestPosition = (points: ReadonlyArray<unknown>): number =>
  points.reduce<number>((highest, point) => {
    const position = isObject(point) ? positionOf(point.position) : Number.NaN
    return position > highest ? position : highest
  }, 0)

/** Qualities by interval; a position that the document leaves out is missing (A02). */
export interface WalkedQualities {
  readonly qualities: Uint8Array
  readonly unknownQualities: ReadonlyMap<number, string> | undefined
}

/** Takes the values of one point, whose place and quality are sound. */
export type PointReader = (point: JsonObject, index: number, quality: Quality, pointIndex: number) => void

/** Goes through the points of a series once: each position at most once, and each quality a code. */
export const walkPoints = (
  points: ReadonlyArray<unknown>,
  intervals: number,
  place: PointsPlace,
  read: PointReader
): WalkedQualities => {
  const qualities = new Uint8Array(intervals).fill(UNSET)
  let unknownQualities: Map<number, string> | undefined
  for (let i = 0; i < points.length; i++) {
    const point = points[i]
    if (!isObject(point)) {
      pointFault(place, i, [], "an object", point)
      continue
    }
    const index = positionOf(point.position) - 1
    if (!(index >= 0 && index < intervals)) {
      pointFault(place, i, ["position"], `${POSITION} to ${intervals}, the length of the interval`, point.position)
      continue
    }
    if (qualities[index] !== UNSET) {
      pointFault(place, i, ["position"], "each position once", index + 1)
      continue
    }
    const code = qualityCodeOf(point.quality)
    const quality = qualityOf(code)
    if (quality === Quality.unknown) {
      if (code === undefined) pointFault(place, i, ["quality"], "a code {value}", point.quality)
      else (unknownQualities ??= new Map()).set(index, code)
    }
    qualities[index] = quality
    read(point, index, quality, i)
  }
  closeGaps(qualities)
  return { qualities, unknownQualities }
}
