import { endOf, type Instant, intervalMs, type Validity } from "../market/index.ts"
import type { NanoDkk } from "../quantity/index.ts"
import { joinEqual, supersede, type VersionRules, withValidity } from "../storage/index.ts"
import type { PriceVersion, TariffPrice } from "./Charge.ts"

/** The price of a tariff, or of a subscription or fee. */
export type AnyPrice = TariffPrice | NanoDkk

/** Whether two prices are the same; two hours without a price are. */
export const samePrice = (a: AnyPrice, b: AnyPrice): boolean => {
  if (typeof a === "number" || typeof b === "number") return Object.is(a, b)
  if (a.kind === "flat") return b.kind === "flat" && Object.is(a.nanoDkkPerKwh, b.nanoDkkPerKwh)
  if (a.kind === "byLocalHour") return b.kind === "byLocalHour" && sameValues(a.nanoDkkPerKwh, b.nanoDkkPerKwh)
  return (
    b.kind === "series" &&
    a.resolution === b.resolution &&
    a.start === b.start &&
    sameValues(a.nanoDkkPerKwh, b.nanoDkkPerKwh)
  )
}

const sameValues = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((value, index) => Object.is(value, b[index]))

/** A price by intervals keeps the intervals of its version only; all other prices hold whenever their version does. */
const cutVersion = <Price extends AnyPrice>(version: PriceVersion<Price>, part: Validity): PriceVersion<Price> => {
  const { price } = version
  const cut = withValidity(version, part)
  return typeof price === "number" || price.kind !== "series"
    ? cut
    : { ...cut, price: cutSeries(price, part.from, endOf(part)) as Price }
}

/** The intervals of a price that meet a stretch of time. */
export const cutSeries = (price: Extract<TariffPrice, { kind: "series" }>, from: Instant, to: Instant): TariffPrice => {
  const step = intervalMs[price.resolution]
  const first = Math.min(Math.max(0, Math.floor((from - price.start) / step)), price.nanoDkkPerKwh.length)
  const last = Math.max(first, Math.min(price.nanoDkkPerKwh.length, Math.ceil((to - price.start) / step)))
  if (first === 0 && last === price.nanoDkkPerKwh.length) return price
  return { ...price, start: price.start + first * step, nanoDkkPerKwh: price.nanoDkkPerKwh.slice(first, last) }
}

const sameVersion = (a: PriceVersion<AnyPrice>, b: PriceVersion<AnyPrice>): boolean => samePrice(a.price, b.price)

/** How price versions are compared and shortened. */
export const priceRules: VersionRules<PriceVersion<AnyPrice>> = { same: sameVersion, cut: cutVersion }

/** Versions in time order, neighbours with the same price made one: some owners register a version a day. */
export const joinPrices = <Price extends AnyPrice>(
  versions: ReadonlyArray<PriceVersion<Price>>
): ReadonlyArray<PriceVersion<Price>> => joinEqual(versions, sameVersion)

/** The versions, with those of an interval in place of what they say about it: BRS-031, later intervals untouched. */
export const replaceInterval = <Price extends AnyPrice>(
  versions: ReadonlyArray<PriceVersion<Price>>,
  interval: Validity,
  replacement: ReadonlyArray<PriceVersion<Price>>
): ReadonlyArray<PriceVersion<Price>> => {
  const { added, closed } = supersede<PriceVersion<Price>>(versions, [], [interval], {
    same: sameVersion,
    cut: cutVersion
  })
  return [...versions.filter((version) => !closed.includes(version)), ...added, ...replacement]
}
