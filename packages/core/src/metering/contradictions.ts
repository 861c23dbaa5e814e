import { intervalMs, type Period } from "../market/index.ts"
import { type MeteringSeries, periodOf } from "./MeteringSeries.ts"
import { Quality } from "./Quality.ts"
import { ContradictoryReadings, type ReadingProblem } from "./ReadingProblem.ts"

/** Compares a source with the ones before it that carry the same registration time. */
export const reportContradictions = (
  sources: ReadonlyArray<MeteringSeries>,
  index: number,
  window: Period,
  problems: Array<ReadingProblem>
): void => {
  const newer = sources[index]!
  for (let i = index - 1; i >= 0 && sources[i]!.registeredAt === newer.registeredAt; i--) {
    const period = contradiction(sources[i]!, newer, window, (from, to) => isSuperseded(sources, index, from, to))
    if (period === undefined) continue
    problems.push(
      new ContradictoryReadings({
        gsrn: newer.gsrn,
        ...period,
        registeredAt: newer.registeredAt,
        messageIds: [sources[i]!.messageId, newer.messageId]
      })
    )
  }
}

/** Whether a registration newer than this source's holds in an interval: what an older one says then matters no more. */
export const isSuperseded = (
  sources: ReadonlyArray<MeteringSeries>,
  index: number,
  from: number,
  to: number
): boolean => {
  const { registeredAt } = sources[index]!
  for (let i = sources.length - 1; i > index && sources[i]!.registeredAt > registeredAt; i--) {
    const period = periodOf(sources[i]!)
    if (period.from <= from && to <= period.to) return true
  }
  return false
}

/** From the first to the last interval in which two series differ and nothing newer holds. */
const contradiction = (
  a: MeteringSeries,
  b: MeteringSeries,
  window: Period,
  superseded: (from: number, to: number) => boolean
): Period | undefined => {
  const from = Math.max(a.start, b.start, window.from)
  const to = Math.min(periodOf(a).to, periodOf(b).to, window.to)
  const step = Math.min(intervalMs[a.resolution], intervalMs[b.resolution])
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (let at = from; at < to; at += step) {
    if (sameAt(a, b, at) || superseded(at, at + step)) continue
    first = Math.min(first, at)
    last = Math.max(last, at + step)
  }
  return first < last ? { from: first, to: last } : undefined
}

/** Whether two series say the same of an interval. An hour and its quarters never do: which of them holds is not said. */
const sameAt = (a: MeteringSeries, b: MeteringSeries, at: number): boolean => {
  if (a.resolution !== b.resolution) return false
  const step = intervalMs[a.resolution]
  const i = (at - a.start) / step
  const j = (at - b.start) / step
  const bothMissing = a.qualities[i] === Quality.missing && b.qualities[j] === Quality.missing
  return bothMissing || (a.qualities[i] === b.qualities[j] && a.quantitiesWh[i] === b.quantitiesWh[j])
}
