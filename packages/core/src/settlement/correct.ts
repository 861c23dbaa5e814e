import { Result } from "effect"
import type { Gsrn, Instant, Period } from "../market/index.ts"
import { halfEvenToOere, type Wh } from "../quantity/index.ts"
import { type LineTrace, type Segment, type Settlement, SettlementLine, type Totals } from "./Settlement.ts"
import type { SettlementRefused } from "./SettlementProblem.ts"
import type { SettlementRequest } from "./SettlementRequest.ts"
import { settleSplitAt } from "./settle.ts"
import { totalsOf } from "./totals.ts"

/** What was settled, and what we know now: two requests for the same metering point and period. */
export interface CorrectionRequest {
  readonly before: SettlementRequest
  readonly after: SettlementRequest
}

/** What a correction changes: the exact difference of each line, rounded once. Quantities are differences too. */
export interface Correction extends Totals {
  readonly gsrn: Gsrn
  readonly period: Period
  readonly segments: ReadonlyArray<Segment>
  /** Lines that differ; a subscription that stays is not among them. */
  readonly lines: ReadonlyArray<SettlementLine>
  readonly consumptionWh: Wh
  readonly productionWh: Wh
  readonly netConsumptionWh: Wh
  readonly surplusWh: Wh
  readonly before: Settlement
  readonly after: Settlement
}

/**
 * The exact difference between two settlements of a period, line by line, clipped to our supply. Both are settled anew
 * by the one engine, on the union of their segments, so netting, electric heating and price changes are right by
 * themselves. With electric heating the period must reach to the end of what has been settled of the year: a correction
 * in January moves the day on which the limit is crossed.
 */
export const correct = ({ after, before }: CorrectionRequest): Result.Result<Correction, SettlementRefused> => {
  const requests = [before, after].map((request): SettlementRequest => ({ ...request, outsideSupply: "clip" }))
  const cuts: Array<Instant> = []
  for (const request of requests) {
    const settled = settleSplitAt(request, [])
    if (Result.isFailure(settled)) return Result.fail(settled.failure)
    for (const { from, to } of settled.success.segments) cuts.push(from, to)
  }
  return Result.gen(function*() {
    const old = yield* settleSplitAt(requests[0]!, cuts)
    const now = yield* settleSplitAt(requests[1]!, cuts)
    return difference(old, now)
  })
}

/** The difference of two settlements that are split at the same instants. */
export const difference = (before: Settlement, after: Settlement): Correction => {
  const segments = unionOf(before.segments, after.segments)
  const billed = new Map(before.lines.map((line) => [identity(line), line]))
  const lines: Array<SettlementLine> = []
  for (const line of after.lines) {
    const old = billed.get(identity(line))
    billed.delete(identity(line))
    lines.push(lineDifference(old, line, segments))
  }
  for (const old of billed.values()) lines.push(lineDifference(old, undefined, segments))
  const changed = lines
    .filter((line) => line.exact !== 0n || line.quantityWh !== 0)
    .sort((a, b) => a.segment.index - b.segment.index)
  return {
    gsrn: after.gsrn,
    period: after.period,
    segments,
    lines: changed,
    ...totalsOf(changed),
    consumptionWh: after.consumptionWh - before.consumptionWh,
    productionWh: after.productionWh - before.productionWh,
    netConsumptionWh: after.netConsumptionWh - before.netConsumptionWh,
    surplusWh: after.surplusWh - before.surplusWh,
    before,
    after
  }
}

/** Which line of the one settlement is which of the other. */
const identity = (line: SettlementLine): string =>
  `${line.id} ${line.gsrn} ${line.segment.from} ${line.vatClass} ${line.kind}`

const unionOf = (a: ReadonlyArray<Segment>, b: ReadonlyArray<Segment>): ReadonlyArray<Segment> =>
  [...new Map([...a, ...b].map((segment) => [segment.from, segment])).values()]
    .sort((one, other) => one.from - other.from)
    .map((segment, index) => ({ ...segment, index }))

const lineDifference = (
  before: SettlementLine | undefined,
  after: SettlementLine | undefined,
  segments: ReadonlyArray<Segment>
): SettlementLine => {
  const shape = (after ?? before)!
  const exact = (after?.exact ?? 0n) - (before?.exact ?? 0n)
  return new SettlementLine({
    ...shape,
    segment: segments.find((segment) => segment.from === shape.segment.from)!,
    quantityWh: (after?.quantityWh ?? 0) - (before?.quantityWh ?? 0),
    exact,
    amountOere: halfEvenToOere(exact),
    trace: (): LineTrace => ({
      ...(after ?? before)!.trace(),
      parts: [
        { label: "as it is now", quantityWh: after?.quantityWh ?? 0, amount: after?.exact ?? 0n },
        { label: "less what was settled", quantityWh: -(before?.quantityWh ?? 0), amount: -(before?.exact ?? 0n) }
      ]
    })
  })
}
