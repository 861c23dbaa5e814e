import { Result } from "effect"
import type { Charge, SpotPrices } from "../charges/index.ts"
import type { Gsrn, Period, PriceArea } from "../market/index.ts"
import type { MeteringSeries } from "../metering/index.ts"
import type { SuppliedPoint } from "../portfolio/index.ts"
import { MissingSpotPrice, settle, type SettlementProblem, type SettlementRequest } from "../settlement/index.ts"
import type { HeatingState } from "./heatingOf.ts"
import type { PointResult } from "./SettlementRun.ts"

/** What all points of a run share. */
export interface RunPrices {
  readonly charges: ReadonlyArray<Charge>
  readonly spotPrices: ReadonlyMap<PriceArea, SpotPrices>
}

/** Everything that the results of neighbouring points are made of. */
export interface ChunkInput {
  readonly points: ReadonlyArray<SuppliedPoint>
  readonly readings: ReadonlyMap<Gsrn, ReadonlyArray<MeteringSeries>>
  /** How electric heating by the yearly limit stands at the start of the period, for points that have it. */
  readonly heating: ReadonlyMap<Gsrn, HeatingState>
}

/** Settles the points of a chunk one by one: a point that cannot be settled is listed, and the rest goes on. */
export const settleChunk = (input: ChunkInput, period: Period, prices: RunPrices): ReadonlyArray<PointResult> =>
  input.points.map((point) => settlePoint(point, input, period, prices))

const settlePoint = (point: SuppliedPoint, input: ChunkInput, period: Period, prices: RunPrices): PointResult => {
  const { gsrn } = point
  const failed = (problems: ReadonlyArray<SettlementProblem>): PointResult => ({ kind: "failed", gsrn, problems })
  const asked = requestOf(point, input, period, prices)
  if (Result.isFailure(asked)) return failed(asked.failure)
  const { heatingProblems, request } = asked.success
  const settled = settle(request)
  if (Result.isFailure(settled)) return failed([...heatingProblems, ...settled.failure.problems])
  return heatingProblems.length > 0 ? failed(heatingProblems) : { kind: "settled", gsrn, settlement: settled.success }
}

/** What a point is settled from. */
export interface PointRequest {
  readonly request: SettlementRequest
  /** Why the request lacks the point's heating: it is settled only to find whatever else is wrong with it. */
  readonly heatingProblems: ReadonlyArray<SettlementProblem>
}

/** The request that settles a point of a chunk. */
export const requestOf = (
  point: SuppliedPoint,
  { heating, readings }: ChunkInput,
  period: Period,
  prices: RunPrices
): Result.Result<PointRequest, ReadonlyArray<SettlementProblem>> => {
  const { gsrn, priceArea } = point
  const spotPrices = prices.spotPrices.get(priceArea)
  if (spotPrices === undefined) {
    return Result.fail([new MissingSpotPrice({ gsrn, charge: `spot ${priceArea}`, ...period })])
  }
  const electricHeating = heating.get(gsrn) ?? Result.succeed(undefined)
  const request: SettlementRequest = {
    meteringPoint: { gsrn, priceArea },
    period,
    supply: point.supply,
    // DataHub sends readings of time that is not ours any more: supply that was lost back in time, or that has ended.
    outsideSupply: "clip",
    readings: readingsOf(point, readings),
    production: point.production,
    spotPrices,
    charges: prices.charges,
    links: point.links,
    product: point.product,
    electricHeating: Result.isSuccess(electricHeating) ? electricHeating.success : undefined
  }
  const heatingProblems = Result.isFailure(electricHeating) ? electricHeating.failure : []
  return Result.succeed({ request, heatingProblems })
}

const NONE: ReadonlyArray<MeteringSeries> = []

/** Metering points that are settled with this one: its child points and its production. */
export const otherPointsOf = ({ children, production }: SuppliedPoint): ReadonlyArray<Gsrn> =>
  children.length === 0 && production === undefined
    ? []
    : [...new Set([...children.map(({ gsrn }) => gsrn), ...(production === undefined ? [] : [production.gsrn])])]

const readingsOf = (
  point: SuppliedPoint,
  readings: ReadonlyMap<Gsrn, ReadonlyArray<MeteringSeries>>
): ReadonlyArray<MeteringSeries> => {
  const own = readings.get(point.gsrn) ?? NONE
  const others = otherPointsOf(point)
  return others.length === 0 ? own : [...own, ...others.flatMap((other) => readings.get(other) ?? NONE)]
}
