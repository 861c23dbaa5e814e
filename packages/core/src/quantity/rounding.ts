import { type ExactDkk, UNITS_PER_OERE } from "./ExactDkk.ts"
import { textOfWhole } from "./decimal.ts"

/** A rounded amount in whole øre (0.01 DKK). */
export type Oere = number

/**
 * Half-even division of whole numbers, `divisor` > 0: to the nearest whole number, and to the even one when two are
 * equally near. The rounding of every retail line.
 *
 * @example
 * import { halfEvenDiv } from "@datahub-settlement/core"
 *
 * halfEvenDiv(125n, 10n) // => 12n
 * halfEvenDiv(135n, 10n) // => 14n
 */
export const halfEvenDiv = (value: bigint, divisor: bigint): bigint => {
  let quotient = value / divisor
  let remainder = value - quotient * divisor
  if (remainder < 0n) {
    quotient -= 1n
    remainder += divisor
  }
  const twice = remainder * 2n
  return twice > divisor || (twice === divisor && (quotient & 1n) === 1n) ? quotient + 1n : quotient
}

/** Half-up division, ties away from zero: the rounding of DataHub's wholesale amounts. */
export const halfUpDiv = (value: bigint, divisor: bigint): bigint =>
  value < 0n ? -((-value * 2n + divisor) / (divisor * 2n)) : (value * 2n + divisor) / (divisor * 2n)

/** Half-even to 0.01 DKK: once per line and segment. */
export const halfEvenToOere = (amount: ExactDkk): Oere => Number(halfEvenDiv(amount, UNITS_PER_OERE))

/** Half-up to six decimals of a DKK, as whole micro-DKK: wholesale amounts. */
export const halfUpTo6 = (amount: ExactDkk): bigint => halfUpDiv(amount, UNITS_PER_OERE / 10_000n)

/** VAT of a rounded subtotal, half-even to the øre. The rate is in percent: Danish VAT is 25 (momsloven § 33). */
export const vatOfOere = (subtotal: Oere, percent: number): Oere =>
  Number(halfEvenDiv(BigInt(subtotal) * BigInt(percent), 100n))

/** DKK with two decimals, `"793.14"`. */
export const oereText = (amount: Oere): string => textOfWhole(amount, 2)
