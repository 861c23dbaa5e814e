import { addDays, LocalDate, MarketCalendar, type Period, type PriceArea, toDayNumber } from "@datahub-settlement/core"
import type { EnergiDataQuery } from "./EnergiDataQuery.ts"

/** The first local day with a price for each quarter (2025-09-30T22:00Z); before it there are hours, in another dataset. */
export const firstQuarterDay = LocalDate.make("2025-10-01")

/** Local days of which an area wants prices. */
export interface WantedDays {
  readonly priceArea: PriceArea
  readonly days: ReadonlyArray<LocalDate>
}

/** Known days between two missing ones are asked for again rather than paid for with a request, a minute, more. */
const KNOWN_DAYS_MAX = 31

/** What one query covers at most: it is recorded before the next is sent, so that less is lost when something fails. */
const QUERY_DAYS_MAX = 366

/** The local days that some periods touch, none twice, in order. */
export const daysOfPeriods = (periods: ReadonlyArray<Period>): ReadonlyArray<LocalDate> =>
  [...new Set(periods.flatMap((period) => MarketCalendar.localDays(period)))].sort()

/** As few queries as cover the days that are wanted, in time order; each asks for the areas that want one of its days. */
export const spotQueries = (wanted: ReadonlyArray<WantedDays>): ReadonlyArray<EnergiDataQuery> => {
  const days = [...new Set(wanted.flatMap((one) => one.days))].sort()
  const stretches: Array<{ from: LocalDate; last: LocalDate }> = []
  for (const day of days) {
    const stretch = stretches.at(-1)
    if (stretch !== undefined && belongsTo(stretch, day)) stretch.last = day
    else stretches.push({ from: day, last: day })
  }
  return stretches.map(({ from, last }) => {
    const areas = wanted.filter((one) => one.days.some((day) => from <= day && day <= last))
    return {
      dataset: isQuarterly(from) ? "DayAheadPrices" : "Elspotprices",
      from,
      to: addDays(last, 1),
      filter: { PriceArea: areas.map(({ priceArea }) => priceArea) }
    }
  })
}

const isQuarterly = (day: LocalDate): boolean => day >= firstQuarterDay

const belongsTo = ({ from, last }: { readonly from: LocalDate; readonly last: LocalDate }, day: LocalDate): boolean =>
  isQuarterly(day) === isQuarterly(from) &&
  toDayNumber(day) - toDayNumber(last) <= KNOWN_DAYS_MAX + 1 &&
  toDayNumber(day) - toDayNumber(from) < QUERY_DAYS_MAX
