import { Effect } from "effect"
import { type Gsrn, type Instant, LocalDate, MarketCalendar, type Period } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import type { CorrectionDue } from "./CorrectionsDue.ts"
import type { CorrectedPoint, SettledScope } from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"

/** Points to be corrected that were settled for the same period, in GSRN order. */
export interface PeriodCorrections {
  readonly period: Period
  readonly points: ReadonlyArray<CorrectedPoint>
}

/** What is to be done about corrections that are due. */
export interface CorrectionsPlan {
  /** By time: what is used of a year's limit of electric heating goes from month to month. */
  readonly periods: ReadonlyArray<PeriodCorrections>
  /** Those that are settled by it. */
  readonly taken: ReadonlyArray<CorrectionDue>
  /** Those that touch a settlement run that has not finished: they wait for its end. */
  readonly waiting: ReadonlyArray<CorrectionDue>
}

/** Time of a point that is to be settled anew. */
interface TouchedTime extends Period {
  readonly gsrn: Gsrn
}

/**
 * Which points of which settled periods are touched by corrections that are due, and as of when each was settled last.
 * News of a child point or of production touch the point that is settled with them; with electric heating they touch the
 * rest of the year too.
 */
export const planCorrections = Effect.fnUntraced(function* (open: ReadonlyArray<CorrectionDue>, asOf: Instant) {
  const store = yield* SettlementRunStore
  if (open.length === 0) return { periods: [], taken: [], waiting: [] } satisfies CorrectionsPlan
  const touchedBy = yield* touchedTimes(open)
  const times = [...touchedBy.values()].flat()
  const within = {
    from: Math.min(...open.map(({ period }) => period.from), ...times.map(({ from }) => from)),
    to: times.reduce((latest, { to }) => Math.max(latest, to), open[0]!.period.to)
  }
  const scopes = yield* store.settledScopes(within)
  const unfinished = scopes.filter((scope) => isAwaited(scope, scopes))
  const isWaiting = (due: CorrectionDue): boolean =>
    touchedBy.get(due)!.some((time) => unfinished.some(({ period }) => meets(time, period)))
  const waiting = open.filter(isWaiting)
  const taken = open.filter((due) => !isWaiting(due))
  const touched = taken.flatMap((due) => touchedBy.get(due)!)
  const finished = scopes.filter(({ finishedAsOf }) => finishedAsOf !== undefined)
  const periods: Array<PeriodCorrections> = []
  for (const same of Map.groupBy(finished, ({ period: { from, to } }) => `${from} ${to}`).values()) {
    const { period } = same[0]!
    const gsrns = new Set(touched.filter((time) => meets(time, period)).map(({ gsrn }) => gsrn))
    const points = gsrns.size === 0 ? [] : yield* correctedPoints([...gsrns].sort(), same, asOf)
    if (points.length > 0) periods.push({ period, points })
  }
  return { periods, taken, waiting } satisfies CorrectionsPlan
})

const meets = (a: Period, b: Period): boolean => a.from < b.to && b.from < a.to

/** A run that stopped and that a newer one of at least its scope has done over is awaited by nobody. */
const isAwaited = (scope: SettledScope, all: ReadonlyArray<SettledScope>): boolean => {
  const { gridAreas, period, unfinishedAsOf } = scope
  if (unfinishedAsOf === undefined) return false
  return !all.some(
    (other) =>
      other.finishedAsOf !== undefined &&
      other.finishedAsOf >= unfinishedAsOf &&
      other.period.from === period.from &&
      other.period.to === period.to &&
      (other.gridAreas === undefined || gridAreas?.every((area) => other.gridAreas!.includes(area)) === true)
  )
}

/** The times of settled points that each correction touches. */
const touchedTimes = Effect.fnUntraced(function* (open: ReadonlyArray<CorrectionDue>) {
  const portfolio = yield* Portfolio
  const pairs = yield* portfolio.settledWith([...new Set(open.map(({ gsrn }) => gsrn))])
  const settled = Map.groupBy(pairs, ({ gsrn }) => gsrn)
  const versions = yield* portfolio.versions([...new Set(pairs.map((pair) => pair.settled))])
  const isHeated = (gsrn: Gsrn): boolean =>
    versions.get(gsrn)?.contracts.some(({ electricHeating }) => electricHeating !== undefined) ?? false
  return new Map(
    open.map((due): [CorrectionDue, ReadonlyArray<TouchedTime>] => [
      due,
      (settled.get(due.gsrn) ?? []).map((pair) => ({
        gsrn: pair.settled,
        from: due.period.from,
        to: isHeated(pair.settled) ? endOfYear(due.period.to) : due.period.to
      }))
    ])
  )
})

const endOfYear = (end: Instant): Instant => {
  const year = Number(MarketCalendar.localDateOf(end - 1).slice(0, 4))
  return MarketCalendar.startOfDay(LocalDate.make(`${year + 1}-01-01`))
}

/** Those that were settled for the period, and those that are supplied in it and never were. */
const correctedPoints = Effect.fnUntraced(function* (
  gsrns: ReadonlyArray<Gsrn>,
  scopes: ReadonlyArray<SettledScope>,
  asOf: Instant
) {
  const { period } = scopes[0]!
  const settledAsOf = yield* (yield* SettlementRunStore).settledAsOf(gsrns, period)
  const isAll = scopes.some(({ gridAreas }) => gridAreas === undefined)
  const gridAreas = isAll ? undefined : [...new Set(scopes.flatMap((scope) => scope.gridAreas ?? []))]
  const supplied =
    settledAsOf.size === gsrns.length
      ? new Set<Gsrn>()
      : new Set(yield* (yield* Portfolio).pointsInSupply({ period, gridAreas, asOf }))
  return gsrns
    .filter((gsrn) => settledAsOf.has(gsrn) || supplied.has(gsrn))
    .map((gsrn): CorrectedPoint => ({ gsrn, settledAsOf: settledAsOf.get(gsrn) }))
})
