import { clip, endOf, type Gsrn, MarketCalendar, type Period, type Validity } from "../market/index.ts"
import { InvalidPeriod, NotSupplied, OverlappingVersions, type SettlementProblem } from "./SettlementProblem.ts"
import { PERIOD_DAYS_MAX, type SettlementRequest } from "./SettlementRequest.ts"

const DAY_MS = 86_400_000

/** The parts of the period in which we supply the point, in time order; empty with a problem when there are none. */
export const suppliedPeriods = (
  request: SettlementRequest,
  problems: Array<SettlementProblem>
): ReadonlyArray<Period> => {
  const {
    period,
    meteringPoint: { gsrn }
  } = request
  if (!validPeriod(gsrn, period, problems)) return []
  if (request.production?.periods !== undefined) {
    const periods = request.production.periods.toSorted((a, b) => a.from - b.from)
    checkValidities(request.production.gsrn, "production", periods, problems)
  }
  if (request.supply === undefined) return [period]
  const supply = request.supply.toSorted((a, b) => a.from - b.from)
  checkValidities(gsrn, "supply", supply, problems)
  const supplied = supply.map((one) => clip(one, period)).filter((part) => part !== undefined)
  if (supplied.length === 0) problems.push(new NotSupplied({ gsrn, ...period }))
  return supplied
}

const validPeriod = (gsrn: Gsrn, period: Period, problems: Array<SettlementProblem>): boolean => {
  const reason = !(period.from < period.to)
    ? "it is empty"
    : Math.round((period.to - period.from) / DAY_MS) > PERIOD_DAYS_MAX
      ? `it is longer than ${PERIOD_DAYS_MAX} days`
      : !MarketCalendar.isLocalMidnight(period.from) || !MarketCalendar.isLocalMidnight(period.to)
        ? "it must begin and end at Danish midnight"
        : undefined
  if (reason !== undefined) problems.push(new InvalidPeriod({ gsrn, ...period, reason }))
  return reason === undefined
}

/** Validities, sorted by start, must begin and end at Danish midnight and may not overlap. */
export const checkValidities = (
  gsrn: Gsrn,
  what: OverlappingVersions["what"],
  sorted: ReadonlyArray<Validity>,
  problems: Array<SettlementProblem>,
  charge?: string
): void => {
  for (let i = 0; i < sorted.length; i++) {
    const one = sorted[i]!
    if (
      !MarketCalendar.isLocalMidnight(one.from) ||
      (one.to !== undefined && !MarketCalendar.isLocalMidnight(one.to))
    ) {
      const reason = `the ${what} must begin and end at Danish midnight`
      problems.push(new InvalidPeriod({ gsrn, charge, from: one.from, to: endOf(one), reason }))
    }
    const previous = sorted[i - 1]
    if (previous !== undefined && one.from < endOf(previous)) {
      const to = Math.min(endOf(previous), endOf(one))
      problems.push(new OverlappingVersions({ gsrn, charge, from: one.from, to, what }))
    }
  }
}
