import {
  addMonths,
  firstOfMonth,
  formatInstant,
  type Instant,
  MarketCalendar,
  type Period
} from "../../market/index.ts"
import type { RequestIssue } from "../RequestRefused.ts"
import { isPointInTime } from "./pointInTime.ts"

/** The time that one request may ask for. Months are calendar months, days are Danish ones. */
export interface RequestWindow {
  readonly monthsMax: number
  readonly monthsBack: number
  /** Whether the first day must lie within `monthsBack`, or only the month that holds it. */
  readonly backTo: "day" | "month"
  /** Whether it must be one whole calendar month. */
  readonly wholeMonth: boolean
  /** Whether it may reach into the future. */
  readonly future: boolean
  /** What DataHub answers where a bound is no midnight, and where the period is too long or too old. */
  readonly midnightCode: string
  readonly periodCode: string
}

/**
 * How much may be asked for at a time, and how far back. BRS-025 as its process description has it (2026-02);
 * Energinet's process manager (2025) was stricter there, with 12 months a request and 3 years back: then E50 comes back.
 * BRS-026: the same process manager, whose one month lies within the 31 days of the process description; the whole month
 * counts in which the limit of 3 years and 6 months falls. BRS-028: one calendar month and 3 years and 6 months by its
 * process description; that D66 and the month of the limit hold for it too is unverified.
 */
export const requestWindows = {
  "BRS-025": {
    monthsMax: 38,
    monthsBack: 8 * 12,
    backTo: "day",
    wholeMonth: false,
    future: false,
    midnightCode: "E50",
    periodCode: "E50"
  },
  "BRS-026": {
    monthsMax: 1,
    monthsBack: 3 * 12 + 6,
    backTo: "month",
    wholeMonth: false,
    future: true,
    midnightCode: "D66",
    periodCode: "E17"
  },
  "BRS-028": {
    monthsMax: 1,
    monthsBack: 3 * 12 + 6,
    backTo: "month",
    wholeMonth: true,
    future: true,
    midnightCode: "D66",
    periodCode: "E17"
  }
} as const satisfies Readonly<Record<string, RequestWindow>>

/** Every rule of a window that a period breaks. */
export const periodIssues = (
  period: Period,
  now: Instant,
  process: keyof typeof requestWindows
): ReadonlyArray<RequestIssue> => {
  const window: RequestWindow = requestWindows[process]
  const { from, to } = period
  const unknown = (["from", "to"] as const).filter((bound) => !isPointInTime(period[bound]))
  if (unknown.length > 0) return unknown.map((bound) => ({ field: `period.${bound}`, reason: "must be an instant" }))
  const midnights = (["from", "to"] as const).flatMap((bound) => midnightIssue(bound, period[bound], process))
  const order = to > from ? [] : [issue("period.to", `must be after the start, ${formatInstant(from)}`, process)]
  return [
    ...midnights,
    ...order,
    ...lengthIssues(period, window, process),
    // That there is no time of sending is an issue of the context.
    ...(isPointInTime(now) ? ageIssues(from, now, window, process) : []),
    ...futureIssues(period, now, window, process)
  ]
}

const issue = (field: string, reason: string, process: string, code?: string): RequestIssue => ({
  field,
  reason,
  rule: code === undefined ? process : `${process} ${code}`
})

const midnightIssue = (
  bound: "from" | "to",
  instant: Instant,
  process: keyof typeof requestWindows
): ReadonlyArray<RequestIssue> => {
  if (MarketCalendar.isLocalMidnight(instant)) return []
  const reason = `must be a Danish midnight, ${formatInstant(instant)} is none`
  return [issue(`period.${bound}`, reason, process, requestWindows[process].midnightCode)]
}

const lengthIssues = (
  { from, to }: Period,
  { monthsMax, periodCode, wholeMonth }: RequestWindow,
  process: string
): ReadonlyArray<RequestIssue> => {
  const first = MarketCalendar.localDateOf(from)
  if (wholeMonth) {
    const month = MarketCalendar.monthPeriod(first)
    if (from === month.from && to === month.to) return []
    return [issue("period", "must be one whole calendar month", process, periodCode)]
  }
  const end = addMonths(first, monthsMax)
  if (to <= MarketCalendar.startOfDay(end)) return []
  const months = monthsMax === 1 ? "one month" : `${monthsMax} months`
  return [issue("period", `may be ${months} at most: from ${first} to ${end}`, process, periodCode)]
}

const ageIssues = (
  from: Instant,
  now: Instant,
  { backTo, monthsBack, periodCode }: RequestWindow,
  process: string
): ReadonlyArray<RequestIssue> => {
  const limit = addMonths(MarketCalendar.localDateOf(now), -monthsBack)
  const earliest = backTo === "month" ? firstOfMonth(limit) : limit
  return from >= MarketCalendar.startOfDay(earliest)
    ? []
    : [issue("period.from", `may be ${earliest} at the earliest`, process, periodCode)]
}

/** Where the end may lie ahead, something at least must have been: nothing is known of a time that has not begun. */
const futureIssues = (
  { from, to }: Period,
  now: Instant,
  { future }: RequestWindow,
  process: string
): ReadonlyArray<RequestIssue> => {
  if (!future && to > now) return [issue("period.to", "must not lie in the future", process)]
  return future && from > now ? [issue("period.from", "must not lie in the future", process)] : []
}
