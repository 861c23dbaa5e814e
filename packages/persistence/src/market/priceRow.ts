import { type AnyPrice, intervalMs, type PriceVersion } from "@datahub-settlement/core"
import { resolutionOf } from "../metering/seriesRow.ts"

const MINUTE_MS = 60_000

/** A price version as the columns of `market.charge_price`. */
export interface PriceRow {
  readonly from: number
  readonly to: number | null
  readonly kind: "amount" | "flat" | "byLocalHour" | "series"
  readonly resolutionMinutes: number | null
  readonly seriesStart: number | null
  /** A bigint[] as text, `{1,NULL}`: node-postgres would make text of every element. */
  readonly nano: string
  readonly source: string | null
}

/** The row of a version. */
export const priceRowOf = ({ from, price, source, to }: PriceVersion<AnyPrice>): PriceRow => {
  const version = { from, to: to ?? null, source: source ?? null }
  const none = { resolutionMinutes: null, seriesStart: null }
  if (typeof price === "number") return { ...version, ...none, kind: "amount", nano: nanoText([price]) }
  if (price.kind === "flat") return { ...version, ...none, kind: "flat", nano: nanoText([price.nanoDkkPerKwh]) }
  const nano = nanoText(price.nanoDkkPerKwh)
  if (price.kind === "byLocalHour") return { ...version, ...none, kind: "byLocalHour", nano }
  return {
    ...version,
    kind: "series",
    resolutionMinutes: intervalMs[price.resolution] / MINUTE_MS,
    seriesStart: price.start,
    nano
  }
}

/** The version of a row. */
export const versionOf = (row: PriceRow): PriceVersion<AnyPrice> => ({
  from: row.from,
  ...(row.to === null ? {} : { to: row.to }),
  price: priceOf(row),
  ...(row.source === null ? {} : { source: row.source })
})

const priceOf = ({ kind, nano, resolutionMinutes, seriesStart }: PriceRow): AnyPrice => {
  const prices = pricesOf(nano)
  if (kind === "amount") return prices[0]!
  if (kind === "flat") return { kind, nanoDkkPerKwh: prices[0]! }
  if (kind === "byLocalHour") return { kind, nanoDkkPerKwh: prices }
  return { kind, resolution: resolutionOf(resolutionMinutes!), start: seriesStart!, nanoDkkPerKwh: prices }
}

const nanoText = (prices: ArrayLike<number>): string =>
  `{${Array.from(prices, (price) => (Number.isNaN(price) ? "NULL" : String(price))).join(",")}}`

const pricesOf = (nano: string): Float64Array => {
  const elements = nano.slice(1, -1)
  return elements === ""
    ? new Float64Array(0)
    : Float64Array.from(elements.split(","), (text) => (text === "NULL" ? Number.NaN : Number(text)))
}
