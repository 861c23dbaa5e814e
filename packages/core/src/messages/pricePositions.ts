import { endOf, type Instant, intervalMs, MarketCalendar, type Validity } from "../market/index.ts"
import type { PriceResolution } from "./PriceList.ts"

/*
 * Where the positions of a price series begin: hours and quarters on the UTC line, days and months by the Danish
 * calendar. A month that begins on another day than the first is a part, and the next position is the next first.
 */

/** How many positions an interval has; `undefined` when it is no whole number of them. */
export const positionsIn = (validity: Validity, resolution: PriceResolution): number | undefined => {
  const { from, to } = validity
  if (resolution === "PT15M" || resolution === "PT1H") {
    const positions = (endOf(validity) - from) / intervalMs[resolution]
    return Number.isInteger(positions) && from % intervalMs[resolution] === 0 ? positions : undefined
  }
  if (!MarketCalendar.isLocalMidnight(from) || (to !== undefined && !MarketCalendar.isLocalMidnight(to)))
    return undefined
  if (to === undefined) return 1
  return resolution === "P1D"
    ? MarketCalendar.localDays({ from, to }).length
    : MarketCalendar.monthIndexOf(to - 1) - MarketCalendar.monthIndexOf(from) + 1
}

/** Where each position begins, and after the last one where it ends. */
export const boundariesOf = (validity: Validity, resolution: PriceResolution): ReadonlyArray<Instant | undefined> => {
  const { from, to } = validity
  const positions = positionsIn(validity, resolution) ?? 0
  const startOf = (index: number): Instant => {
    if (index === 0) return from
    if (resolution === "P1M") return MarketCalendar.monthPeriodOf(MarketCalendar.monthIndexOf(from) + index).from
    if (resolution === "P1D") return dayAfter(from, index)
    return from + index * intervalMs[resolution]
  }
  return Array.from({ length: positions + 1 }, (_, index) => (index === positions ? to : startOf(index)))
}

/** A clock change between two midnights is an hour: noon of the day decides which midnight it is. */
const dayAfter = (midnight: Instant, days: number): Instant =>
  MarketCalendar.startOfDay(MarketCalendar.localDateOf(midnight + (days * 24 + 12) * intervalMs.PT1H))
