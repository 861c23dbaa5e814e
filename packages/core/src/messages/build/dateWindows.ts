import {
  addDays,
  addMonths,
  formatInstant,
  type Instant,
  type LocalDate,
  MarketCalendar,
  WorkingDays
} from "../../market/index.ts"
import type { RequestIssue } from "../RequestRefused.ts"
import { isPointInTime } from "./pointInTime.ts"

/** A date counted from the local day of sending: calendar days or years ahead (negative: back), or whole working days between. */
export type FromToday = { readonly days: number } | { readonly years: number } | { readonly workingDaysBetween: number }

/** The first and the last date that a request may name; without one there is no limit on that side. */
export interface DateWindow {
  readonly first?: FromToday
  readonly last?: FromToday
  /** The process, and the version of its description. */
  readonly source: string
}

/**
 * Every deadline of the requests that start, change or end a supply, as data: a changed deadline is one line here. Days
 * are local calendar days between the effective date and the date of sending.
 */
export const dateWindows = {
  /** Latest the day before, at most one year ahead. */
  changeOfSupplier: { first: { days: 1 }, last: { years: 1 }, source: "BRS-001, 2026-02-02" },
  moveIn: { first: { days: -7 }, last: { days: 60 }, source: "BRS-009, 2026-02-11" },
  /** Production under the purchase obligation. */
  moveInPurchaseObligation: { first: { days: -45 }, last: { days: 60 }, source: "BRS-009, 2026-02-11" },
  /** The date that is asked for. Whether it must be a working day itself is unverified: it is let through. */
  endOfSupply: { first: { workingDaysBetween: 3 }, last: { days: 60 }, source: "BRS-002, 2025-08-25" },
  /** Never back in time. */
  moveOut: { first: { days: 1 }, last: { days: 60 }, source: "BRS-010, 2025-12-05" },
  /** Of a change of supplier, a move-in or a move-out: latest the day before. */
  cancellation: { first: { days: 1 }, source: "BRS-001, BRS-009 and BRS-010" },
  customerAfterSwitch: { first: { days: 1 }, source: "BRS-001, 2026-02-02" },
  /** A switch that took effect at once because an end of supply was under way (RSM-004 with D46). */
  customerAfterSpecialSwitch: { first: { days: -7 }, source: "BRS-001, 2026-02-02" },
  customerAfterMoveIn: { first: { days: -15 }, source: "BRS-009, 2026-02-11" },
  customerUpdate: { first: { days: -1 }, last: { days: 0 }, source: "BRS-015, 2025-12-08" },
  electricHeating: { first: { days: -21 }, last: { days: 0 }, source: "BRS-041, 2025-12-05" },
  chargeLinks: { first: { days: -21 }, last: { years: 3 }, source: "BRS-037, 2025-12-08" }
} as const satisfies Readonly<Record<string, DateWindow>>

/** DataHub's code for a date outside its deadline. */
export const OUTSIDE_DEADLINE = "E17"

/** What is wrong with a date: that it is none, lies on no Danish midnight, or outside the window. */
export const dateIssues = (
  field: string,
  date: Instant,
  window: DateWindow,
  now: Instant
): ReadonlyArray<RequestIssue> => {
  const unusable = midnightIssues(field, date)
  // That there is no time of sending is an issue of the context.
  if (unusable.length > 0 || !isPointInTime(now)) return unusable
  const today = MarketCalendar.localDateOf(now)
  const day = MarketCalendar.localDateOf(date)
  const first = window.first === undefined ? undefined : dateFrom(today, window.first)
  const last = window.last === undefined ? undefined : dateFrom(today, window.last)
  if ((first === undefined || first <= day) && (last === undefined || day <= last)) return []
  const allowed =
    last === undefined ? `${first} or later` : first === undefined ? `${last} or earlier` : `from ${first} to ${last}`
  return [{ field, reason: `must be ${allowed}, got ${day}`, rule: OUTSIDE_DEADLINE }]
}

/** What is wrong with a date that has no window of its own. */
export const midnightIssues = (field: string, date: Instant): ReadonlyArray<RequestIssue> => {
  if (!isPointInTime(date)) {
    return [{ field, reason: "must be a point in time, in milliseconds", rule: "D66" }]
  }
  if (MarketCalendar.isLocalMidnight(date)) return []
  return [{ field, reason: `must be midnight in Denmark, got ${formatInstant(date)}`, rule: "D66" }]
}

const dateFrom = (today: LocalDate, limit: FromToday): LocalDate =>
  "days" in limit
    ? addDays(today, limit.days)
    : "years" in limit
      ? addMonths(today, 12 * limit.years)
      : WorkingDays.firstDateAfterNotice(today, limit.workingDaysBetween)
