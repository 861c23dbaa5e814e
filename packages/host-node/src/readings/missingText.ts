import { formatInstant, type IncompletePoint, MarketCalendar, type MissingInterval } from "@datahub-settlement/core"
import { dayText } from "../output/dayText.ts"

const MINUTE_MS = 60_000

/** `3 days`, `2 h`, `45 min`: whole days by the Danish calendar, whatever their hours. */
const lengthText = ({ from, to }: MissingInterval): string => {
  if (MarketCalendar.isLocalMidnight(from) && MarketCalendar.isLocalMidnight(to)) {
    const days = MarketCalendar.localDays({ from, to }).length
    return days === 1 ? "1 day" : `${days} days`
  }
  const minutes = (to - from) / MINUTE_MS
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`
}

const GSRN_CELLS = 18
const TIME_CELLS = 20

const rowText = (...[settled, measured, from, to, length]: readonly [string, string, string, string, string]): string =>
  `${settled.padEnd(GSRN_CELLS)}  ${measured.padEnd(GSRN_CELLS)}  ${from.padEnd(TIME_CELLS)}  ` +
  `${to.padEnd(TIME_CELLS)}  ${length}\n`

/** Columns have a width of their own: there may be more rows than fit into memory. */
export const missingHead = rowText("Metering point", "Readings of", "From", "To", "Missing")

export const missingRows = ({ gsrn, missing }: IncompletePoint): string =>
  missing
    .map((interval) => rowText(gsrn, interval.gsrn, dayText(interval.from), dayText(interval.to), lengthText(interval)))
    .join("")

export const missingJson = ({ gsrn, missing }: IncompletePoint) => ({
  gsrn,
  missing: missing.map((interval) => ({
    gsrn: interval.gsrn,
    from: formatInstant(interval.from),
    to: formatInstant(interval.to)
  }))
})
