import { intervalMs, type Period } from "../market/index.ts"
import { isSettleable, Quality } from "./Quality.ts"
import type { ReadingStretch } from "./ReadingStretch.ts"

/** The quality of a sum: what stops a part stops the sum, and an estimate in it makes it an estimate. */
const worse = (a: number, b: number): number => {
  if (!isSettleable(a)) return a
  if (!isSettleable(b)) return b
  if (a === b) return a
  return a === Quality.estimated || b === Quality.estimated ? Quality.estimated : Math.max(a, b)
}

/** The same readings hour by hour: quarters added up. The window begins and ends on whole hours. */
export const hourlyReadings = (stretches: ReadonlyArray<ReadingStretch>, window: Period): ReadingStretch => {
  const only = stretches[0]
  if (stretches.length === 1 && only!.resolution === "PT1H") return only!
  const n = (window.to - window.from) / intervalMs.PT1H
  const quantitiesWh = new Int32Array(n)
  const qualities = new Uint8Array(n)
  for (const stretch of stretches) {
    const perHour = intervalMs.PT1H / intervalMs[stretch.resolution]
    const firstHour = (stretch.start - window.from) / intervalMs.PT1H
    for (let i = 0; i < stretch.quantitiesWh.length; i++) {
      const hour = firstHour + Math.floor(i / perHour)
      const quality = stretch.qualities[i]!
      quantitiesWh[hour]! += stretch.quantitiesWh[i]!
      qualities[hour] = i % perHour === 0 ? quality : worse(qualities[hour]!, quality)
    }
  }
  return { resolution: "PT1H", start: window.from, quantitiesWh, qualities }
}
