import {
  addDays,
  daysInMonth,
  firstOfMonth,
  type Instant,
  type LocalDate,
  MarketCalendar,
  WorkingDays
} from "../market/index.ts"

/** How long a deadline runs. Days are Danish days, and the last one counts to its end. */
export type DeadlineLength =
  | { readonly days: number }
  /** `ours`: we have to be done by then, so that a day that may be a working day is taken for one (5 June). */
  | { readonly workingDays: number; readonly ours?: true }
  | { readonly years: number }
  | { readonly hours: number }

/** A deadline of a process. */
export interface DeadlineDefinition {
  readonly title: string
  /** What it is counted from: the effective date, or the day of the event that starts it. */
  readonly from: "effectiveDate" | "event"
  readonly runs: DeadlineLength
  /** A last day that DataHub names in its mail goes before our own count. */
  readonly toldDate?: true
  /** Working days that are added after the last day, told or counted, before anyone is alarmed. */
  readonly graceWorkingDays?: number
  /** It runs in these states only, and is dropped when the process leaves them. */
  readonly within?: ReadonlyArray<string>
  readonly source: string
}

/** The name of the deadline that is the effective date itself: when it comes, the event is `dateReached`. */
export const EFFECTIVE_DATE = "effectiveDate"

/** Midnight at which the effective date begins. */
export const effectiveDateBegins: DeadlineDefinition = {
  title: "The effective date",
  from: "effectiveDate",
  runs: { days: -1 },
  source: "midnight in Denmark"
}

/** DataHub's answer to something of ours, in the states in which it is waited for; without them in any. */
export const answerWithin = (title: string, within?: ReadonlyArray<string>): DeadlineDefinition => ({
  title,
  from: "event",
  runs: { hours: 2 },
  ...(within === undefined ? {} : { within }),
  source: "DataHub answers within one hour; one more is left to it"
})

/** For how many calendar days a switch or a move can be undone (BRS-003, BRS-011). */
export const CORRECTION_DAYS_MAX = 60

/** After it, a switch or a move cannot be reported as erroneous any more. */
export const correctionWindow: DeadlineDefinition = {
  title: "Last day on which it can be reported as erroneous",
  from: "effectiveDate",
  runs: { days: CORRECTION_DAYS_MAX },
  source: "BRS-003 and BRS-011, 2025-12-05"
}

/** Working days that a previous supplier has to answer RSM-003; silence then counts as yes. */
export const RESUMPTION_REPLY_WORKING_DAYS = 3

/** After it, a switch or a move stands: a report of the last day is answered, and DataHub has had a day to say so. */
export const correctionOutcome: DeadlineDefinition = {
  ...correctionWindow,
  title: "Outcome known of a report that was made on the last day (RSM-004/D34 or D35)",
  graceWorkingDays: RESUMPTION_REPLY_WORKING_DAYS + 1
}

/**
 * Until when, exclusive, something must have been done.
 *
 * @param base the effective date or the time of the event
 * @param told the last day as DataHub named it; one before the base is not believed
 */
export const deadlineAt = (rule: DeadlineDefinition, base: Instant, told?: LocalDate): Instant => {
  if ("hours" in rule.runs) return base + rule.runs.hours * 3_600_000
  const first = MarketCalendar.localDateOf(base)
  const last = rule.toldDate && told !== undefined && told >= first ? told : lastDay(first, rule.runs)
  const day = rule.graceWorkingDays === undefined ? last : WorkingDays.addWorkingDays(last, rule.graceWorkingDays)
  return MarketCalendar.startOfDay(addDays(day, 1))
}

const lastDay = (first: LocalDate, runs: Exclude<DeadlineLength, { readonly hours: number }>): LocalDate =>
  "days" in runs
    ? addDays(first, runs.days)
    : "workingDays" in runs
      ? WorkingDays.addWorkingDays(first, runs.workingDays, runs.ours ? WorkingDays.earlierWorkingDayRules : undefined)
      : yearsAfter(first, runs.years)

/** The same day of another year; of 29 February the 28th. */
const yearsAfter = (date: LocalDate, years: number): LocalDate => {
  const month = firstOfMonth(date, 12 * years)
  return addDays(month, Math.min(Number(date.slice(8)), daysInMonth(month)) - 1)
}

/** The rule in words: `3 working days after the event, unless DataHub names a day (BRS-003)`. */
export const ruleText = ({ from, graceWorkingDays, runs, source, toldDate }: DeadlineDefinition): string => {
  const base = from === "event" ? "the event" : "the effective date"
  const grace = graceWorkingDays === undefined ? "" : `, and ${count(graceWorkingDays, "working day")} more`
  return `${lengthText(runs, base)}${toldDate ? ", unless DataHub names a day" : ""}${grace} (${source})`
}

const lengthText = (runs: DeadlineLength, base: string): string => {
  if ("hours" in runs) return `${count(runs.hours, "hour")} after ${base}`
  if ("years" in runs) return `${count(runs.years, "year")} after ${base}`
  if ("workingDays" in runs) {
    return `${count(runs.workingDays, "working day")} after ${base}${runs.ours ? ", 5 June among them" : ""}`
  }
  return runs.days === -1 ? `before ${base} begins` : `${count(runs.days, "calendar day")} after ${base}`
}

const count = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? "" : "s"}`
