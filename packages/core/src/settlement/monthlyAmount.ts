import { MarketCalendar } from "../market/index.ts"
import { type ExactDkk, exactOfMonthPart, halfEvenToOere, type NanoDkk, type Oere } from "../quantity/index.ts"
import type { LinePart, Segment } from "./Settlement.ts"

/** What a monthly price comes to in a segment. */
export interface MonthlyAmount {
  readonly exact: ExactDkk
  readonly amountOere: Oere
}

interface Remembered extends MonthlyAmount {
  readonly price: NanoDkk
  readonly pieces: number
  readonly from: number
  readonly to: number
}

/** The last amount of each price version: most points of a run share the version, the pieces and the month. */
const lastBySource = new WeakMap<object, Remembered>()

/**
 * A monthly price over the local days of a segment, each day carrying its share of its own month, times the pieces.
 *
 * @param source the price version or product terms that the price belongs to
 */
export const monthlyAmount = (source: object, price: NanoDkk, pieces: number, segment: Segment): MonthlyAmount => {
  const last = lastBySource.get(source)
  const { from, to } = segment
  if (last?.from === from && last.to === to && last.pieces === pieces && last.price === price) return last
  let exact = 0n
  for (const { days, daysInMonth } of MarketCalendar.monthParts(segment)) {
    exact += exactOfMonthPart(BigInt(price) * BigInt(pieces), days, daysInMonth)
  }
  const amount = { exact, amountOere: halfEvenToOere(exact), price, pieces, from, to }
  lastBySource.set(source, amount)
  return amount
}

/** The same month by month, for those who ask why. */
export const monthlyParts = (price: NanoDkk, pieces: number, segment: Segment): ReadonlyArray<LinePart> =>
  MarketCalendar.monthParts(segment).map(({ days, daysInMonth }) => ({
    label: `${days} of ${daysInMonth} days`,
    days,
    price,
    amount: exactOfMonthPart(BigInt(price) * BigInt(pieces), days, daysInMonth)
  }))
