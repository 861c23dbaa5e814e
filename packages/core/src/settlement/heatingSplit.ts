import { clip, type Gsrn, intervalMs, type Period } from "../market/index.ts"
import { blockOf, type ReadingBlock, type SegmentBlocks } from "./ReadingBlock.ts"
import { MissingHeatingAllowance, type SettlementProblem } from "./SettlementProblem.ts"
import type { HeatingAllowance } from "./SettlementRequest.ts"

/** Readings below and above the yearly limit of electric heating; the reading that crosses it is in both, split. */
export interface HeatingSplit {
  readonly full: SegmentBlocks
  readonly reduced: SegmentBlocks
}

/**
 * Splits the readings of a point at the limit: in time order, each allowance with its own running total, so that every
 * kWh up to the limit carries the full tax and every one above it the reduced.
 */
export const heatingSplit = (
  gsrn: Gsrn,
  allowances: ReadonlyArray<HeatingAllowance>,
  blocks: SegmentBlocks,
  problems: Array<SettlementProblem>
): HeatingSplit => {
  const sorted = allowances.toSorted((a, b) => a.from - b.from)
  const leftWh = sorted.map(({ limitWh, usedBeforeWh }) => Math.max(0, limitWh - usedBeforeWh))
  const full = blocks.map((): Array<ReadingBlock> => [])
  const reduced = blocks.map((): Array<ReadingBlock> => [])
  blocks.forEach((segmentBlocks, segment) => {
    for (const block of segmentBlocks) {
      reportUncovered(gsrn, block, sorted, problems)
      sorted.forEach((allowance, i) => {
        const period = clip(allowance, block)
        if (period === undefined) return
        const part = partOf(block, period)
        leftWh[i] = Math.max(0, leftWh[i]! - splitBlock(part, leftWh[i]!, full[segment]!, reduced[segment]!))
      })
    }
  })
  return { full, reduced }
}

const reportUncovered = (
  gsrn: Gsrn,
  block: Period,
  sorted: ReadonlyArray<HeatingAllowance>,
  problems: Array<SettlementProblem>
): void => {
  let from = block.from
  for (const allowance of sorted) {
    if (allowance.from > from) break
    from = Math.max(from, allowance.to)
  }
  if (from < block.to) problems.push(new MissingHeatingAllowance({ gsrn, from, to: block.to }))
}

/** Puts a block below the limit, above it, or on both sides of it. Returns how much of the allowance it used. */
const splitBlock = (
  block: ReadingBlock,
  leftWh: number,
  full: Array<ReadingBlock>,
  reduced: Array<ReadingBlock>
): number => {
  if (block.sumWh <= leftWh) full.push(block)
  else if (leftWh === 0) reduced.push(block)
  else {
    let below = 0
    let crossing = 0
    while (below + block.quantitiesWh[block.first + crossing]! <= leftWh) {
      below += block.quantitiesWh[block.first + crossing]!
      crossing++
    }
    const belowWh = leftWh - below
    const crossingWh = block.quantitiesWh[block.first + crossing]!
    if (crossing > 0) full.push(intervals(block, 0, crossing))
    if (belowWh > 0) full.push(oneInterval(block, crossing, belowWh))
    reduced.push(oneInterval(block, crossing, crossingWh - belowWh))
    if (crossing + 1 < block.count) reduced.push(intervals(block, crossing + 1, block.count))
  }
  return block.sumWh
}

const partOf = (block: ReadingBlock, period: Period): ReadingBlock => {
  if (period.from === block.from && period.to === block.to) return block
  const step = intervalMs[block.resolution]
  return intervals(block, (period.from - block.from) / step, (period.to - block.from) / step)
}

const intervals = (block: ReadingBlock, first: number, last: number): ReadingBlock => {
  const step = intervalMs[block.resolution]
  return blockOf({
    ...block,
    first: block.first + first,
    count: last - first,
    vectorFirst: block.vectorFirst + first,
    from: block.from + first * step,
    to: block.from + last * step
  })
}

const oneInterval = (block: ReadingBlock, index: number, wh: number): ReadingBlock => ({
  ...intervals(block, index, index + 1),
  quantitiesWh: Int32Array.of(wh),
  first: 0,
  sumWh: wh,
  absSumWh: Math.abs(wh),
  maxAbsWh: Math.abs(wh)
})
