import { addDays, dayOfWeek, fromDayNumber, type LocalDate } from "./LocalDate.ts"

/**
 * The market's working days ("arbejdsdage") as data. A version holds from a date; the latest that holds on a day decides.
 * Days are given as `MM-DD` or as days after Easter Sunday.
 */
export interface WorkingDayRules {
  readonly validFrom: string
  readonly fixedDays: ReadonlyArray<string>
  readonly daysAfterEaster: ReadonlyArray<number>
}

/**
 * Energinet's DataHub calendar: besides Saturdays, Sundays and public holidays also the Friday after Ascension Day,
 * Constitution Day, Christmas Eve and New Year's Eve. Great Prayer Day (Easter + 26) was abolished from 2024 (law 214
 * of 2023-03-06). 1 May is a working day.
 */
export const danishWorkingDayRules: ReadonlyArray<WorkingDayRules> = [
  {
    validFrom: "1996-01-01",
    fixedDays: ["01-01", "06-05", "12-24", "12-25", "12-26", "12-31"],
    daysAfterEaster: [-3, -2, 1, 26, 39, 40, 50]
  },
  {
    validFrom: "2024-01-01",
    fixedDays: ["01-01", "06-05", "12-24", "12-25", "12-26", "12-31"],
    daysAfterEaster: [-3, -2, 1, 39, 40, 50]
  }
]

/**
 * The same calendar with Constitution Day as a working day. Energinet's own calendars differ about 5 June: where we have to
 * be done by the end of a number of working days, these give the earlier day.
 */
export const earlierWorkingDayRules: ReadonlyArray<WorkingDayRules> = danishWorkingDayRules.map((rules) => ({
  ...rules,
  fixedDays: rules.fixedDays.filter((day) => day !== "06-05")
}))

/** Easter Sunday of a year (Gauss's rule in the Gregorian form of Meeus, Jones and Butcher). */
export const easterSunday = (year: number): LocalDate => {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return fromDayNumber(Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1) / 86_400_000)
}

/** Whether a date is a working day under the rules that hold on it. */
export const isWorkingDay = (
  date: LocalDate,
  rules: ReadonlyArray<WorkingDayRules> = danishWorkingDayRules
): boolean => {
  if (dayOfWeek(date) >= 6) return false
  const rule = rules.findLast((candidate) => candidate.validFrom <= date)
  if (rule === undefined) return true
  if (rule.fixedDays.includes(date.slice(5))) return false
  const easter = easterSunday(Number(date.slice(0, 4)))
  return !rule.daysAfterEaster.some((days) => addDays(easter, days) === date)
}

/** The `count`-th working day after a date; the date itself does not count. */
export const addWorkingDays = (
  date: LocalDate,
  count: number,
  rules: ReadonlyArray<WorkingDayRules> = danishWorkingDayRules
): LocalDate => {
  let day = date
  for (let left = count; left > 0;) {
    day = addDays(day, 1)
    if (isWorkingDay(day, rules)) left--
  }
  return day
}

/**
 * The first date on which something may happen that needs `workingDays` whole working days of notice (BRS-002: three).
 * The day of submission does not count, the notice days are a gap, and the working day after them is the first allowed.
 *
 * @example
 * import { LocalDate, WorkingDays } from "@datahub-settlement/core"
 *
 * WorkingDays.firstDateAfterNotice(LocalDate.make("2025-01-15"), 3) // => "2025-01-21"
 */
export const firstDateAfterNotice = (submitted: LocalDate, workingDays: number): LocalDate =>
  addWorkingDays(submitted, workingDays + 1)
