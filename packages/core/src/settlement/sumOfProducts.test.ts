import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { INTERVAL_WH_MAX } from "../quantity/index.ts"
import { sumOfProducts } from "./sumOfProducts.ts"

const runOf = (quantities: ReadonlyArray<number>, first = 0, count = quantities.length - first) => {
  const sizes = quantities.slice(first, first + count).map(Math.abs)
  return {
    quantitiesWh: Int32Array.from(quantities),
    first,
    count,
    absSumWh: sizes.reduce((sum, size) => sum + size, 0),
    maxAbsWh: Math.max(0, ...sizes)
  }
}

const maxAbs = (prices: ReadonlyArray<number>): number =>
  Math.max(0, ...prices.filter((price) => !Number.isNaN(price)).map(Math.abs))

const sum = (quantities: ReadonlyArray<number>, prices: ReadonlyArray<number>): bigint | undefined =>
  sumOfProducts(runOf(quantities), Float64Array.from(prices), 0, maxAbs(prices))

const inBigIntegers = (quantities: ReadonlyArray<number>, prices: ReadonlyArray<number>): bigint =>
  quantities.reduce((total, quantity, i) => total + BigInt(quantity) * BigInt(prices[i]!), 0n)

/** Quantities and prices up to some size, so that every way of adding is taken. */
const series = fc
  .record({
    quantityMax: fc.constantFrom(3, 5000, 2 ** 31 - 1),
    priceMax: fc.constantFrom(10, 5_000_000_000, 2 ** 40, 2 ** 53 - 1),
    length: fc.integer({ min: 0, max: 60 })
  })
  .chain(({ length, priceMax, quantityMax }) =>
    fc.tuple(
      fc.array(fc.integer({ min: -quantityMax, max: quantityMax }), { minLength: length, maxLength: length }),
      fc.array(fc.integer({ min: -priceMax, max: priceMax }), { minLength: length, maxLength: length })
    )
  )

describe("a sum of products", () => {
  it("is what big integers make of it, whatever the size", () => {
    fc.assert(
      fc.property(series, ([quantities, prices]) => {
        assert.strictEqual(sum(quantities, prices), inBigIntegers(quantities, prices))
      }),
      { numRuns: 3000 }
    )
  })

  it("is exact at the edge where doubles stop being so", () => {
    const odd = 2 ** 27 - 1
    for (const count of [1, 2, 3, 4, 31, 32, 33, 63, 64, 65, 1000]) {
      for (const price of [2 ** 20 + 1, 2 ** 21 - 1, 2 ** 26 - 1, 2 ** 26 + 1, 2 ** 27 + 1]) {
        const quantities = Array<number>(count).fill(odd)
        const prices = Array<number>(count).fill(price)
        assert.strictEqual(sum(quantities, prices), BigInt(odd) * BigInt(price) * BigInt(count), `${count} × ${price}`)
      }
    }
  })

  it("holds the largest month there is: quarters of 536 MWh at the market's highest prices", () => {
    const quantities = Array<number>(2980).fill(INTERVAL_WH_MAX)
    const prices = Array<number>(2980).fill(29_999_999_999)
    assert.strictEqual(sum(quantities, prices), 2980n * BigInt(INTERVAL_WH_MAX) * 29_999_999_999n)
  })

  it("is none where one price is none, on every way of adding", () => {
    for (const scale of [1, 2 ** 30, 2 ** 50]) {
      assert.isUndefined(sum([1, 2 ** 30, 3], [scale, Number.NaN, scale]))
      assert.isUndefined(sum([0, 2 ** 30, 0], [Number.NaN, scale, scale]), "also for nothing consumed")
    }
  })

  it("reads quantities and prices from where it is told to", () => {
    fc.assert(
      fc.property(series, fc.nat(10), fc.nat(10), ([quantities, prices], skipQuantities, skipPrices) => {
        const first = Math.min(skipQuantities, quantities.length)
        const priceFirst = Math.min(skipPrices, prices.length)
        const count = Math.min(quantities.length - first, prices.length - priceFirst)
        const expected = inBigIntegers(quantities.slice(first, first + count), prices.slice(priceFirst))
        const run = runOf(quantities, first, count)
        assert.strictEqual(sumOfProducts(run, Float64Array.from(prices), priceFirst, maxAbs(prices)), expected)
      })
    )
  })
})
