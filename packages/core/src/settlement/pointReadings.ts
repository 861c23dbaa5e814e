import { clip, type Gsrn, type Period } from "../market/index.ts"
import {
  type AssembledReadings,
  assembleReadings,
  type MeteringSeries,
  MissingReading,
  periodOf,
  Quality,
  type ReadingStretch
} from "../metering/index.ts"
import { qualityFindings } from "./ReadingBlock.ts"
import type { ReadingsBasis, Segment, SettlementWarning } from "./Settlement.ts"
import { ReadingsOutsideSupply, type SettlementProblem } from "./SettlementProblem.ts"
import type { SettlementRequest } from "./SettlementRequest.ts"

/** The readings of one metering point that a settlement uses. */
export interface PointReadings {
  readonly stretches: ReadonlyArray<ReadingStretch>
  readonly basis: ReadingsBasis
}

/** What is found on the way and told at the end. */
export interface Findings {
  readonly problems: Array<SettlementProblem>
  readonly warnings: Array<SettlementWarning>
}

/**
 * The current readings of a point over the supply; those of the `needed` segments must all be there. A run of intervals
 * without a usable value is one problem.
 */
export const pointReadings = (
  request: SettlementRequest,
  gsrn: Gsrn,
  window: Period,
  needed: ReadonlyArray<Segment>,
  { problems, warnings }: Findings
): PointReadings => {
  const assembled = assembleReadings(request.readings, gsrn, window, request.asOf)
  for (const problem of assembled.problems) {
    if (needed.some((segment) => clip(problem, segment) !== undefined)) problems.push(problem)
  }
  let intervals = 0
  let estimatedIntervals = 0
  let adjusted = 0
  for (const segment of needed) {
    for (const stretch of assembled.stretches) {
      const found = qualityFindings(stretch, segment)
      if (found === undefined) continue
      intervals += found.intervals
      estimatedIntervals += found.estimated
      adjusted += found.adjusted
      for (const run of found.unusable) problems.push(missing(assembled, run))
    }
  }
  if (estimatedIntervals > 0)
    warnings.push({ kind: "estimatedReadings", gsrn, ...window, intervals: estimatedIntervals })
  if (adjusted > 0) warnings.push({ kind: "adjustedReadings", gsrn, ...window, intervals: adjusted })
  const basis = { gsrn, registeredUntil: assembled.registeredUntil, asOf: request.asOf, intervals, estimatedIntervals }
  return { stretches: assembled.stretches, basis }
}

type Unusable = Period & { readonly intervals: number; readonly qualities: ReadonlyArray<string> }

const missing = ({ gsrn, sources }: AssembledReadings, run: Unusable): MissingReading => {
  const { from, intervals, to } = run
  const qualities = run.qualities.includes("unknown")
    ? run.qualities.flatMap((code) => (code === "unknown" ? unknownCodes(sources, run) : [code]))
    : run.qualities
  return new MissingReading({ gsrn, from, to, intervals, qualities })
}

const unknownCodes = (sources: AssembledReadings["sources"], run: Unusable): ReadonlyArray<string> => [
  ...new Set(
    sources.flatMap((source) => (clip(run, periodOf(source)) ? [...(source.unknownQualities?.values() ?? [])] : []))
  )
]

/**
 * Readings of the point inside the period but outside our supply: refused, or told when the caller expects them, as a
 * correction does that covers more than our part.
 */
export const checkOutsideSupply = (
  request: SettlementRequest,
  gsrn: Gsrn,
  supplied: ReadonlyArray<Period>,
  { problems, warnings }: Findings
): void => {
  if (request.supply === undefined) return
  for (const gap of gapsBetween(supplied, request.period)) {
    const outside = request.readings.filter((series) => hasValuesIn(series, gsrn, gap, request.asOf))
    if (outside.length === 0) continue
    const from = Math.max(gap.from, Math.min(...outside.map((series) => periodOf(series).from)))
    const to = Math.min(gap.to, Math.max(...outside.map((series) => periodOf(series).to)))
    if (request.outsideSupply === "clip") {
      warnings.push({ kind: "readingsClippedToSupply", gsrn, from, to, intervals: 0 })
    } else problems.push(new ReadingsOutsideSupply({ gsrn, from, to }))
  }
}

const gapsBetween = (supplied: ReadonlyArray<Period>, period: Period): ReadonlyArray<Period> => {
  const gaps: Array<Period> = []
  let from = period.from
  for (const part of supplied) {
    if (from < part.from) gaps.push({ from, to: part.from })
    from = Math.max(from, part.to)
  }
  if (from < period.to) gaps.push({ from, to: period.to })
  return gaps
}

const hasValuesIn = (series: MeteringSeries, gsrn: Gsrn, gap: Period, asOf = Number.POSITIVE_INFINITY): boolean => {
  if (series.gsrn !== gsrn || series.registeredAt > asOf) return false
  const covered = periodOf(series)
  const part = clip(covered, gap)
  if (part === undefined) return false
  const step = (covered.to - covered.from) / series.qualities.length
  const first = Math.floor((part.from - series.start) / step)
  const last = Math.ceil((part.to - series.start) / step)
  return series.qualities.subarray(first, last).some((quality) => quality !== Quality.missing)
}
