import { type PriceVersion, type TariffPrice, joinPrices } from "../charges/index.ts"
import { intervalMs, MarketCalendar, type Resolution, type Validity } from "../market/index.ts"
import type { NanoDkk } from "../quantity/index.ts"
import type { ChargePriceSeries } from "./PriceList.ts"
import { boundariesOf } from "./pricePositions.ts"

/** Versions of a subscription or fee: one a month, or part of a month, equal neighbours made one. */
export const amountVersions = (series: ChargePriceSeries): ReadonlyArray<PriceVersion<NanoDkk>> =>
  joinPrices(steps(series).map(({ price, ...validity }) => ({ ...validity, price, source: series.messageId })))

/**
 * Versions of a tariff. Prices by day become a flat price for each stretch of equal days. Prices by hour or quarter
 * become one flat price or 24 by local hour when every local day has the same, clock changes included: the doubled hour
 * must then have its price twice, and the hour that a day skips is taken from the other days. Anything else stays a
 * price for each interval.
 */
export const tariffVersions = (series: ChargePriceSeries): ReadonlyArray<PriceVersion<TariffPrice>> => {
  const source = series.messageId
  if (series.resolution !== "PT1H" && series.resolution !== "PT15M") {
    return joinPrices(
      steps(series).map(({ price, ...validity }) => ({
        ...validity,
        price: { kind: "flat", nanoDkkPerKwh: price } as const,
        source
      }))
    )
  }
  const { from, resolution, prices, to } = series
  const price = collapsed(series, resolution) ?? { kind: "series", resolution, start: from, nanoDkkPerKwh: prices }
  return [{ from, ...(to === undefined ? {} : { to }), price, source }]
}

/** Positions by day or month that have a price. */
const steps = (series: ChargePriceSeries): ReadonlyArray<Validity & { readonly price: NanoDkk }> => {
  const boundaries = boundariesOf(series, series.resolution)
  return Array.from(series.prices, (price, index) => {
    const to = boundaries[index + 1]
    return { from: boundaries[index]!, ...(to === undefined ? {} : { to }), price }
  }).filter(({ price }) => !Number.isNaN(price))
}

const collapsed = ({ from, prices }: ChargePriceSeries, resolution: Resolution): TariffPrice | undefined => {
  const byHour = new Float64Array(24)
  const seen = new Set<number>()
  for (let i = 0; i < prices.length; i++) {
    const hour = MarketCalendar.localHourOf(from + i * intervalMs[resolution])
    if (seen.has(hour) && !Object.is(byHour[hour], prices[i])) return undefined
    byHour[hour] = prices[i]!
    seen.add(hour)
  }
  // A stretch shorter than a day, or a spring day alone, does not say what every hour costs.
  if (seen.size < 24) return undefined
  return byHour.every((price) => Object.is(price, byHour[0])) && !Number.isNaN(byHour[0]!)
    ? { kind: "flat", nanoDkkPerKwh: byHour[0]! }
    : { kind: "byLocalHour", nanoDkkPerKwh: byHour }
}
