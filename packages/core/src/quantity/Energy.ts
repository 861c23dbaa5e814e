import { BigNumber } from "bignumber.js"
import { textOfWhole, wholeOf, wholeOfText } from "./decimal.ts"

/** Energy in whole watt-hours: kWh with the three decimals that DataHub sends. One interval fits an `Int32Array`. */
export type Wh = number

/** The most that one interval may hold, 536 MWh: four quarters of it still fit a 32-bit hour. */
export const INTERVAL_WH_MAX: Wh = 2 ** 29 - 1

/** Whole Wh of a kWh number from JSON, or `undefined` when it has more than three decimals. */
export const whFromKwh = (kwh: number): Wh | undefined => wholeOf(kwh, 1000)

/** Whole Wh of decimal kWh text, or `undefined`. */
export const whFromKwhText = (kwh: string): Wh | undefined => wholeOfText(kwh, 3)

/** kWh as an exact decimal. */
export const kwhOf = (wh: Wh): BigNumber => new BigNumber(wh).shiftedBy(-3)

/** kWh with three decimals, `"409.200"`. */
export const kwhText = (wh: Wh): string => textOfWhole(wh, 3)
