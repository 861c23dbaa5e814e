import { type Instant, LocalDate, MarketCalendar, type Period } from "@datahub-settlement/core"

/** The days of a story, counted from 0: the first half of a year, with a clock change in it, and a month to look ahead. */
const days = MarketCalendar.localDays(
  MarketCalendar.datePeriod(LocalDate.make("2025-01-01"), LocalDate.make("2025-08-01"))
).map((date) => MarketCalendar.dayPeriod(date))

export const DAYS = days.length

/** Midnight at which a day begins; the end of all days for their number. */
export const dayAt = (day: number): Instant => (day < DAYS ? days[day]!.from : days[DAYS - 1]!.to)

export const dateOf = (day: number): string => MarketCalendar.localDateOf(dayAt(day))

/** The day that begins at a midnight. */
export const dayOf = (midnight: Instant): number => dayNumbers.get(midnight) ?? DAYS

const dayNumbers = new Map(days.map(({ from }, day) => [from, day]))

/** A month as a period, and as days: from the first to before the last. */
export interface Month {
  readonly name: string
  readonly period: Period
  readonly from: number
  readonly to: number
}

export const months: ReadonlyArray<Month> = Array.from({ length: 6 }, (_, index) => {
  const name = `2025-0${index + 1}`
  const period = MarketCalendar.monthPeriod(LocalDate.make(`${name}-01`))
  return { name, period, from: dayOf(period.from), to: dayOf(period.to) }
})
