import { intervalMs, type Period, type Resolution } from "../market/index.ts"
import { type ExactDkk, exactOfPico, exactOfQuarterPico } from "../quantity/index.ts"
import type { PriceVector } from "./PriceVector.ts"
import type { ReadingBlock } from "./ReadingBlock.ts"
import { sumOfProducts } from "./sumOfProducts.ts"

/** Where the prices of a month are found. */
export type VectorOf = (monthIndex: number, resolution: Resolution) => PriceVector

/** The exact amount of readings at prices that change within the day; undefined when a price is missing. */
export const amountOfVectors = (blocks: ReadonlyArray<ReadingBlock>, vectorOf: VectorOf): ExactDkk | undefined => {
  let amount = 0n
  for (const block of blocks) {
    const { divisor, maxAbs, values } = vectorOf(block.monthIndex, block.resolution)
    const sum = sumOfProducts(block, values, block.vectorFirst, maxAbs)
    if (sum === undefined) return undefined
    amount += divisor === 1 ? exactOfPico(sum) : exactOfQuarterPico(sum)
  }
  return amount
}

/** The times for which there is no price, neighbouring intervals joined. */
export const timesWithoutPrice = (blocks: ReadonlyArray<ReadingBlock>, vectorOf: VectorOf): ReadonlyArray<Period> => {
  const times: Array<Period> = []
  for (const block of blocks) {
    const { values } = vectorOf(block.monthIndex, block.resolution)
    const step = intervalMs[block.resolution]
    for (let i = 0; i < block.count; i++) {
      if (!Number.isNaN(values[block.vectorFirst + i]!)) continue
      const from = block.from + i * step
      const last = times.at(-1)
      if (last?.to === from) times[times.length - 1] = { from: last.from, to: from + step }
      else times.push({ from, to: from + step })
    }
  }
  return times
}
