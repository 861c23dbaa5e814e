import { intervalMs, MarketCalendar, type Period, type Resolution } from "../market/index.ts"
import { cimCodeOfQuality, type Quality, type ReadingStretch } from "../metering/index.ts"
import type { Segment } from "./Settlement.ts"
import type { QuantityRun } from "./sumOfProducts.ts"

/**
 * Readings of one resolution within one segment and one local month: what a price vector of that month can be
 * multiplied with.
 */
export interface ReadingBlock extends QuantityRun, Period {
  readonly resolution: Resolution
  readonly monthIndex: number
  /** Where the month's vector stands at the block's first interval. */
  readonly vectorFirst: number
  readonly sumWh: number
}

/** The blocks of a metering point, one list a segment. */
export type SegmentBlocks = ReadonlyArray<ReadonlyArray<ReadingBlock>>

/** Cuts stretches of readings at segments and months. Segments that the stretches do not meet have no blocks. */
export const blocksOf = (stretches: ReadonlyArray<ReadingStretch>, segments: ReadonlyArray<Segment>): SegmentBlocks =>
  segments.map((segment) => {
    const blocks: Array<ReadingBlock> = []
    for (const stretch of stretches) {
      const step = intervalMs[stretch.resolution]
      const from = Math.max(stretch.start, segment.from)
      const to = Math.min(stretch.start + stretch.quantitiesWh.length * step, segment.to)
      if (from < to) cutAtMonths(blocks, stretch, from, to, step)
    }
    return blocks
  })

const cutAtMonths = (
  blocks: Array<ReadingBlock>,
  stretch: ReadingStretch,
  from: number,
  to: number,
  step: number
): void => {
  let monthIndex = MarketCalendar.monthIndexOf(from)
  for (let at = from; at < to; monthIndex++) {
    const month = MarketCalendar.monthPeriodOf(monthIndex)
    const end = Math.min(month.to, to)
    blocks.push(
      blockOf({
        quantitiesWh: stretch.quantitiesWh,
        resolution: stretch.resolution,
        monthIndex,
        vectorFirst: (at - month.from) / step,
        from: at,
        to: end,
        first: (at - stretch.start) / step,
        count: (end - at) / step
      })
    )
    at = end
  }
}

/** A block with its sums. */
export const blockOf = (place: Omit<ReadingBlock, "sumWh" | "absSumWh" | "maxAbsWh">): ReadingBlock => {
  const { count, first, from, monthIndex, quantitiesWh, resolution, to, vectorFirst } = place
  const whole = first === 0 && count === quantitiesWh.length
  const quantities = whole ? quantitiesWh : quantitiesWh.subarray(first, first + count)
  let sumWh = 0
  let maxAbsWh = 0
  let anyNegative = 0
  for (let i = 0; i < quantities.length; i++) {
    const quantity = quantities[i]!
    sumWh += quantity
    anyNegative |= quantity
    if (quantity > maxAbsWh) maxAbsWh = quantity
  }
  let absSumWh = sumWh
  if (anyNegative < 0) {
    absSumWh = 0
    for (let i = 0; i < quantities.length; i++) {
      const size = Math.abs(quantities[i]!)
      absSumWh += size
      if (size > maxAbsWh) maxAbsWh = size
    }
  }
  return { quantitiesWh, resolution, monthIndex, vectorFirst, from, to, first, count, sumWh, absSumWh, maxAbsWh }
}

/** Total energy of the blocks of a segment. */
export const sumWhOf = (blocks: ReadonlyArray<ReadingBlock>): number => {
  let sum = 0
  for (const { sumWh } of blocks) sum += sumWh
  return sum
}

/** A run of intervals whose quality stops settlement. */
export interface UnusableRun extends Period {
  readonly intervals: number
  readonly qualities: ReadonlyArray<string>
}

/** What the qualities of readings within a period say. */
export interface QualityFindings {
  readonly intervals: number
  readonly estimated: number
  readonly adjusted: number
  readonly unusable: ReadonlyArray<UnusableRun>
}

const MEASURED: Quality = 1
const FOUR_MEASURED = 0x01010101

/** Looks at four qualities at a time where the memory lies so that it can. */
const allMeasured = (qualities: Uint8Array, first: number, last: number): boolean => {
  let i = first
  let different = 0
  if (((qualities.byteOffset + first) & 3) === 0) {
    const words = new Int32Array(qualities.buffer, qualities.byteOffset + first, (last - first) >> 2)
    for (let word = 0; word < words.length; word++) different |= words[word]! ^ FOUR_MEASURED
    i += words.length * 4
  }
  for (; i < last; i++) different |= qualities[i]! ^ MEASURED
  return different === 0
}

/** Looks through the qualities of a stretch within a period; undefined when they do not meet. */
export const qualityFindings = (stretch: ReadingStretch, period: Period): QualityFindings | undefined => {
  const step = intervalMs[stretch.resolution]
  const first = Math.max(0, (period.from - stretch.start) / step)
  const last = Math.min(stretch.qualities.length, (period.to - stretch.start) / step)
  if (first >= last) return undefined
  return allMeasured(stretch.qualities, first, last)
    ? { intervals: last - first, estimated: 0, adjusted: 0, unusable: [] }
    : detailedFindings(stretch, first, last, step)
}

const detailedFindings = (stretch: ReadingStretch, first: number, last: number, step: number): QualityFindings => {
  let estimated = 0
  let adjusted = 0
  const unusable: Array<UnusableRun> = []
  for (let i = first; i < last; i++) {
    const quality = stretch.qualities[i]! as Quality
    if (quality === 2) estimated++
    else if (quality === 4) adjusted++
    else if (quality === 0 || quality > 4) {
      let end = i + 1
      while (end < last && isUnusable(stretch.qualities[end]!)) end++
      unusable.push({
        from: stretch.start + i * step,
        to: stretch.start + end * step,
        intervals: end - i,
        qualities: [...new Set(Array.from(stretch.qualities.subarray(i, end), (q) => cimCodeOfQuality[q as Quality]))]
      })
      i = end - 1
    }
  }
  return { intervals: last - first, estimated, adjusted, unusable }
}

const isUnusable = (quality: number): boolean => quality === 0 || quality > 4
