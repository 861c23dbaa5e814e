import { addDays, LocalDate, MarketCalendar, type Period } from "@datahub-settlement/core"

/** The first day of every world. */
export const firstDay = LocalDate.make("2026-01-01")

/** The first month, and the only one unless more are asked for. */
export const january: Period = MarketCalendar.monthPeriod(firstDay)

/** The last of so many months. */
export const lastMonth = (months: number): Period =>
  MarketCalendar.monthPeriod(LocalDate.make(`2026-${String(months).padStart(2, "0")}-01`))

/** Days of so many months. */
export const daysOf = (months: number): number =>
  MarketCalendar.localDays({ from: january.from, to: lastMonth(months).to }).length

/** A day of a world by its number, from 0. */
export const dateOf = (day: number): LocalDate => addDays(firstDay, day)

/** As SQL: the first and the last local day of a period. */
export const betweenDays = ({ from, to }: Period): string =>
  `BETWEEN '${MarketCalendar.localDateOf(from)}' AND '${MarketCalendar.localDateOf(to - 1)}'`
