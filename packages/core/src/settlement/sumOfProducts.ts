/*
 * Σ quantity × price over an interval series, exactly. Both are whole numbers in arrays of doubles or 32-bit integers;
 * a sum of products of doubles is exact as long as no partial sum can reach 2^53. That is proven before the loop from
 * the largest quantity and price. Where it does not hold for all intervals at once, the series is cut into chunks for
 * which it does; where it does not hold for a single interval, the products are made with big integers.
 */

/** The first whole number above which doubles leave out some. */
const EXACT_MAX = 2 ** 53

/** A run of readings and what is known of them. */
export interface QuantityRun {
  readonly quantitiesWh: Int32Array
  readonly first: number
  readonly count: number
  /** Σ |quantity|, itself exact. */
  readonly absSumWh: number
  readonly maxAbsWh: number
}

/**
 * The exact sum, or `undefined` when a price in the run is `NaN`: no price.
 *
 * @param prices whole numbers, the price of the run's first interval at `priceFirst`
 * @param maxAbsPrice an upper bound of their absolute values
 */
export const sumOfProducts = (
  run: QuantityRun,
  prices: Float64Array,
  priceFirst: number,
  maxAbsPrice: number
): bigint | undefined => {
  if (run.absSumWh * maxAbsPrice < EXACT_MAX) {
    const sum = dot(run.quantitiesWh, run.first, prices, priceFirst, run.count)
    return Number.isNaN(sum) ? undefined : BigInt(sum)
  }
  const chunk = Math.floor(EXACT_MAX / (run.maxAbsWh * maxAbsPrice)) - 1
  return chunk >= 1 ? chunkedSum(run, prices, priceFirst, chunk) : bigIntegerSum(run, prices, priceFirst)
}

/** Two sums side by side, so that one addition need not wait for the other. Exact, hence the same in any order. */
const dot = (quantities: Int32Array, qFirst: number, prices: Float64Array, pFirst: number, count: number): number => {
  let even = 0
  let odd = 0
  const shift = pFirst - qFirst
  const pairsEnd = qFirst + (count & ~1)
  for (let i = qFirst; i < pairsEnd; i += 2) {
    even += quantities[i]! * prices[i + shift]!
    odd += quantities[i + 1]! * prices[i + shift + 1]!
  }
  if ((count & 1) === 1) even += quantities[pairsEnd]! * prices[pairsEnd + shift]!
  return even + odd
}

const chunkedSum = (run: QuantityRun, prices: Float64Array, priceFirst: number, chunk: number): bigint | undefined => {
  let total = 0n
  for (let done = 0; done < run.count; done += chunk) {
    const count = Math.min(chunk, run.count - done)
    const sum = dot(run.quantitiesWh, run.first + done, prices, priceFirst + done, count)
    if (Number.isNaN(sum)) return undefined
    total += BigInt(sum)
  }
  return total
}

const bigIntegerSum = (run: QuantityRun, prices: Float64Array, priceFirst: number): bigint | undefined => {
  let total = 0n
  for (let i = 0; i < run.count; i++) {
    const price = prices[priceFirst + i]!
    if (Number.isNaN(price)) return undefined
    total += BigInt(run.quantitiesWh[run.first + i]!) * BigInt(price)
  }
  return total
}
