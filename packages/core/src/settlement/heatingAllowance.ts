import { LocalDate, MarketCalendar, type Period, toDayNumber } from "../market/index.ts"
import { halfUpDiv, type Wh } from "../quantity/index.ts"

/** The kWh a year that carry the full electricity tax in a home with electric heating. */
export const YEARLY_HEATING_LIMIT_WH: Wh = 4_000_000

/**
 * The share of the yearly limit that falls to a part of a settlement year with electric heating: its local days ×
 * 4,000 kWh / the days of the settlement year, half-up to three decimals, as DataHub computes it for its D14 series (BRS-041).
 *
 * @param period between Danish midnights; only what lies in the settlement year counts
 * @param settlementYear the calendar year in which the period begins, unless said otherwise (group 6 settles by another)
 *
 * @example
 * import { heatingAllowance, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * heatingAllowance(MarketCalendar.datePeriod(LocalDate.make("2024-01-01"), LocalDate.make("2024-03-01"))) // => 655738
 */
export const heatingAllowance = (period: Period, settlementYear: Period = calendarYearOf(period)): Wh => {
  const from = Math.max(period.from, settlementYear.from)
  const to = Math.min(period.to, settlementYear.to)
  if (from >= to) return 0
  const share = BigInt(daysBetween(from, to)) * BigInt(YEARLY_HEATING_LIMIT_WH)
  return Number(halfUpDiv(share, BigInt(daysBetween(settlementYear.from, settlementYear.to))))
}

const daysBetween = (from: number, to: number): number =>
  toDayNumber(MarketCalendar.localDateOf(to)) - toDayNumber(MarketCalendar.localDateOf(from))

const calendarYearOf = ({ from }: Period): Period => {
  const year = Number(MarketCalendar.localDateOf(from).slice(0, 4))
  return MarketCalendar.datePeriod(LocalDate.make(`${year}-01-01`), LocalDate.make(`${year + 1}-01-01`))
}
