/*
 * Σ quantity × price over an interval series, exactly. Both are whole numbers in arrays of doubles or 32-bit integers;
 * a sum of products of doubles is exact as long as no partial sum can reach 2^53. That is proven before the loop from
 * the largest quantity and price. Where it does not hold for all intervals at once, the series is cut into chunks for
 * which it does; where it does not hold for a single interval, the products are made with big integers.
 */

/** The first whole number above which doubles leave out some. */
const EXACT_MAX = 2 ** 53

/** One product, exactly: two whole numbers that doubles hold, in doubles as long as their product is one too. */
export const productOf = (quantityWh: number, price: number): bigint => {
  const product = quantityWh * price
  return Number.isSafeInteger(product) ? BigInt(product) : BigInt(quantityWh) * BigInt(price)
}

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

/**
 * Two sums side by side, so that one addition need not wait for the other: exact, hence the same in any order. Both arrays
 * are read from their first element, for which engines leave out more checks than for shifted positions.
 */
const dot = (quantities: Int32Array, qFirst: number, prices: Float64Array, pFirst: number, count: number): number => {
  const q = qFirst === 0 && count === quantities.length ? quantities : quantities.subarray(qFirst, qFirst + count)
  const p = pFirst === 0 && count === prices.length ? prices : prices.subarray(pFirst, pFirst + count)
  const pairs = count & ~1
  let even = 0
  let odd = 0
  for (let i = 0; i < pairs; i += 2) {
    even += q[i]! * p[i]!
    odd += q[i + 1]! * p[i + 1]!
  }
  if (pairs < count) even += q[pairs]! * p[pairs]!
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
