import { INTERVAL_WH_MAX, kwhText, whFromKwh } from "../quantity/index.ts"
import { Quality } from "../metering/index.ts"
import { addFault, type Faults, type PathPart } from "./faults.ts"
import { isObject } from "./json.ts"
import type { WirePoint } from "./MeasureData.ts"

/*
 * The innermost loop of what a supplier reads all day: it runs over the parsed JSON as it is, makes no object and no
 * path, and must cost less than the parsing did.
 */

/** Where the points being read are, for the path of a fault. */
export interface PointsPlace {
  readonly faults: Faults
  /** Path of the series. */
  readonly series: ReadonlyArray<PathPart>
}

/** Intervals with their qualities; a position that the document leaves out is missing (A02). */
export interface ReadPoints {
  readonly quantitiesWh: Int32Array
  readonly qualities: Uint8Array
  readonly unknownQualities: ReadonlyMap<number, string> | undefined
}

/** A position that no point has named yet. */
export const UNSET = 255

export const POSITION = "a whole number from 1"
const QUANTITY = `a quantity ≥ 0 with at most 3 decimals, at most ${kwhText(INTERVAL_WH_MAX)}`

export const readPoints = (points: ReadonlyArray<unknown>, intervals: number, place: PointsPlace): ReadPoints => {
  const quantitiesWh = new Int32Array(intervals)
  const qualities = new Uint8Array(intervals).fill(UNSET)
  let unknownQualities: Map<number, string> | undefined
  let left = intervals
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
    left--
    const code = qualityCodeOf(point.quality)
    const quality = qualityOf(code)
    if (quality === Quality.unknown) {
      if (code === undefined) pointFault(place, i, ["quality"], "a code {value}", point.quality)
      else (unknownQualities ??= new Map()).set(index, code)
    }
    qualities[index] = quality
    const quantity = point.quantity
    if (typeof quantity === "number") {
      const wh = whFromKwh(quantity)
      if (wh === undefined || wh < 0 || wh > INTERVAL_WH_MAX) pointFault(place, i, ["quantity"], QUANTITY, quantity)
      // Where the quality says that there is no value, there is none, whatever number stands beside it.
      else if (quality !== Quality.missing) quantitiesWh[index] = wh
    } else if (quantity != null || needsQuantity(quality)) pointFault(place, i, ["quantity"], QUANTITY, quantity)
  }
  if (left > 0) closeGaps(qualities)
  return { quantitiesWh, qualities, unknownQualities }
}

export const pointFault = (
  place: PointsPlace,
  index: number,
  keys: ReadonlyArray<PathPart>,
  expected: string,
  actual: unknown
): void => addFault(place.faults, [...place.series, "Period", "Point", index, ...keys], expected, actual)

/** `{ value: 1 }` on the wire; a bare 1 is understood too. NaN for what is no whole number. */
export const positionOf = (wire: unknown): number => {
  const position = typeof wire === "object" && wire !== null ? (wire as { readonly value?: unknown }).value : wire
  return typeof position === "number" && Number.isInteger(position) ? position : Number.NaN
}

const MEASURED_CODE = "A04"

/** No code stands for measured: DataHub leaves it out. */
export const qualityCodeOf = (wire: unknown): string | undefined => {
  if (wire == null) return MEASURED_CODE
  const code = typeof wire === "object" ? (wire as { readonly value?: unknown }).value : undefined
  return typeof code === "string" ? code : undefined
}

export const qualityOf = (code: string | undefined): Quality => {
  switch (code) {
    case MEASURED_CODE:
      return Quality.measured
    case "A02":
      return Quality.missing
    case "A03":
      return Quality.estimated
    case "A06":
      return Quality.calculated
    case "A01":
      return Quality.adjusted
    case "A05":
      return Quality.incomplete
    default:
      return Quality.unknown
  }
}

/** Incomplete and unknown readings are never settled: they may come without a quantity. */
export const needsQuantity = (quality: Quality): boolean => quality >= Quality.measured && quality <= Quality.adjusted

export const closeGaps = (qualities: Uint8Array): void => {
  for (let i = 0; i < qualities.length; i++) if (qualities[i] === UNSET) qualities[i] = Quality.missing
}

/** Points of a series that is carried beside, as they came. */
export const wirePoints = (points: ReadonlyArray<unknown>, place: PointsPlace): ReadonlyArray<WirePoint> =>
  points.map((point, index): WirePoint => {
    const { position, quality, quantity } = isObject(point) ? point : {}
    const code = qualityCodeOf(quality)
    if (!(positionOf(position) >= 1)) pointFault(place, index, ["position"], POSITION, position)
    if (code === undefined) pointFault(place, index, ["quality"], "a code {value}", quality)
    if (quantity != null && typeof quantity !== "number") pointFault(place, index, ["quantity"], "a number", quantity)
    return {
      position: positionOf(position),
      ...(quality == null ? {} : { quality: code }),
      ...(typeof quantity === "number" ? { quantity } : {})
    }
  })
