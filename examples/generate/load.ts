import { type Instant, intervalMs, MarketCalendar, type Period, type Resolution } from "@datahub-settlement/core"
import { seededRandom, type SeededRandom } from "@datahub-settlement/core/testing"

/*
 * Invented households: shapes that look like a home, with nothing measured behind them. Whole Wh from integers and a
 * seeded generator, so that every run writes the same files.
 */

/** Share of a day's energy by local hour, in thousandths. */
const EVENING_HOUSE = [22, 19, 18, 17, 17, 21, 36, 52, 46, 36, 32, 33, 37, 35, 34, 37, 50, 82, 96, 82, 66, 54, 43, 35]
const HEAT_PUMP_HOUSE = [41, 41, 42, 43, 45, 49, 52, 50, 43, 38, 35, 34, 34, 33, 33, 35, 39, 47, 50, 47, 45, 42, 41, 41]

/** A profile and what the home draws on an ordinary day. */
export interface Home {
  readonly seed: number
  readonly shape: "evening" | "heatPump"
  /** Wh of a day, by days since the period began: weather, season. */
  readonly dayWh: (dayIndex: number) => number
}

/** Wh of every interval. */
export const consumptionOf = (home: Home, period: Period, resolution: Resolution): ReadonlyArray<number> => {
  const random = seededRandom(home.seed)
  const shares = home.shape === "evening" ? EVENING_HOUSE : HEAT_PUMP_HOUSE
  const total = shares.reduce((sum, share) => sum + share, 0)
  return intervalsOf(period, resolution).map(({ dayIndex, hour, perHour }) => {
    const usual = (home.dayWh(dayIndex) * shares[hour]!) / total / perHour
    return Math.max(5, Math.round((usual * random.int(70, 130)) / 100) + appliance(random, hour, perHour))
  })
}

/** Now and then something heavy runs: an oven, a washing machine, a kettle. */
const appliance = (random: SeededRandom, hour: number, perHour: number): number => {
  const awake = hour >= 6 && hour < 23
  return awake && random.chance(0.06) ? Math.round(random.int(300, 1400) / perHour) : 0
}

/** Solar panels: what they can make at noon of a clear day, and how the weather was. */
export interface Panels {
  readonly seed: number
  readonly peakW: number
}

/** Wh that go to the grid side of the meter in every interval: a bow over the day, longer in summer, and clouds. */
export const productionOf = (panels: Panels, period: Period, resolution: Resolution): ReadonlyArray<number> => {
  const random = seededRandom(panels.seed)
  const clouds = MarketCalendar.localDays(period).map(() => random.int(15, 100))
  return intervalsOf(period, resolution).map(({ dayIndex, perHour, start }) => {
    const sun = sunOf(start + intervalMs[resolution] / 2)
    return Math.round(((((panels.peakW / perHour) * sun * clouds[dayIndex]!) / 100) * random.int(85, 100)) / 100)
  })
}

/** 0 at night to about 1 at noon in June, for 56° north and 10° east: the sine of the sun's height. */
const sunOf = (instant: Instant): number => {
  const dayOfYear = (instant - Date.UTC(new Date(instant).getUTCFullYear(), 0, 1)) / 86_400_000
  const declination = (-23.44 * Math.cos((2 * Math.PI * (dayOfYear + 10)) / 365) * Math.PI) / 180
  const latitude = (56 * Math.PI) / 180
  const hourAngle = (((instant % 86_400_000) / 3_600_000 + 10 / 15 - 12) * 15 * Math.PI) / 180
  const height =
    Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle)
  return Math.max(0, height)
}

const intervalsOf = (period: Period, resolution: Resolution) => {
  const step = intervalMs[resolution]
  const days = MarketCalendar.localDays(period)
  return Array.from({ length: (period.to - period.from) / step }, (_, index) => {
    const start = period.from + index * step
    return {
      start,
      dayIndex: days.indexOf(MarketCalendar.localDateOf(start)),
      hour: MarketCalendar.localHourOf(start),
      perHour: intervalMs.PT1H / step
    }
  })
}
