import { firstOfMonth, type Instant, type LocalDate, MarketCalendar, type Period } from "../market/index.ts"

/** How long one prepayment is for: whole months of the calendar year, counted from January. */
export type AcontoInterval = "month" | "quarter" | "halfYear" | "year"

/** Months of an interval. */
export const acontoMonths: Readonly<Record<AcontoInterval, number>> = { month: 1, quarter: 3, halfYear: 6, year: 12 }

/** Every interval, the shortest first. */
export const acontoIntervals = Object.keys(acontoMonths) as ReadonlyArray<AcontoInterval>

/**
 * The period of an interval in which an instant lies, between Danish midnights: quarters begin in January, April, July and
 * October whenever a plan does.
 *
 * @example
 * import { acontoPeriodOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const { from, to } = acontoPeriodOf("quarter", MarketCalendar.startOfDay(LocalDate.make("2025-02-20")))
 * MarketCalendar.localDateOf(from) // => "2025-01-01"
 * MarketCalendar.localDateOf(to) // => "2025-04-01"
 */
export const acontoPeriodOf = (interval: AcontoInterval, instant: Instant): Period => {
  const months = acontoMonths[interval]
  const date: LocalDate = MarketCalendar.localDateOf(instant)
  const since = (Number(date.slice(5, 7)) - 1) % months
  return MarketCalendar.datePeriod(firstOfMonth(date, -since), firstOfMonth(date, months - since))
}
