import { BigNumber } from "bignumber.js"
import { textOfWhole, wholeOf, wholeOfText } from "./decimal.ts"

/**
 * A price in whole nano-DKK (1e−9 DKK) per kWh, per month or per piece. Charges have six decimals; spot prices are
 * published in DKK per MWh with up to six, which is nine per kWh: both are whole here. In price arrays `NaN` stands for
 * "no price", which is never the same as zero.
 */
export type NanoDkk = number

/** From DKK (per kWh, month or piece) as a JSON number; `undefined` when it has more than nine decimals. */
export const nanoFromDkk = (dkk: number): NanoDkk | undefined => wholeOf(dkk, 1e9)

/** From decimal DKK text; `undefined` when it is no such number or has more than nine decimals. */
export const nanoFromDkkText = (dkk: string): NanoDkk | undefined => wholeOfText(dkk, 9)

/** From DKK per MWh as published for spot prices; `undefined` when it has more than six decimals. */
export const nanoFromDkkPerMwh = (dkkPerMwh: number): NanoDkk | undefined => wholeOf(dkkPerMwh, 1e6)

/** DKK as an exact decimal. */
export const dkkOfNano = (nano: NanoDkk): BigNumber => new BigNumber(nano).shiftedBy(-9)

/** DKK with as many decimals as are needed, six at least: `"0.106175"`. */
export const dkkTextOfNano = (nano: NanoDkk): string => textOfWhole(nano, 9).replace(/0{1,3}$/, "")
