import { assert, describe, it } from "@effect/vitest"
import { BigNumber } from "bignumber.js"
import * as fc from "fast-check"
import {
  dkkOf,
  exactOfMonthPart,
  exactOfNano,
  exactOfPico,
  exactOfQuarterPico,
  halfEvenDiv,
  halfEvenToOere,
  halfUpDiv,
  halfUpTo6,
  oereText,
  shareOf,
  UNITS_PER_OERE,
  vatOfOere
} from "./index.ts"

const divisors = fc.bigInt({ min: 1n, max: 10n ** 20n })
const amounts = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })

describe("half-even", () => {
  it("goes to the even neighbour where two are equally near", () => {
    const rounded = [-25n, -15n, -5n, 5n, 15n, 25n, 35n].map((value) => halfEvenDiv(value, 10n))
    assert.deepStrictEqual(rounded, [-2n, -2n, 0n, 0n, 2n, 2n, 4n])
  })

  it("goes to the nearer neighbour everywhere else", () => {
    const rounded = [-26n, -24n, -6n, -4n, 0n, 4n, 6n, 24n, 26n].map((value) => halfEvenDiv(value, 10n))
    assert.deepStrictEqual(rounded, [-3n, -2n, -1n, 0n, 0n, 0n, 1n, 2n, 3n])
  })

  it("is the rounding of decimal arithmetic, with either sign", () => {
    const Decimal = BigNumber.clone({ DECIMAL_PLACES: 60 })
    fc.assert(
      fc.property(amounts, fc.constantFrom(2n, 4n, 5n, 8n, 10n, 1000n, UNITS_PER_OERE), (value, divisor) => {
        const expected = new Decimal(value.toString()).div(divisor.toString()).integerValue(BigNumber.ROUND_HALF_EVEN)
        assert.strictEqual(halfEvenDiv(value, divisor).toString(), expected.toFixed(0).replace(/^-0$/, "0"))
      })
    )
    fc.assert(
      fc.property(amounts, divisors, (value, divisor) => {
        assert.strictEqual(halfEvenDiv(-value, divisor), -halfEvenDiv(value, divisor))
      })
    )
  })

  it("rounds amounts to the øre", () => {
    const oere = (pico: bigint): number => halfEvenToOere(exactOfPico(pico))
    assert.deepStrictEqual(
      [5n, 15n, 25n, -5n, -15n].map((thousandths) => oere(thousandths * 10n ** 9n)),
      [0, 2, 2, 0, -2]
    )
    assert.strictEqual(oere(5n * 10n ** 9n + 1n), 1)
    assert.strictEqual(oere(-5n * 10n ** 9n - 1n), -1)
  })

  it("rounds VAT of a rounded subtotal", () => {
    assert.deepStrictEqual(
      [63451, 63389, 1608, -35, 2, 6, -2, -6].map((subtotal) => vatOfOere(subtotal, 25)),
      [15863, 15847, 402, -9, 0, 2, 0, -2]
    )
  })
})

describe("half-up", () => {
  it("goes away from zero where two are equally near", () => {
    const rounded = [-25n, -15n, -14n, -5n, 0n, 4n, 5n, 14n, 15n, 25n].map((value) => halfUpDiv(value, 10n))
    assert.deepStrictEqual(rounded, [-3n, -2n, -1n, -1n, 0n, 0n, 1n, 1n, 2n, 3n])
  })

  it("rounds wholesale amounts to six decimals", () => {
    assert.strictEqual(halfUpTo6(exactOfPico(1_234_567_499_999n)), 1_234_567n)
    assert.strictEqual(halfUpTo6(exactOfPico(1_234_567_500_000n)), 1_234_568n)
    assert.strictEqual(halfUpTo6(exactOfPico(-1_234_567_500_000n)), -1_234_568n)
  })
})

describe("exact amounts", () => {
  it("hold Wh × nano-DKK, quarters of it, and any share of it in percent", () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 100 }), (pico, share) => {
        assert.strictEqual(exactOfQuarterPico(pico) * 4n, exactOfPico(pico))
        assert.strictEqual(shareOf(exactOfQuarterPico(pico), share) * 100n, exactOfQuarterPico(pico) * BigInt(share))
        assert.strictEqual(
          shareOf(exactOfPico(pico), share) + shareOf(exactOfPico(pico), 100 - share),
          exactOfPico(pico)
        )
      })
    )
  })

  it("hold every day of every month: a month's days add up to its price", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(28, 29, 30, 31), (nano, daysInMonth) => {
        const day = exactOfMonthPart(BigInt(nano), 1, daysInMonth)
        assert.strictEqual(day * BigInt(daysInMonth), exactOfNano(BigInt(nano)))
        assert.strictEqual(
          exactOfMonthPart(BigInt(nano), daysInMonth - 1, daysInMonth) + day,
          exactOfNano(BigInt(nano))
        )
      })
    )
  })

  it("are shown as decimals, repeating ones to the 30th", () => {
    assert.strictEqual(dkkOf(exactOfPico(1_234_567_890_123n)).toFixed(), "1.234567890123")
    assert.strictEqual(dkkOf(exactOfMonthPart(49_000_000_000n, 1, 31)).toFixed(), "1.580645161290322580645161290323")
    assert.strictEqual(dkkOf(exactOfQuarterPico(-1n)).toFixed(), "-0.00000000000025")
  })

  it("are written in øre with two decimals", () => {
    assert.deepStrictEqual([79314, 5, 0, -25].map(oereText), ["793.14", "0.05", "0.00", "-0.25"])
  })
})
