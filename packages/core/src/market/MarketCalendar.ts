import type { Instant, Period } from "./Instant.ts"
import { addDays, firstOfMonth, fromDayNumber, type LocalDate, toDayNumber } from "./LocalDate.ts"

/*
 * Danish local time. Days, months and tariff hours are Europe/Copenhagen; instants are UTC. The rule is the one of
 * directive 2000/84/EC, in force since 1996 and without an end date: summer time from 01:00 UTC on the last Sunday of
 * March to 01:00 UTC on the last Sunday of October. This module is the only place that knows it, and its test holds it
 * against the tz database for every quarter around every change.
 */

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MEAN_YEAR_MS = 365.2425 * DAY_MS

/** The first year in which the rule above holds; nothing in the market is older. */
export const FIRST_YEAR = 1996

const lastSundayAt1Utc = (year: number, monthIndex: number): Instant => {
  const lastDay = new Date(Date.UTC(year, monthIndex + 1, 0))
  return lastDay.getTime() - lastDay.getUTCDay() * DAY_MS + HOUR_MS
}

const makeSummerTime = (year: number): Period => ({ from: lastSundayAt1Utc(year, 2), to: lastSundayAt1Utc(year, 9) })

const summerTimes = Array.from({ length: 2100 - FIRST_YEAR }, (_, i) => makeSummerTime(FIRST_YEAR + i))

/** When summer time holds in a year, as instants. */
export const summerTime = (year: number): Period => summerTimes[year - FIRST_YEAR] ?? makeSummerTime(year)

/** Local time minus UTC, in milliseconds: one hour in winter, two in summer. */
export const utcOffsetMs = (instant: Instant): number => {
  // By mean years the year may be off by a day around New Year; both years say winter there.
  const { from, to } = summerTime(1970 + Math.floor(instant / MEAN_YEAR_MS))
  return from <= instant && instant < to ? 2 * HOUR_MS : HOUR_MS
}

/** The local date of an instant. */
export const localDateOf = (instant: Instant): LocalDate =>
  fromDayNumber(Math.floor((instant + utcOffsetMs(instant)) / DAY_MS))

/** The local wall-clock hour of an instant, 0–23. On the long day in October hour 2 comes twice. */
export const localHourOf = (instant: Instant): number =>
  Math.floor(((((instant + utcOffsetMs(instant)) % DAY_MS) + DAY_MS) % DAY_MS) / HOUR_MS)

/** The instant at which a local day begins: local midnight never falls on a clock change. */
export const startOfDay = (date: LocalDate): Instant => {
  const utcMidnight = toDayNumber(date) * DAY_MS
  return utcMidnight - utcOffsetMs(utcMidnight - 2 * HOUR_MS)
}

/** A local day with its date. */
export interface LocalDay extends Period {
  readonly date: LocalDate
}

let lastLocalDay: LocalDay = { date: fromDayNumber(0), from: 0, to: 0 }

/** The local day that holds an instant. Who asks for one day after the other, or for one many times, asks cheaply. */
export const localDayOf = (instant: Instant): LocalDay => {
  if (instant < lastLocalDay.from || lastLocalDay.to <= instant) {
    const date = localDateOf(instant)
    lastLocalDay = { date, ...dayPeriod(date) }
  }
  return lastLocalDay
}

/** A local day: 23, 24 or 25 hours. */
export const dayPeriod = (date: LocalDate): Period => ({ from: startOfDay(date), to: startOfDay(addDays(date, 1)) })

/** The local month that holds a date. */
export const monthPeriod = (date: LocalDate): Period => ({
  from: startOfDay(firstOfMonth(date)),
  to: startOfDay(firstOfMonth(date, 1))
})

/**
 * The period between two local dates, half-open: `datePeriod("2025-01-01", "2025-02-01")` is the whole of January.
 *
 * @example
 * import { LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const longDay = MarketCalendar.datePeriod(LocalDate.make("2025-10-26"), LocalDate.make("2025-10-27"))
 * ;(longDay.to - longDay.from) / 3_600_000 // => 25
 */
export const datePeriod = (from: LocalDate, to: LocalDate): Period => ({ from: startOfDay(from), to: startOfDay(to) })

/** Whether an instant is a local midnight. */
export const isLocalMidnight = (instant: Instant): boolean => (instant + utcOffsetMs(instant)) % DAY_MS === 0

/** Number of the local month of an instant, counted from year 0: consecutive months have consecutive numbers. */
export const monthIndexOf = (instant: Instant): number => {
  const local = new Date(instant + utcOffsetMs(instant))
  return local.getUTCFullYear() * 12 + local.getUTCMonth()
}

/** The local month with this number. */
export const monthPeriodOf = (monthIndex: number): Period => ({
  from: startOfMonth(monthIndex),
  to: startOfMonth(monthIndex + 1)
})

/** No month begins within hours of a clock change, so the offset one hour before UTC midnight is the one that holds. */
const startOfMonth = (monthIndex: number): Instant => {
  const utcMidnight = Date.UTC(Math.floor(monthIndex / 12), monthIndex % 12, 1)
  return utcMidnight - utcOffsetMs(utcMidnight - HOUR_MS)
}

/** A stretch of local days that lie in one month. */
export interface MonthPart {
  /** See {@link monthIndexOf}. */
  readonly monthIndex: number
  /** Local days of the period that lie in this month. */
  readonly days: number
  /** 28–31. */
  readonly daysInMonth: number
}

/** The local days that *begin* in a period, month by month: what subscriptions are counted by. */
export const monthParts = (period: Period): ReadonlyArray<MonthPart> => {
  const parts: Array<MonthPart> = []
  const to = nextMidnight(period.to)
  let monthIndex = monthIndexOf(nextMidnight(period.from))
  for (let from = nextMidnight(period.from); from < to; monthIndex++) {
    const month = monthPeriodOf(monthIndex)
    const end = Math.min(month.to, to)
    parts.push({ monthIndex, days: wholeDays(from, end), daysInMonth: wholeDays(month.from, month.to) })
    from = end
  }
  return parts
}

/** Days between two local midnights: a clock change between them is less than half a day. */
const wholeDays = (from: Instant, to: Instant): number => Math.round((to - from) / DAY_MS)

const nextMidnight = (instant: Instant): Instant =>
  isLocalMidnight(instant) ? instant : startOfDay(addDays(localDateOf(instant), 1))

/** The local days that meet a period, in order. */
export const localDays = (period: Period): ReadonlyArray<LocalDate> => {
  const days: Array<LocalDate> = []
  for (let day = localDateOf(period.from); startOfDay(day) < period.to; day = addDays(day, 1)) days.push(day)
  return days
}
