import type { Instant } from "@datahub-settlement/core"
import { hash, shareOf } from "../chance/hash.ts"
import { type Registration, type Variant, type WorldDay, worldDay } from "./readings.ts"
import type { WorldPoint } from "./WorldPoint.ts"

/** How often the first registration of a day is not the last, as shares of all days. */
export interface ReadingMix {
  /** A gap (A02), filled with estimates two to four days later. */
  readonly missing: number
  /** A stretch estimated (A03), measured ten days later. */
  readonly estimated: number
  /** Wrong throughout, corrected 20 to 39 days later. */
  readonly wrong: number
}

export const usualReadings: ReadingMix = { missing: 0.01, estimated: 0.03, wrong: 0.003 }

const HOUR_MS = 3_600_000

/** Readings of a day go out at six in the morning after it, or that many days later. */
export const deliveryOf = (dayNumber: number, daysLater: number): Instant =>
  worldDay(dayNumber + 1 + daysLater).from + 6 * HOUR_MS

/** When DataHub registered what goes out then: within the hour before, on a whole second. */
const registeredBefore = (seed: number, point: WorldPoint, dayNumber: number, deliveredAt: Instant): Instant =>
  deliveredAt - (60 + (hash(seed, point.index, dayNumber, 51) % 3500)) * 1000

/** What is registered of a point's day in the course of time, by chance alone: oldest first, at least one. */
export const plannedRegistrations = (
  seed: number,
  point: WorldPoint,
  day: WorldDay,
  mix: ReadingMix
): ReadonlyArray<Registration> => {
  const steps = stepsOf(seed, point, day, mix)
  return steps.map(([daysLater, variant]) => {
    const deliveredAt = deliveryOf(day.number, daysLater)
    return { variant, deliveredAt, registeredAt: registeredBefore(seed, point, day.number, deliveredAt) }
  })
}

type Step = readonly [daysLater: number, variant: Variant]
const plain: ReadonlyArray<Step> = [[0, "true"]]

const stepsOf = (seed: number, point: WorldPoint, day: WorldDay, mix: ReadingMix): ReadonlyArray<Step> => {
  const draw = shareOf(seed, point.index, day.number, 52)
  if (draw >= mix.missing + mix.estimated + mix.wrong) return plain
  const more = hash(seed, point.index, day.number, 53)
  if (draw < mix.missing)
    return [
      [0, "gap"],
      [2 + (more % 3), "filled"]
    ]
  if (draw < mix.missing + mix.estimated)
    return [
      [0, "estimated"],
      [10, "true"]
    ]
  return [
    [0, "high"],
    [20 + (more % 20), "true"]
  ]
}
