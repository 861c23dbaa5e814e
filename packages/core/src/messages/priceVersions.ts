import { type AnyPrice, cutSeries, type PriceVersion, samePrice } from "../charges/index.ts"
import { endOf, type Instant, type Period, type Validity } from "../market/index.ts"

/** Versions in time order, neighbours with the same price made one: some owners register a version a day. */
export const mergeEqual = <Price extends AnyPrice>(
  versions: ReadonlyArray<PriceVersion<Price>>
): ReadonlyArray<PriceVersion<Price>> => {
  const merged: Array<PriceVersion<Price>> = []
  for (const version of versions.toSorted((a, b) => a.from - b.from)) {
    const before = merged.at(-1)
    if (before !== undefined && before.to === version.from && samePrice(before.price, version.price)) {
      merged[merged.length - 1] = withEnd(before, version.to)
    } else merged.push(version)
  }
  return merged
}

/** The versions, with those of an interval in place of what they say about it: BRS-031, later intervals untouched. */
export const replaceInterval = <Price extends AnyPrice>(
  versions: ReadonlyArray<PriceVersion<Price>>,
  interval: Validity,
  replacement: ReadonlyArray<PriceVersion<Price>>
): ReadonlyArray<PriceVersion<Price>> => [
  ...versions.flatMap((version) => outside(version, { from: interval.from, to: endOf(interval) })),
  ...replacement
]

/** What remains of a version beside a period. */
const outside = <Price extends AnyPrice>(
  version: PriceVersion<Price>,
  { from, to }: Period
): ReadonlyArray<PriceVersion<Price>> => [
  ...(version.from < from ? [withEnd(version, Math.min(endOf(version), from))] : []),
  ...(endOf(version) > to ? [withStart(version, Math.max(version.from, to))] : [])
]

const withEnd = <Price extends AnyPrice>(
  { to: _, ...version }: PriceVersion<Price>,
  to: Instant | undefined
): PriceVersion<Price> => {
  if (to === undefined || !Number.isFinite(to)) return version
  return { ...version, to, price: sliced(version.price, version.from, to) }
}

const withStart = <Price extends AnyPrice>(version: PriceVersion<Price>, from: Instant): PriceVersion<Price> => ({
  ...version,
  from,
  price: sliced(version.price, from, endOf(version))
})

/** A price by intervals holds the intervals of its version only; all other prices hold whenever their version does. */
const sliced = <Price extends AnyPrice>(price: Price, from: Instant, to: Instant): Price =>
  typeof price === "number" || price.kind !== "series" ? price : (cutSeries(price, from, to) as Price)
