import { LocalDate, MarketCalendar, type Period } from "@datahub-settlement/core"
import { Result } from "effect"
import type { Case, Change } from "./Case.ts"

/** What a case does, as its keys say. */
export type CaseKind =
  | { readonly kind: "settlement"; readonly period: Period }
  | {
      readonly kind: "aconto"
      readonly period: Period
      readonly prepaidOere: number
      readonly nextOere: number | undefined
    }
  | { readonly kind: "correction"; readonly period: Period; readonly changes: ReadonlyArray<Change> }
  | { readonly kind: "reversal"; readonly periods: ReadonlyArray<Period> }
  | { readonly kind: "resettlement"; readonly original: Period; readonly corrected: Period }

/** Something about a case that cannot be: where, and why. */
export interface CaseIssue {
  readonly path: string
  readonly message: string
}

const refuse = (path: string, message: string) => Result.fail<CaseIssue>({ path, message })

/** What a case does, or why its keys do not go together. */
export const kindOf = (one: Case): Result.Result<CaseKind, CaseIssue> => {
  const { changes, correctedPeriod, originalPeriod, period, periods } = one
  const moved = originalPeriod !== undefined || correctedPeriod !== undefined
  const given = [
    ...(period !== undefined ? ["period"] : []),
    ...(periods !== undefined ? ["periods"] : []),
    ...(moved ? ["originalPeriod and correctedPeriod"] : [])
  ]
  if (given.length > 1) return refuse(given[1]!, `cannot stand beside ${given[0]}: a case does one thing`)
  if (changes !== undefined && (periods !== undefined || moved)) {
    return refuse("changes", `cannot stand beside ${given[0]}: a case does one thing`)
  }
  if (one.nextAconto !== undefined && one.acontoPaid === undefined)
    return refuse("nextAconto", "needs acontoPaid beside it")
  if (one.acontoPaid !== undefined && (period === undefined || changes !== undefined)) {
    return refuse("acontoPaid", "needs a period to settle, and nothing else")
  }
  if (changes !== undefined) return correctionOf(changes, period && MarketCalendar.datePeriod(...period))
  if (periods !== undefined)
    return Result.succeed({ kind: "reversal", periods: periods.map((dates) => MarketCalendar.datePeriod(...dates)) })
  if (moved) return moveOf(one)
  if (period === undefined)
    return refuse("period", "is missing; so are changes, periods, and originalPeriod with correctedPeriod")
  const settled = MarketCalendar.datePeriod(...period)
  return Result.succeed(
    one.acontoPaid === undefined
      ? { kind: "settlement", period: settled }
      : { kind: "aconto", period: settled, prepaidOere: one.acontoPaid, nextOere: one.nextAconto }
  )
}

const moveOf = ({ correctedPeriod, originalPeriod }: Case): Result.Result<CaseKind, CaseIssue> => {
  if (originalPeriod === undefined) return refuse("originalPeriod", "is missing beside correctedPeriod")
  if (correctedPeriod === undefined) return refuse("correctedPeriod", "is missing beside originalPeriod")
  return Result.succeed({
    kind: "resettlement",
    original: MarketCalendar.datePeriod(...originalPeriod),
    corrected: MarketCalendar.datePeriod(...correctedPeriod)
  })
}

/** A correction covers its period, or the whole months in which something changes. */
const correctionOf = (
  changes: ReadonlyArray<Change>,
  given: Period | undefined
): Result.Result<CaseKind, CaseIssue> => {
  const dates = changes.map((change) => change.localDate).sort()
  const period = given ?? {
    from: MarketCalendar.monthPeriod(dates[0]!).from,
    to: MarketCalendar.monthPeriod(dates.at(-1)!).to
  }
  const seen = new Set<string>()
  for (const [i, { localDate, localHour }] of changes.entries()) {
    const start = MarketCalendar.startOfDay(LocalDate.make(localDate))
    if (start < period.from || start >= period.to)
      return refuse(`changes[${i}].localDate`, `${localDate} is outside the period`)
    const hour = `${localDate} hour ${localHour}`
    if (seen.has(hour)) return refuse(`changes[${i}]`, `${hour} is changed twice`)
    seen.add(hour)
  }
  return Result.succeed({ kind: "correction", period, changes })
}
