import { Effect, Result } from "effect"
import type { Charge, Tariff } from "../charges/index.ts"
import { chargeKeyText } from "../charges/index.ts"
import { clip, endOf, type Gsrn, type Instant, type LocalDate, MarketCalendar, type Period } from "../market/index.ts"
import { MeteringLedger, type MeteringSeries } from "../metering/index.ts"
import type { SuppliedPoint } from "../portfolio/index.ts"
import {
  type ElectricHeating,
  type HeatingAllowance,
  heatingAllowance,
  netConsumption,
  type SettlementProblem,
  UnknownCharge
} from "../settlement/index.ts"
import type { StorageError } from "../storage/index.ts"

/** How electric heating stands at a period's start, or why it cannot be told. */
export type HeatingState = Result.Result<ElectricHeating, ReadonlyArray<SettlementProblem>>

/** Outside electric heating every kWh carries the full tax: a limit that no one reaches. */
const NO_LIMIT_WH = Number.MAX_SAFE_INTEGER

/** Points whose readings of the year so far are in memory together. */
const POINTS_READ_TOGETHER = 100

/**
 * For points whose electric heating is settled by the yearly limit: the allowance of each settlement year that the period
 * meets, and how much of it the readings of the year so far have used.
 */
export const heatingOf = (
  points: ReadonlyArray<SuppliedPoint>,
  period: Period,
  asOf: Instant,
  charges: ReadonlyArray<Charge>
): Effect.Effect<ReadonlyMap<Gsrn, HeatingState>, StorageError, MeteringLedger> =>
  Effect.gen(function* () {
    const heated = points
      .filter(({ electricHeating }) => electricHeating !== undefined)
      .map((point) => heatedPoint(point, period))
    const states = new Map<Gsrn, HeatingState>()
    for (let first = 0; first < heated.length; first += POINTS_READ_TOGETHER) {
      const some = heated.slice(first, first + POINTS_READ_TOGETHER)
      const readings = yield* readingsBefore(some, period, asOf)
      for (const one of some) states.set(one.point.gsrn, stateOf(one, period, readings, charges))
    }
    return states
  })

/** A point with electric heating and the parts of settlement years that meet the period. */
interface HeatedPoint {
  readonly point: SuppliedPoint
  readonly parts: ReadonlyArray<Period>
}

const heatedPoint = (point: SuppliedPoint, period: Period): HeatedPoint => ({
  point,
  parts: heatingParts(point, point.electricHeating!.periods, period)
})

type Readings = ReadonlyMap<Gsrn, ReadonlyArray<MeteringSeries>>

const NONE: ReadonlyArray<MeteringSeries> = []

const ownPoints = ({ gsrn, production }: SuppliedPoint): ReadonlyArray<Gsrn> =>
  production === undefined ? [gsrn] : [gsrn, production.gsrn]

/** Readings of these points from the earliest start of a part to the start of the period. */
const readingsBefore = Effect.fnUntraced(function* (
  heated: ReadonlyArray<HeatedPoint>,
  { from: to }: Period,
  asOf: Instant
) {
  const begun = heated.filter(({ parts }) => parts.some((part) => part.from < to))
  const from = Math.min(...begun.flatMap(({ parts }) => parts.map((part) => part.from)))
  if (begun.length === 0) return new Map() as Readings
  const gsrns = [...new Set(begun.flatMap(({ point }) => ownPoints(point)))]
  const series = yield* (yield* MeteringLedger).readings({ gsrns, period: { from, to }, asOf })
  return Map.groupBy(series, ({ gsrn }) => gsrn) as Readings
})

const stateOf = (
  { parts, point }: HeatedPoint,
  period: Period,
  readings: Readings,
  charges: ReadonlyArray<Charge>
): HeatingState => {
  const { reduced: key, tax } = point.electricHeating!
  const id = chargeKeyText(key)
  const reduced = charges.find(
    (charge): charge is Tariff => charge.kind === "tariff" && chargeKeyText(charge.key) === id
  )
  const problems: Array<SettlementProblem> = []
  if (reduced === undefined) problems.push(new UnknownCharge({ gsrn: point.gsrn, charge: id, ...period }))
  const allowances: Array<HeatingAllowance> = []
  for (const part of parts) {
    const used = usedBefore(point, part, period, readings)
    if (Result.isFailure(used)) problems.push(...used.failure)
    else allowances.push({ ...part, limitWh: heatingAllowance(part), usedBeforeWh: used.success })
  }
  return reduced === undefined || problems.length > 0
    ? Result.fail(problems)
    : Result.succeed({ tax, reduced, allowances: withoutHeating(allowances, period) })
}

/** Settlement years, cut by our supply and by heating itself: each part has its own share of the limit. */
const heatingParts = (
  { supply }: SuppliedPoint,
  periods: SuppliedPoint["supply"],
  period: Period
): ReadonlyArray<Period> => {
  const first = yearOf(period.from)
  const last = yearOf(period.to - 1)
  const years = Array.from({ length: last - first + 1 }, (_, i) => yearPeriod(first + i))
  return years
    .flatMap((year) =>
      periods.flatMap((heating) => {
        const heated = clip(heating, year)
        return heated === undefined ? [] : supply.map((one) => clip(one, heated)).filter((part) => part !== undefined)
      })
    )
    .filter((part) => clip(part, period) !== undefined)
}

const yearOf = (instant: Instant): number => Number(MarketCalendar.localDateOf(instant).slice(0, 4))

const yearPeriod = (year: number): Period =>
  MarketCalendar.datePeriod(`${year}-01-01` as LocalDate, `${year + 1}-01-01` as LocalDate)

const usedBefore = (
  point: SuppliedPoint,
  part: Period,
  period: Period,
  readings: Readings
): ReturnType<typeof netConsumption> => {
  const before = clip(part, { from: part.from, to: period.from })
  if (before === undefined) return Result.succeed(0)
  const { gsrn, production, supply } = point
  const own = ownPoints(point).flatMap((one) => readings.get(one) ?? NONE)
  return netConsumption({ gsrn, period: before, supply, readings: own, production })
}

/** The rest of the period, in which there is no electric heating. */
const withoutHeating = (
  allowances: ReadonlyArray<HeatingAllowance>,
  period: Period
): ReadonlyArray<HeatingAllowance> => {
  const all: Array<HeatingAllowance> = []
  let from = period.from
  for (const allowance of allowances.toSorted((a, b) => a.from - b.from)) {
    if (from < allowance.from) all.push({ from, to: allowance.from, limitWh: NO_LIMIT_WH, usedBeforeWh: 0 })
    all.push(allowance)
    from = Math.max(from, endOf(allowance))
  }
  if (from < period.to) all.push({ from, to: period.to, limitWh: NO_LIMIT_WH, usedBeforeWh: 0 })
  return all
}
