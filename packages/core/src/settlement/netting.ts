import type { Period } from "../market/index.ts"
import { hourlyReadings, Quality, type ReadingStretch } from "../metering/index.ts"

/** Consumption and production set against each other, hour by hour. */
export interface Netted {
  /** What is drawn net: carries energy, tariffs and tax. */
  readonly net: ReadingStretch
  /** What is left of the production: credited at spot. */
  readonly surplus: ReadingStretch
}

/** Nets whole hours, whatever the resolution of the readings: net = max(0, c − p), surplus = max(0, p − c). */
export const netHourly = (
  consumption: ReadonlyArray<ReadingStretch>,
  production: ReadonlyArray<ReadingStretch>,
  window: Period
): Netted => {
  const drawn = hourlyReadings(consumption, window)
  const fed = hourlyReadings(production, window)
  const n = drawn.quantitiesWh.length
  const net = new Int32Array(n)
  const surplus = new Int32Array(n)
  for (let hour = 0; hour < n; hour++) {
    const balance = drawn.quantitiesWh[hour]! - fed.quantitiesWh[hour]!
    if (balance > 0) net[hour] = balance
    else surplus[hour] = -balance
  }
  // Missing parts are found on the readings themselves, where the metering point they belong to is known.
  const qualities = new Uint8Array(n).fill(Quality.calculated)
  const stretch = { resolution: "PT1H", start: window.from, qualities } as const
  return { net: { ...stretch, quantitiesWh: net }, surplus: { ...stretch, quantitiesWh: surplus } }
}
