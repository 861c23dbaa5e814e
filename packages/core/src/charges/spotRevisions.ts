import { Result } from "effect"
import { type Instant, intervalMs, type Period, type PriceArea } from "../market/index.ts"
import { isWholePrice, NOT_WHOLE } from "./chargesToRecord.ts"
import { PricesRefused } from "./PricesRefused.ts"
import type { SpotPrices } from "./SpotPrices.ts"
import { type ContradictorySpotPrices, type SpotPoint, spotPricesOf } from "./spotPricesOf.ts"

/*
 * A revision holds for all of its own time: a quarter over an older hour leaves the other three quarters as they were,
 * an hour over older quarters replaces all four.
 */

const QUARTER = intervalMs.PT15M
const HOUR = intervalMs.PT1H
const QUARTERS = HOUR / QUARTER

/** The prices of a period that hold after revisions, given in the order in which they were recorded. */
export const currentSpotPrices = (
  priceArea: PriceArea,
  revisions: ReadonlyArray<SpotPoint>,
  period: Period
): SpotPrices => {
  const from = Math.floor(period.from / HOUR) * HOUR
  const quarters = Math.ceil((period.to - from) / HOUR) * QUARTERS
  const newest: Array<SpotPoint | undefined> = Array.from({ length: Math.max(0, quarters) })
  for (const point of revisions) {
    const first = (point.start - from) / QUARTER
    const count = intervalMs[point.resolution] / QUARTER
    for (let i = Math.max(0, first); i < Math.min(first + count, newest.length); i++) newest[i] = point
  }
  const points = pointsOf(newest, from).filter((point) => meets(point, period))
  // Points made of one grid cannot contradict each other.
  const [prices] = Result.getOrThrow(spotPricesOf(points))
  return prices ?? { priceArea, stretches: [] }
}

const meets = ({ resolution, start }: SpotPoint, period: Period): boolean =>
  start < period.to && period.from < start + intervalMs[resolution]

/** An hour whose quarters all come from one hourly price is that price; any other comes as quarters. */
const pointsOf = (newest: ReadonlyArray<SpotPoint | undefined>, from: Instant): ReadonlyArray<SpotPoint> => {
  const points: Array<SpotPoint> = []
  for (let hour = 0; hour < newest.length; hour += QUARTERS) {
    const first = newest[hour]
    const isOneHour =
      first?.resolution === "PT1H" &&
      first === newest[hour + 1] &&
      first === newest[hour + 2] &&
      first === newest[hour + 3]
    if (isOneHour) points.push(first)
    else {
      for (let i = hour; i < hour + QUARTERS; i++) {
        const point = newest[i]
        if (point !== undefined) points.push({ ...point, resolution: "PT15M", start: from + i * QUARTER })
      }
    }
  }
  return points
}

/** Spot prices as single intervals, those without a price left out. */
const pointsOfPrices = ({ priceArea, stretches }: SpotPrices): ReadonlyArray<SpotPoint> =>
  stretches.flatMap(({ nanoDkkPerKwh, resolution, start }) =>
    Array.from(nanoDkkPerKwh, (price, i): SpotPoint => ({
      priceArea,
      resolution,
      start: start + i * intervalMs[resolution],
      nanoDkkPerKwh: price
    })).filter((point) => !Number.isNaN(point.nanoDkkPerKwh))
  )

/** Checks spot prices before a store records them. */
export const spotToRecord = (
  prices: SpotPrices
): Result.Result<ReadonlyArray<SpotPoint>, ContradictorySpotPrices | PricesRefused> => {
  const points = pointsOfPrices(prices)
  const faulty = points.find(
    (point) => !isWholePrice(point.nanoDkkPerKwh) || point.start % intervalMs[point.resolution] !== 0
  )
  if (faulty !== undefined) {
    const reason = isWholePrice(faulty.nanoDkkPerKwh)
      ? `a ${faulty.resolution} price begins at the start of an interval`
      : NOT_WHOLE
    return Result.fail(
      new PricesRefused({
        charge: `spot ${prices.priceArea}`,
        from: faulty.start,
        to: faulty.start + intervalMs[faulty.resolution],
        reason
      })
    )
  }
  return Result.map(spotPricesOf(points), (checked) => checked.flatMap(pointsOfPrices))
}

/** Which of some points are not known yet, and how many of them have no price at all so far. */
export const spotNews = (
  current: SpotPrices,
  points: ReadonlyArray<SpotPoint>
): { readonly news: ReadonlyArray<SpotPoint>; readonly added: number } => {
  const known = new Map(
    pointsOfPrices(current).map((point) => [`${point.resolution}${point.start}`, point.nanoDkkPerKwh])
  )
  const news = points.filter((point) => known.get(`${point.resolution}${point.start}`) !== point.nanoDkkPerKwh)
  const priced = new Set(
    current.stretches.flatMap(({ nanoDkkPerKwh, resolution, start }) =>
      quartersOf({ from: start, to: start + nanoDkkPerKwh.length * intervalMs[resolution] })
    )
  )
  const added = news.filter(({ resolution, start }) =>
    quartersOf({ from: start, to: start + intervalMs[resolution] }).every((quarter) => !priced.has(quarter))
  )
  return { news, added: added.length }
}

const quartersOf = ({ from, to }: Period): ReadonlyArray<Instant> =>
  Array.from({ length: (to - from) / QUARTER }, (_, i) => from + i * QUARTER)

/** The time that points lie in, from the first to the end of the last. */
export const periodOfPoints = (points: ReadonlyArray<SpotPoint>): Period => {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const { resolution, start } of points) {
    from = Math.min(from, start)
    to = Math.max(to, start + intervalMs[resolution])
  }
  return { from, to }
}

/** Time of a period that no stretch covers. */
export const spotGaps = ({ stretches }: SpotPrices, period: Period): ReadonlyArray<Period> => {
  const gaps: Array<Period> = []
  let { from } = period
  for (const { nanoDkkPerKwh, resolution, start } of stretches) {
    if (from < start) gaps.push({ from, to: Math.min(start, period.to) })
    from = Math.max(from, start + nanoDkkPerKwh.length * intervalMs[resolution])
  }
  if (from < period.to) gaps.push({ from, to: period.to })
  return gaps
}
