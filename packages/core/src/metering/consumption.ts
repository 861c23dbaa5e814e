import { type Gsrn, intervalMs, MarketCalendar, type Period } from "../market/index.ts"
import type { AssembledReadings } from "./assembleReadings.ts"
import { isSettleable } from "./Quality.ts"

/** How energy is summed up: by hour, or by local day or month. */
export type ConsumptionUnit = "hour" | "day" | "month"

/** Energy of one hour, local day or local month. */
export interface ConsumptionBucket extends Period {
  readonly wh: number
  /** Intervals that were summed, and those that are missing and so are not in the sum. */
  readonly intervals: number
  readonly missing: number
}

/** Intervals of a metering point for which no value that could be settled is known. */
export interface MissingInterval extends Period {
  readonly gsrn: Gsrn
}

const bucketAt = (unit: ConsumptionUnit, instant: number): Period => {
  if (unit === "hour") {
    const from = Math.floor(instant / intervalMs.PT1H) * intervalMs.PT1H
    return { from, to: from + intervalMs.PT1H }
  }
  return unit === "day"
    ? MarketCalendar.dayPeriod(MarketCalendar.localDateOf(instant))
    : MarketCalendar.monthPeriodOf(MarketCalendar.monthIndexOf(instant))
}

/** Current readings summed by hour, local day or local month; buckets are clipped to the readings' window. */
export const consumptionOf = (
  { stretches }: AssembledReadings,
  unit: ConsumptionUnit
): ReadonlyArray<ConsumptionBucket> => {
  const buckets: Array<{ from: number; to: number; wh: number; intervals: number; missing: number }> = []
  let current = { from: 0, to: Number.NEGATIVE_INFINITY, wh: 0, intervals: 0, missing: 0 }
  for (const { qualities, quantitiesWh, resolution, start } of stretches) {
    const step = intervalMs[resolution]
    for (let i = 0; i < quantitiesWh.length; i++) {
      const at = start + i * step
      if (at >= current.to) {
        current = { from: at, to: bucketAt(unit, at).to, wh: 0, intervals: 0, missing: 0 }
        buckets.push(current)
      }
      if (isSettleable(qualities[i]!)) {
        current.wh += quantitiesWh[i]!
        current.intervals++
      } else current.missing++
    }
  }
  const end = stretches.at(-1)
  if (end !== undefined)
    current.to = Math.min(current.to, end.start + end.quantitiesWh.length * intervalMs[end.resolution])
  return buckets
}

/** The intervals of assembled readings that have no value that could be settled, neighbours joined. */
export const missingIntervals = (gsrn: Gsrn, { stretches }: AssembledReadings): ReadonlyArray<MissingInterval> => {
  const missing: Array<MissingInterval> = []
  for (const { qualities, resolution, start } of stretches) {
    const step = intervalMs[resolution]
    for (let i = 0; i < qualities.length; i++) {
      if (isSettleable(qualities[i]!)) continue
      const from = start + i * step
      const last = missing.at(-1)
      if (last?.to === from) missing[missing.length - 1] = { gsrn, from: last.from, to: from + step }
      else missing.push({ gsrn, from, to: from + step })
    }
  }
  return missing
}
