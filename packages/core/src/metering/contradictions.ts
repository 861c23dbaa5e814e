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
    const period = contradiction(sources[i]!, newer, window)
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

/** From the first to the last interval in which two series of one resolution differ. */
const contradiction = (a: MeteringSeries, b: MeteringSeries, window: Period): Period | undefined => {
  const from = Math.max(a.start, b.start, window.from)
  const to = Math.min(periodOf(a).to, periodOf(b).to, window.to)
  if (from >= to) return undefined
  if (a.resolution !== b.resolution) return { from, to }
  const step = intervalMs[a.resolution]
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (let at = from; at < to; at += step) {
    const i = (at - a.start) / step
    const j = (at - b.start) / step
    const bothMissing = a.qualities[i] === Quality.missing && b.qualities[j] === Quality.missing
    if (bothMissing || (a.qualities[i] === b.qualities[j] && a.quantitiesWh[i] === b.quantitiesWh[j])) continue
    first = Math.min(first, at)
    last = Math.max(last, at + step)
  }
  return first < last ? { from: first, to: last } : undefined
}
