import type { Instant, PriceArea, Resolution } from "../market/index.ts"

/** An unbroken stretch of spot prices with one resolution; `NaN` where none is known. */
export interface SpotStretch {
  readonly resolution: Resolution
  readonly start: Instant
  /** Nano-DKK per kWh, one per interval. */
  readonly nanoDkkPerKwh: Float64Array
}

/**
 * Spot prices of one price area, in time order and without overlap. Hourly to 2025-09-30T22:00Z, quarters since: a
 * period over that seam has stretches of both. Shared by all metering points of the area, so that what the engine
 * works out from it is worked out once.
 */
export interface SpotPrices {
  readonly priceArea: PriceArea
  readonly stretches: ReadonlyArray<SpotStretch>
}
