import { clip, LocalDate, MarketCalendar, type Period, type Validity } from "../market/index.ts"

/**
 * The parts of settlement years that share out the yearly limit of electric heating: calendar years, cut by our supply and
 * by heating itself. Each has its own limit, its {@link heatingAllowance}; those that meet the period, whole, by year.
 *
 * @param supply every time at which we supply the point, in time order
 * @param heating every time with electric heating, in time order
 *
 * @example
 * import { heatingAllowance, heatingParts, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const supply = [{ from: MarketCalendar.startOfDay(LocalDate.make("2025-12-01")) }]
 * const parts = heatingParts(supply, supply, MarketCalendar.monthPeriod(LocalDate.make("2025-12-01")))
 * parts.map((part) => heatingAllowance(part)).join(" ") // => "339726"
 */
export const heatingParts = (
  supply: ReadonlyArray<Validity>,
  heating: ReadonlyArray<Validity>,
  period: Period
): ReadonlyArray<Period> => {
  const first = yearOf(period.from)
  const last = yearOf(period.to - 1)
  const years = Array.from({ length: last - first + 1 }, (_, i) => yearPeriod(first + i))
  return years
    .flatMap((year) =>
      heating.flatMap((one) => {
        const heated = clip(one, year)
        return heated === undefined ? [] : supply.map((ours) => clip(ours, heated)).filter((part) => part !== undefined)
      })
    )
    .filter((part) => clip(part, period) !== undefined)
}

const yearOf = (instant: number): number => Number(MarketCalendar.localDateOf(instant).slice(0, 4))

const yearPeriod = (year: number): Period =>
  MarketCalendar.datePeriod(LocalDate.make(`${year}-01-01`), LocalDate.make(`${year + 1}-01-01`))
