import { Effect, Result } from "effect"
import type { Charge, Tariff } from "../charges/index.ts"
import { chargeKeyText } from "../charges/index.ts"
import { endOf, type Gsrn, type Instant, type Period } from "../market/index.ts"
import { MeteringLedger, type MeteringSeries } from "../metering/index.ts"
import type { HeatingUse, SuppliedPoint } from "../portfolio/index.ts"
import {
  type ElectricHeating,
  type HeatingAllowance,
  heatingAllowance,
  heatingParts,
  heatingUseBefore,
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
 * meets, and how much of it was used: by the readings of the year so far, or by what a contract says of the time before
 * an instant and the readings since then.
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

/** Part of a settlement year with its own share of the limit. */
interface HeatedPart extends Period {
  /** What is said to be used, and since when readings are counted: from its beginning unless a contract says more. */
  readonly said: HeatingUse
}

/** A point with electric heating and the parts of settlement years that meet the period. */
interface HeatedPoint {
  readonly point: SuppliedPoint
  readonly parts: ReadonlyArray<HeatedPart>
}

const heatedPoint = (point: SuppliedPoint, period: Period): HeatedPoint => {
  const { periods, usedBefore = [] } = point.electricHeating!
  const parts = heatingParts(point.supply, periods, period).map((part) => ({
    ...part,
    said: usedBefore.findLast(({ until }) => part.from < until && until <= period.from) ?? { until: part.from, wh: 0 }
  }))
  return { point, parts }
}

type Readings = ReadonlyMap<Gsrn, ReadonlyArray<MeteringSeries>>

const NONE: ReadonlyArray<MeteringSeries> = []

const ownPoints = ({ gsrn, production }: SuppliedPoint): ReadonlyArray<Gsrn> =>
  production === undefined ? [gsrn] : [gsrn, production.gsrn]

/** Readings of these points from the earliest instant since when they count to the start of the period. */
const readingsBefore = Effect.fnUntraced(function* (
  heated: ReadonlyArray<HeatedPoint>,
  { from: to }: Period,
  asOf: Instant
) {
  const begun = heated.filter(({ parts }) => parts.some(({ said }) => said.until < to))
  const from = Math.min(...begun.flatMap(({ parts }) => parts.map(({ said }) => said.until)))
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
  for (const { said, ...part } of parts) {
    const used = heatingUseBefore(measuredOf(point, readings), said, period.from)
    if (Result.isFailure(used)) problems.push(...used.failure)
    else allowances.push({ ...part, limitWh: heatingAllowance(part), usedBeforeWh: used.success })
  }
  return reduced === undefined || problems.length > 0
    ? Result.fail(problems)
    : Result.succeed({ tax, reduced, allowances: withoutHeating(allowances, period) })
}

const measuredOf = (point: SuppliedPoint, readings: Readings) => {
  const { gsrn, production, supply } = point
  const own = ownPoints(point).flatMap((one) => readings.get(one) ?? NONE)
  return { gsrn, supply, readings: own, production }
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
