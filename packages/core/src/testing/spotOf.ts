import type { SpotPrices } from "../charges/index.ts"
import {
  type Instant,
  intervalMs,
  MarketCalendar,
  type Period,
  type PriceArea,
  type Resolution
} from "../market/index.ts"
import { nanoOf } from "./chargesOf.ts"

/** What {@link spotOf} makes spot prices from. */
export interface SpotFields {
  readonly period: Period
  /** DK1 without it. */
  readonly priceArea?: PriceArea | undefined
  /** PT1H without it. */
  readonly resolution?: Resolution | undefined
  /** DKK per kWh: always the same, 24 of them by local hour, or by the start of the interval. */
  readonly dkkPerKwh: string | ReadonlyArray<string> | ((start: Instant) => string)
}

/**
 * Spot prices of a period in one stretch.
 *
 * @example
 * import { LocalDate, MarketCalendar } from "@datahub-settlement/core"
 * import { spotOf } from "@datahub-settlement/core/testing"
 *
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))
 * const spot = spotOf({ period: day, resolution: "PT15M", dkkPerKwh: "0.45" })
 * spot.stretches[0]?.nanoDkkPerKwh.length // => 100
 */
export const spotOf = ({ dkkPerKwh, period, priceArea = "DK1", resolution = "PT1H" }: SpotFields): SpotPrices => {
  const step = intervalMs[resolution]
  const priceAt = (start: Instant): string =>
    typeof dkkPerKwh === "string"
      ? dkkPerKwh
      : typeof dkkPerKwh === "function"
        ? dkkPerKwh(start)
        : dkkPerKwh[MarketCalendar.localHourOf(start)]!
  const nanoDkkPerKwh = Float64Array.from({ length: (period.to - period.from) / step }, (_, index) =>
    nanoOf(priceAt(period.from + index * step))
  )
  return { priceArea, stretches: [{ resolution, start: period.from, nanoDkkPerKwh }] }
}
