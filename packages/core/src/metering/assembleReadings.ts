import { type Gsrn, type Instant, intervalMs, type Period, type Resolution } from "../market/index.ts"
import { assembleMixed } from "./assembleMixed.ts"
import { isSuperseded, reportContradictions } from "./contradictions.ts"
import { KWH, type MeteringSeries, periodOf } from "./MeteringSeries.ts"
import { type ReadingProblem, UnknownUnit } from "./ReadingProblem.ts"
import type { ReadingStretch } from "./ReadingStretch.ts"

/** The current readings of one metering point in one window: without gaps or overlap, in time order. */
export interface AssembledReadings {
  readonly gsrn: Gsrn
  readonly stretches: ReadonlyArray<ReadingStretch>
  /** Newest registration that was used. */
  readonly registeredUntil: Instant | undefined
  /** The series they come from, oldest registration first. */
  readonly sources: ReadonlyArray<MeteringSeries>
  readonly problems: ReadonlyArray<ReadingProblem>
}

/**
 * The readings that hold in a window, made from every registration of a metering point: the newest registration wins,
 * whatever the order of arrival (BRS-021), interval by interval; so partial days merge and a correction of a correction
 * holds. The same values registered twice change nothing; different values with one registration time are a problem.
 *
 * @example
 * import { assembleReadings, gsrnOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 * import { seriesOf } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2026-01-15"))
 * const noon = { from: day.from + 12 * 3_600_000, to: day.from + 13 * 3_600_000 }
 * const first = seriesOf({ gsrn, period: day, kwh: "0.300" })
 * const correction = seriesOf({ gsrn, period: noon, kwh: "0.450", registeredAt: day.to + 86_400_000 })
 * const { stretches } = assembleReadings([correction, first], gsrn, day)
 * stretches[0]!.quantitiesWh[11] // => 300
 * stretches[0]!.quantitiesWh[12] // => 450
 */
export const assembleReadings = (
  series: ReadonlyArray<MeteringSeries>,
  gsrn: Gsrn,
  window: Period,
  asOf: Instant = Number.POSITIVE_INFINITY
): AssembledReadings => {
  const sources = candidates(series, gsrn, window, asOf)
  const only = sources[0]
  if (only === undefined) return { gsrn, stretches: [empty(window)], registeredUntil: undefined, sources, problems: [] }
  const problems: Array<ReadingProblem> = unitProblems(sources, window)
  const stretches =
    sources.length === 1 && coversWindow(only, window)
      ? [slice(only, window)]
      : sources.every((source) => source.resolution === only.resolution)
        ? [paint(sources, only.resolution, window, problems)]
        : assembleMixed(sources, window, problems)
  return { gsrn, stretches, registeredUntil: sources.at(-1)!.registeredAt, sources, problems }
}

/** Registration order; the ids only make the order of equal registrations the same on every run. */
const byRegistration = (a: MeteringSeries, b: MeteringSeries): number =>
  a.registeredAt - b.registeredAt ||
  compare(a.messageId, b.messageId) ||
  compare(a.transactionId, b.transactionId) ||
  a.start - b.start

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const candidates = (
  series: ReadonlyArray<MeteringSeries>,
  gsrn: Gsrn,
  window: Period,
  asOf: Instant
): ReadonlyArray<MeteringSeries> => {
  const found = series.filter((one) => {
    if (one.gsrn !== gsrn || one.registeredAt > asOf) return false
    const { from, to } = periodOf(one)
    return from < window.to && window.from < to
  })
  return found.length > 1 ? withoutRepeats(found.sort(byRegistration)) : found
}

/** A series that DataHub sent more than once is looked at once, however often that was. */
const withoutRepeats = (sorted: ReadonlyArray<MeteringSeries>): ReadonlyArray<MeteringSeries> => {
  const kept = new Map<string, Array<MeteringSeries>>()
  return sorted.filter((series) => {
    const place = `${series.registeredAt} ${series.start} ${series.resolution} ${series.quantitiesWh.length}`
    const others = kept.get(place)
    if (others === undefined) kept.set(place, [series])
    else if (others.some((other) => saysTheSame(other, series))) return false
    else others.push(series)
    return true
  })
}

const saysTheSame = (a: MeteringSeries, b: MeteringSeries): boolean =>
  a.unit === b.unit &&
  a.qualities.every((quality, i) => quality === b.qualities[i]) &&
  a.quantitiesWh.every((quantity, i) => quantity === b.quantitiesWh[i]) &&
  a.unknownQualities === b.unknownQualities

const coversWindow = (series: MeteringSeries, window: Period): boolean => {
  const { from, to } = periodOf(series)
  return from <= window.from && window.to <= to
}

const empty = (window: Period): ReadingStretch => {
  const n = (window.to - window.from) / intervalMs.PT1H
  return { resolution: "PT1H", start: window.from, quantitiesWh: new Int32Array(n), qualities: new Uint8Array(n) }
}

const slice = (series: MeteringSeries, window: Period): ReadingStretch => {
  const step = intervalMs[series.resolution]
  const from = (window.from - series.start) / step
  const to = (window.to - series.start) / step
  const whole = from === 0 && to === series.quantitiesWh.length
  return {
    resolution: series.resolution,
    start: window.from,
    quantitiesWh: whole ? series.quantitiesWh : series.quantitiesWh.subarray(from, to),
    qualities: whole ? series.qualities : series.qualities.subarray(from, to)
  }
}

/** Series in another unit, unless newer registrations hold in all of their time. */
const unitProblems = (sources: ReadonlyArray<MeteringSeries>, window: Period): Array<ReadingProblem> =>
  sources.flatMap((source, index) => {
    if (source.unit === KWH) return []
    const covered = periodOf(source)
    const period = { from: Math.max(covered.from, window.from), to: Math.min(covered.to, window.to) }
    const step = intervalMs[source.resolution]
    for (let at = period.from; at < period.to; at += step) {
      if (!isSuperseded(sources, index, at, at + step))
        return [new UnknownUnit({ gsrn: source.gsrn, unit: source.unit, ...period })]
    }
    return []
  })

/** All sources in one resolution: older ones first, newer ones over them. */
const paint = (
  sources: ReadonlyArray<MeteringSeries>,
  resolution: Resolution,
  window: Period,
  problems: Array<ReadingProblem>
): ReadingStretch => {
  const step = intervalMs[resolution]
  const n = (window.to - window.from) / step
  const stretch: ReadingStretch = {
    resolution,
    start: window.from,
    quantitiesWh: new Int32Array(n),
    qualities: new Uint8Array(n)
  }
  sources.forEach((source, index) => {
    const offset = (source.start - window.from) / step
    const first = Math.max(0, -offset)
    const last = Math.min(source.quantitiesWh.length, n - offset)
    reportContradictions(sources, index, window, problems)
    stretch.quantitiesWh.set(source.quantitiesWh.subarray(first, last), offset + first)
    stretch.qualities.set(source.qualities.subarray(first, last), offset + first)
  })
  return stretch
}
