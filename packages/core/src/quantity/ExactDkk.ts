import { BigNumber } from "bignumber.js"

/*
 * Amounts before rounding, as whole numbers of one unit that is small enough for everything settlement divides by:
 *
 *   Wh × nano-DKK/kWh            is whole pico-DKK (1e−12)
 *   the mean of four quarters    divides by 4
 *   a month's price per day      divides by 28, 29, 30 or 31: their least common multiple is 377,580, a multiple of 4
 *   a share in percent           divides by 100
 *
 * So 1 DKK = 377,580 × 10^14 units, and one øre is a 64-bit number of them. Sums and differences of amounts are then exact whatever they are made of, and each
 * line is rounded once, at the end.
 */

/** An exact amount: whole units of 1 / (377,580 × 10^14) DKK. */
export type ExactDkk = bigint

/** The least common multiple of 28, 29, 30 and 31. */
export const MONTH_DAYS_LCM = 377_580n

const UNITS_PER_DKK = MONTH_DAYS_LCM * 10n ** 14n
const UNITS_PER_PICO = UNITS_PER_DKK / 10n ** 12n
const UNITS_PER_NANO = UNITS_PER_DKK / 10n ** 9n

/** Units in one øre. */
export const UNITS_PER_OERE = UNITS_PER_DKK / 100n

/** From a sum of Wh × nano-DKK/kWh products. */
export const exactOfPico = (pico: bigint): ExactDkk => pico * UNITS_PER_PICO

/** From a sum of Wh × (sum of four quarter prices) products: a quarter of the pico-DKK. */
export const exactOfQuarterPico = (quarterPico: bigint): ExactDkk => quarterPico * (UNITS_PER_PICO / 4n)

/** From whole nano-DKK. */
export const exactOfNano = (nano: bigint): ExactDkk => nano * UNITS_PER_NANO

/** `days` of a month's price. */
export const exactOfMonthPart = (nanoPerMonth: bigint, days: number, daysInMonth: number): ExactDkk =>
  (nanoPerMonth * BigInt(days) * UNITS_PER_NANO) / BigInt(daysInMonth)

/** A share of an amount that is made of whole pico-DKK or quarter pico-DKK; the share is in whole percent. */
export const shareOf = (amount: ExactDkk, sharePercent: number): ExactDkk => (amount * BigInt(sharePercent)) / 100n

/** The amount as a decimal: exact when it has at most 30 decimals (energy always has), else half-even at the 30th. */
export const dkkOf = (amount: ExactDkk): BigNumber => new Precise(amount.toString()).div(UNITS_PER_DKK.toString())

const Precise = BigNumber.clone({ DECIMAL_PLACES: 30, ROUNDING_MODE: BigNumber.ROUND_HALF_EVEN })
