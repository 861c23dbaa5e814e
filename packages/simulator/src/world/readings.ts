import { fromDayNumber, type Instant, intervalMs, MarketCalendar } from "@datahub-settlement/core"
import { hash } from "../chance/hash.ts"
import type { WorldPoint } from "./WorldPoint.ts"

/** A local day with the local hour of each of its intervals. */
export interface WorldDay {
  /** Days since 1970-01-01. */
  readonly number: number
  readonly date: string
  readonly from: Instant
  readonly to: Instant
  /** Local hour by hour of the day: 23, 24 or 25 of them. */
  readonly localHours: ReadonlyArray<number>
  readonly isWeekend: boolean
  /** January is 0. */
  readonly month: number
}

const days = new Map<number, WorldDay>()

/** The local day with this number. */
export const worldDay = (dayNumber: number): WorldDay => {
  const known = days.get(dayNumber)
  if (known !== undefined) return known
  const date = fromDayNumber(dayNumber)
  const { from, to } = MarketCalendar.dayPeriod(date)
  const localHours = Array.from({ length: (to - from) / intervalMs.PT1H }, (_, hour) =>
    MarketCalendar.localHourOf(from + hour * intervalMs.PT1H)
  )
  const weekday = new Date(dayNumber * 86_400_000).getUTCDay()
  const isWeekend = weekday === 0 || weekday === 6
  const day = { number: dayNumber, date, from, to, localHours, isWeekend, month: Number(date.slice(5, 7)) - 1 }
  if (days.size > 4000) days.clear()
  days.set(dayNumber, day)
  return day
}

/** Quality of a reading by its code: A02 missing, A03 estimated, A04 measured. */
export const MISSING = 2
export const ESTIMATED = 3
export const MEASURED = 4

/**
 * What a registration says of a day, compared with the truth: all of it; with a gap; the gap filled by estimates; a
 * stretch estimated too low; all of it too high; all of it by a factor that a scenario has set; or what a test has told.
 */
export type Variant = "true" | "gap" | "filled" | "estimated" | "high" | "scaled" | "told"

/** One registration of one point's day. */
export interface Registration {
  readonly registeredAt: Instant
  /** When it is sent to the supplier; `undefined` for one that is kept back. */
  readonly deliveredAt: Instant | undefined
  readonly variant: Variant
  /** Thousandths, of a scaled one. */
  readonly permille?: number | undefined
  /** Whole Wh by local hour, of one that was told. */
  readonly toldWh?: ReadonlyArray<number> | undefined
}

/** Values of one day: whole Wh and quality, one per interval. */
export interface DayValues {
  readonly count: number
  readonly wh: Int32Array
  readonly quality: Uint8Array
}

/** Room for the longest day in quarters. Each call of {@link readDay} writes over what the one before gave. */
const scratch: { readonly wh: Int32Array; readonly quality: Uint8Array } = {
  wh: new Int32Array(100),
  quality: new Uint8Array(100)
}

/* Share of the mean hour, in hundredths, by local hour. */
const workday = [55, 48, 45, 44, 46, 58, 92, 128, 110, 88, 82, 84, 90, 86, 84, 92, 128, 178, 186, 160, 138, 120, 96, 70]
const weekend = [
  62, 54, 50, 48, 48, 52, 64, 84, 108, 122, 124, 126, 130, 122, 114, 116, 136, 172, 176, 150, 132, 116, 96, 74
]
const heating = [
  110, 112, 114, 116, 118, 120, 118, 110, 98, 88, 82, 78, 76, 76, 80, 86, 94, 102, 108, 110, 108, 106, 108, 110
]
const solar = [0, 0, 0, 0, 0, 12, 45, 98, 165, 235, 290, 318, 322, 300, 258, 200, 135, 74, 26, 4, 0, 0, 0, 0]
/* Share of the mean month, in hundredths. */
const season = [128, 122, 112, 98, 88, 80, 76, 80, 90, 100, 112, 124]
const cold = [210, 200, 165, 110, 55, 20, 15, 18, 45, 95, 150, 195]
const sun = [20, 45, 90, 140, 175, 185, 180, 150, 105, 60, 25, 14]

/** The readings that a registration holds: a function of its arguments, and nothing else. */
export const readDay = (seed: number, point: WorldPoint, day: WorldDay, registration: Registration): DayValues => {
  const perHour = point.resolution === "PT15M" ? 4 : 1
  const count = day.localHours.length * perHour
  const byHour = point.type === "E18" ? solar : point.type === "D14" ? heating : day.isWeekend ? weekend : workday
  const byMonth = (point.type === "E18" ? sun : point.type === "D14" ? cold : season)[day.month]!
  const meanWh = (point.annualKwh * 1000 * byMonth) / (8766 * 10_000 * perHour)
  const { quality, wh } = scratch
  const told = registration.toldWh ?? point.toldWh
  for (let i = 0; i < count; i++) {
    const hour = day.localHours[perHour === 1 ? i : i >> 2]!
    // Between half and one and a half times the profile.
    const noise = 512 + (hash(seed ^ point.index, day.number, i) & 1023)
    wh[i] =
      told === undefined ? Math.floor((meanWh * byHour[hour]! * noise) / 1024) : toldShare(told[hour]!, perHour, i)
    quality[i] = MEASURED
  }
  if (registration.variant !== "true" && told === undefined) vary(seed, point, day, { registration, count })
  return { count, wh, quality }
}

/** An hour's Wh, or a quarter's: what four do not divide goes to the first quarters. */
const toldShare = (hourWh: number, perHour: number, index: number): number =>
  Math.floor(hourWh / perHour) + (index % perHour < hourWh % perHour ? 1 : 0)

const vary = (
  seed: number,
  point: WorldPoint,
  day: WorldDay,
  { count, registration }: { readonly registration: Registration; readonly count: number }
): void => {
  const { quality, wh } = scratch
  const { permille = 1000, variant } = registration
  const first = hash(seed, point.index, day.number, 41) % count
  const last = Math.min(count, first + 1 + (hash(seed, point.index, day.number, 42) % 6))
  switch (variant) {
    case "gap":
    case "filled":
      return void quality.fill(variant === "gap" ? MISSING : ESTIMATED, first, last)
    case "estimated":
      quality.fill(ESTIMATED, first, last)
      for (let i = first; i < last; i++) wh[i] = Math.floor((wh[i]! * 9) / 10)
      return
    case "high":
      for (let i = 0; i < count; i++) wh[i] = wh[i]! + (wh[i]! >> 3)
      return
    case "scaled":
      for (let i = 0; i < count; i++) wh[i] = Math.floor((wh[i]! * permille) / 1000)
  }
}
