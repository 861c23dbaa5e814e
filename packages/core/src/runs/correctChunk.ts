import { Result } from "effect"
import type { Gsrn, Instant, Period } from "../market/index.ts"
import type { SuppliedPoint } from "../portfolio/index.ts"
import {
  correctBill,
  type Correction,
  reverse,
  settle,
  type Settlement,
  type SettlementProblem,
  type SettlementRequest
} from "../settlement/index.ts"
import { type ChunkInput, requestOf, type RunPrices } from "./settleChunk.ts"
import type { CorrectedPoint, PointResult } from "./SettlementRun.ts"

/** What was known at an instant of the points of a chunk. */
export interface KnownThen {
  readonly prices: RunPrices
  readonly input: ChunkInput
}

/** The points of a chunk as they were known at the instants by which they were settled last, and now. */
export interface CorrectionInput {
  readonly before: ReadonlyMap<Instant, KnownThen>
  readonly now: KnownThen
}

/**
 * What corrections of points of a period come to: the change of the bill between what was settled last and what is known
 * now; all of it where nothing was settled before; all of it taken back where we do not supply the point any more.
 */
export const correctChunk = (
  points: ReadonlyArray<CorrectedPoint>,
  { before, now }: CorrectionInput,
  period: Period
): ReadonlyArray<PointResult> => {
  const requestsNow = new Requests(now, period)
  const requestsThen = new Map([...before].map(([instant, known]) => [instant, new Requests(known, period)]))
  return points.map(({ gsrn, settledAsOf }) => {
    const then = settledAsOf === undefined ? undefined : requestsThen.get(settledAsOf)!.of(gsrn)
    const settled = Result.flatMap(then ?? NOTHING, (was) =>
      Result.flatMap(requestsNow.of(gsrn), (is) => corrected(gsrn, period, was, is))
    )
    return Result.isSuccess(settled)
      ? { kind: "settled", gsrn, settlement: settled.success }
      : { kind: "failed", gsrn, problems: settled.failure }
  })
}

type Problems = ReadonlyArray<SettlementProblem>

/** A request; none where we did not supply the point. */
type Asked = Result.Result<SettlementRequest | undefined, Problems>

const NOTHING: Asked = Result.succeed(undefined)

/** Requests of points as they were known at one instant. */
class Requests {
  private readonly points: ReadonlyMap<Gsrn, SuppliedPoint>
  private readonly known: KnownThen
  private readonly period: Period

  constructor(known: KnownThen, period: Period) {
    this.points = new Map(known.input.points.map((point) => [point.gsrn, point]))
    this.known = known
    this.period = period
  }

  of(gsrn: Gsrn): Asked {
    const point = this.points.get(gsrn)
    if (point === undefined) return NOTHING
    const asked = requestOf(point, this.known.input, this.period, this.known.prices)
    if (Result.isFailure(asked)) return Result.fail(asked.failure)
    const { heatingProblems, request } = asked.success
    return heatingProblems.length > 0 ? Result.fail(heatingProblems) : Result.succeed(request)
  }
}

const corrected = (
  gsrn: Gsrn,
  period: Period,
  before: SettlementRequest | undefined,
  after: SettlementRequest | undefined
): Result.Result<Settlement, Problems> => {
  const found =
    before !== undefined && after !== undefined
      ? Result.map(correctBill({ before, after }), settlementOfCorrection)
      : after !== undefined
        ? settle(after)
        : before !== undefined
          ? Result.map(settle(before), settlementOfReversal)
          : Result.succeed(nothingSettled(gsrn, period))
  return Result.mapError(found, ({ problems }) => problems)
}

/** The difference as a settlement of its own; its readings are those that are known now. */
const settlementOfCorrection = ({ after, before: _, ...difference }: Correction): Settlement => ({
  ...difference,
  readings: after.readings,
  warnings: after.warnings
})

const settlementOfReversal = (billed: Settlement): Settlement => {
  const { of: _, ...reversal } = reverse(billed)
  return {
    ...reversal,
    segments: billed.segments,
    consumptionWh: 0 - billed.consumptionWh,
    productionWh: 0 - billed.productionWh,
    netConsumptionWh: 0 - billed.netConsumptionWh,
    surplusWh: 0 - billed.surplusWh,
    readings: [],
    warnings: []
  }
}

const nothingSettled = (gsrn: Gsrn, period: Period): Settlement => ({
  gsrn,
  period,
  segments: [],
  lines: [],
  subtotalOere: 0,
  vatOere: 0,
  totalOere: 0,
  consumptionWh: 0,
  productionWh: 0,
  netConsumptionWh: 0,
  surplusWh: 0,
  readings: [],
  warnings: []
})
