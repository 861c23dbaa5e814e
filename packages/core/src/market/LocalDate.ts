import { Schema } from "effect"

const DAY_MS = 86_400_000

/** A calendar date in Denmark, `YYYY-MM-DD`. Dates compare as text. */
export const LocalDate = Schema.String.check(
  Schema.makeFilter((text: string) => isDate(text) || `"${text}" is not a date YYYY-MM-DD`, {
    expected: "a date YYYY-MM-DD"
  })
).pipe(Schema.brand("LocalDate"))
export type LocalDate = typeof LocalDate.Type

const isDate = (text: string): boolean =>
  // `toJSON` is null for dates that cannot be, and `2025-02-30` reads back as another date.
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

/** Days since 1970-01-01: the calendar as plain numbers, without any time zone. */
export const toDayNumber = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS

/** The date with this day number. */
export const fromDayNumber = (dayNumber: number): LocalDate =>
  new Date(dayNumber * DAY_MS).toISOString().slice(0, 10) as LocalDate

/** The date `days` later (earlier when negative). */
export const addDays = (date: LocalDate, days: number): LocalDate => fromDayNumber(toDayNumber(date) + days)

/** Monday is 1, Sunday is 7. */
export const dayOfWeek = (date: LocalDate): number => ((((toDayNumber(date) + 3) % 7) + 7) % 7) + 1

/** The first day of the month that is `months` after the date's own. */
export const firstOfMonth = (date: LocalDate, months = 0): LocalDate => {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}-01` as LocalDate
}

/** 28 to 31. */
export const daysInMonth = (date: LocalDate): number =>
  toDayNumber(firstOfMonth(date, 1)) - toDayNumber(firstOfMonth(date))

/** The same day so many months later or earlier, or the last of a month that is too short for it. */
export const addMonths = (date: LocalDate, months: number): LocalDate => {
  const first = firstOfMonth(date, months)
  return addDays(first, Math.min(Number(date.slice(8)), daysInMonth(first)) - 1)
}

/** 365 or 366. */
export const daysInYear = (year: number): number => (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY_MS
