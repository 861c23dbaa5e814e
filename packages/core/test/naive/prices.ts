import { BigNumber } from "bignumber.js"
import type { SpotStretch, TariffPrice } from "@datahub-settlement/core"
import { localTimeOf } from "./localTime.ts"
import type { Reading } from "./readings.ts"

const QUARTER_MS = 900_000

/** Decimal DKK of a price in nano-DKK. Throws where there is none. */
export const dkk = (nano: number | undefined, what: string): BigNumber => {
  if (nano === undefined || Number.isNaN(nano)) throw new Error(`No price: ${what}`)
  return new BigNumber(nano).shiftedBy(-9)
}

/** DKK per kWh of a tariff for one reading. */
export const tariffPriceFor = (price: TariffPrice, reading: Reading): BigNumber => {
  switch (price.kind) {
    case "flat":
      return dkk(price.nanoDkkPerKwh, "flat tariff")
    case "byLocalHour":
      return dkk(price.nanoDkkPerKwh[localTimeOf(reading.start).hour], "tariff by local hour")
    case "series":
      return seriesPriceFor([price], reading)
  }
}

/** DKK per kWh of one reading: the price of the time it lies in, or the mean of the quarter prices within it. */
export const seriesPriceFor = (stretches: ReadonlyArray<SpotStretch>, reading: Reading): BigNumber => {
  const stretch = stretches.find((one) => one.start <= reading.start && reading.start < endOf(one))
  if (stretch === undefined) throw new Error(`No price at ${new Date(reading.start).toISOString()}`)
  const stepMs = stepOf(stretch)
  if (stepMs >= reading.lengthMs) return priceAt(stretch, reading.start)
  let sum = new BigNumber(0)
  for (let at = reading.start; at < reading.start + reading.lengthMs; at += stepMs) sum = sum.plus(priceAt(stretch, at))
  return sum.div(reading.lengthMs / stepMs)
}

const stepOf = (stretch: SpotStretch): number => (stretch.resolution === "PT1H" ? 4 : 1) * QUARTER_MS

const endOf = (stretch: SpotStretch): number => stretch.start + stretch.nanoDkkPerKwh.length * stepOf(stretch)

const priceAt = (stretch: SpotStretch, instant: number): BigNumber =>
  dkk(stretch.nanoDkkPerKwh[Math.floor((instant - stretch.start) / stepOf(stretch))], new Date(instant).toISOString())
