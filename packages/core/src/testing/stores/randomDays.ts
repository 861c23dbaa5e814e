import { type Instant, intervalMs, type Validity } from "../../market/index.ts"
import type { SeededRandom } from "../SeededRandom.ts"
import { midnight } from "./conformanceWorld.ts"

/*
 * Random histories against models too simple to be wrong: a value for every day, hour or quarter, overwritten as things
 * are recorded. Whatever a store knows must be that, now and as of every instant in between. `world` keeps histories in
 * one store apart: give each its own.
 */

const HOUR = intervalMs.PT1H

/** Days of a history: 2025-10-14 to 2025-11-06, with the long day in October. */
export const DAYS = 24

/** Danish midnight of one of them. */
export const dayAt = (index: number): Instant => midnight("2025-10-14") + index * 24 * HOUR + (index >= 13 ? HOUR : 0)

export const days: ReadonlyArray<Instant> = Array.from({ length: DAYS }, (_, i) => dayAt(i))

/** Some of the days, one at least; at times without an end. */
export const randomValidity = (random: SeededRandom): Validity => {
  const first = random.int(0, DAYS - 2)
  return random.chance(0.3)
    ? { from: dayAt(first) }
    : { from: dayAt(first), to: dayAt(random.int(first + 1, DAYS - 1)) }
}
