import { Result } from "effect"
import type { Gsrn, Period } from "../market/index.ts"
import { halfEvenToOere, type Wh } from "../quantity/index.ts"
import { inBilledOere, lineIdentity } from "./billedOere.ts"
import { type LineTrace, type Segment, type Settlement, SettlementLine, type Totals } from "./Settlement.ts"
import type { SettlementRefused } from "./SettlementProblem.ts"
import type { SettlementRequest } from "./SettlementRequest.ts"
import { settle, settleSplitAt } from "./settle.ts"
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
 *
 * @example
 * import { gsrnOf, LocalDate, MarketCalendar, correct, type SettlementRequest } from "@datahub-settlement/core"
 * import { linkOf, seriesOf, spotOf, spotProductOf, tariffOf } from "@datahub-settlement/core/testing"
 * import { Result } from "effect"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))
 * const tax = tariffOf({ code: "EA-001", isTax: true, prices: "0.720" })
 *
 * const before: SettlementRequest = {
 *   meteringPoint: { gsrn, priceArea: "DK1" },
 *   period: day,
 *   readings: [seriesOf({ gsrn, period: day, kwh: "0.300" })],
 *   spotPrices: spotOf({ period: day, dkkPerKwh: "0.45" }),
 *   charges: [tax],
 *   links: [linkOf(gsrn, tax)],
 *   product: [spotProductOf({ margin: "0.04", subscription: "29" })]
 * }
 * const newer = seriesOf({ gsrn, period: day, kwh: "0.320", registeredAt: day.to + 86_400_000 })
 * const after = { ...before, readings: [...before.readings, newer] }
 * const correction = Result.getOrThrow(correct({ before, after }))
 * // 0.5 kWh more; the subscription stays and is not among the lines.
 * correction.consumptionWh // => 500
 * correction.lines.map((line) => line.exactAmount.toFixed()) // => ["0.245", "0.36"]
 */
export const correct = (request: CorrectionRequest): Result.Result<Correction, SettlementRefused> =>
  Result.map(sidesOf(request), ({ billed, split }) => compared(split, billed, (pieces) => pieces))

/**
 * The same difference as a change of the bill: its lines and sums are, to the øre, what a fresh bill says less what was
 * billed, VAT too. So a first bill and its corrections, however many, always add up to the fresh bill; where `correct`
 * alone would leave an øre of rounding between them. Correction runs store these.
 *
 * @example
 * import { correctBill, gsrnOf, LocalDate, MarketCalendar, type SettlementRequest } from "@datahub-settlement/core"
 * import { seriesOf, spotOf, spotProductOf } from "@datahub-settlement/core/testing"
 * import { Result } from "effect"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))
 * const readings = (kwh: string): SettlementRequest => ({
 *   meteringPoint: { gsrn, priceArea: "DK1" },
 *   period: day,
 *   readings: [seriesOf({ gsrn, period: day, kwh })],
 *   spotPrices: spotOf({ period: day, dkkPerKwh: "0.45" }),
 *   charges: [],
 *   links: [],
 *   product: [spotProductOf()]
 * })
 * const correction = Result.getOrThrow(correctBill({ before: readings("0.3"), after: readings("0.301") }))
 * // 25 hours: 3.375 DKK (3.38) was billed and 3.38625 DKK (3.39) is right; the difference of 0.01125 DKK is 1 øre.
 * correction.lines.map((line) => line.amountOere) // => [1]
 * correction.totalOere === correction.after.totalOere - correction.before.totalOere // => true
 */
export const correctBill = (request: CorrectionRequest): Result.Result<Correction, SettlementRefused> =>
  Result.map(sidesOf(request), ({ billed, split }) => {
    const correction = compared(split, billed, (pieces) =>
      inBilledOere(pieces, billed.before.lines, billed.after.lines)
    )
    return { ...correction, ...billChange(billed) }
  })

const billChange = ({ after, before }: Settlements): Totals => ({
  subtotalOere: after.subtotalOere - before.subtotalOere,
  vatOere: after.vatOere - before.vatOere,
  totalOere: after.totalOere - before.totalOere
})

/** Both sides as they are billed, and split alike so that they can be compared. */
const sidesOf = ({ after, before }: CorrectionRequest) =>
  Result.gen(function* () {
    const [old, now] = [before, after].map((request): SettlementRequest => ({ ...request, outsideSupply: "clip" }))
    const billed: Settlements = { before: yield* settle(old!), after: yield* settle(now!) }
    if (sameSegments(billed.before, billed.after)) return { billed, split: billed }
    const cuts = [billed.before, billed.after].flatMap(({ segments }) => segments.flatMap(({ from, to }) => [from, to]))
    const split: Settlements = { before: yield* settleSplitAt(old!, cuts), after: yield* settleSplitAt(now!, cuts) }
    return { billed, split }
  })

interface Settlements {
  readonly before: Settlement
  readonly after: Settlement
}

const sameSegments = (a: Settlement, b: Settlement): boolean =>
  a.segments.length === b.segments.length &&
  a.segments.every((segment, i) => segment.from === b.segments[i]!.from && segment.to === b.segments[i]!.to)

/** The difference of two settlements that are split at the same instants. */
export const difference = (before: Settlement, after: Settlement): Correction =>
  compared({ before, after }, { before, after }, (pieces) => pieces)

type Lines = ReadonlyArray<SettlementLine>

const compared = (
  split: Settlements,
  { after, before }: Settlements,
  rounded: (pieces: Lines) => Lines
): Correction => {
  const segments = unionOf(split.before.segments, split.after.segments)
  // The same fee may fall twice into one segment, so an identity may stand for several lines.
  const settled = Map.groupBy(split.before.lines, pieceIdentity)
  const pieces = split.after.lines.map((line) =>
    lineDifference(settled.get(pieceIdentity(line))?.shift(), line, segments)
  )
  for (const old of [...settled.values()].flat()) pieces.push(lineDifference(old, undefined, segments))
  const lines = rounded(pieces)
    .filter((line) => line.exact !== 0n || line.quantityWh !== 0 || line.amountOere !== 0)
    .sort((a, b) => a.segment.index - b.segment.index)
  return {
    gsrn: after.gsrn,
    period: after.period,
    segments,
    lines,
    ...totalsOf(lines),
    consumptionWh: after.consumptionWh - before.consumptionWh,
    productionWh: after.productionWh - before.productionWh,
    netConsumptionWh: after.netConsumptionWh - before.netConsumptionWh,
    surplusWh: after.surplusWh - before.surplusWh,
    before,
    after
  }
}

/** Which line of the one settlement is which of the other. */
const pieceIdentity = (line: SettlementLine): string => `${lineIdentity(line)} ${line.segment.from}`

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
