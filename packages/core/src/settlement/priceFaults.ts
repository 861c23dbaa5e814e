import type { PriceVersion, ProductTerms, SpotPrices, TariffPrice } from "../charges/index.ts"
import { endOf, type Gsrn, type Period } from "../market/index.ts"
import { InvalidPrice, type SettlementProblem, WrongPriceArea } from "./SettlementProblem.ts"

/*
 * Prices are whole nano-DKK; a fraction (0.45 where 450,000,000 is meant) is a mistake of whoever built the request and
 * is told as one, before any sum is made of it.
 */

const NOT_WHOLE = "a price must be whole nano-DKK (1e-9 DKK) that doubles hold exactly"

const isPrice = (price: number): boolean => Number.isSafeInteger(price) || Number.isNaN(price)

const faultBySource = new WeakMap<object, boolean>()

/** Looks at every price of an array once, however many metering points share it. */
const hasFault = (prices: Float64Array): boolean => {
  let fault = faultBySource.get(prices)
  if (fault === undefined) faultBySource.set(prices, (fault = !prices.every(isPrice)))
  return fault
}

/** Whether a version's prices are whole. */
export const versionHasFault = ({ price }: PriceVersion<TariffPrice | number>): boolean =>
  typeof price === "number"
    ? !isPrice(price)
    : price.kind === "flat"
      ? !isPrice(price.nanoDkkPerKwh)
      : hasFault(price.nanoDkkPerKwh)

/** Spot prices must be those of the point's area, and whole. */
export const checkSpot = (
  gsrn: Gsrn,
  expected: SpotPrices["priceArea"],
  spot: SpotPrices,
  period: Period,
  problems: Array<SettlementProblem>
): void => {
  const place = { gsrn, charge: `spot ${spot.priceArea}`, from: period.from, to: period.to }
  if (spot.priceArea !== expected) problems.push(new WrongPriceArea({ ...place, expected }))
  if (spot.stretches.some(({ nanoDkkPerKwh }) => hasFault(nanoDkkPerKwh))) {
    problems.push(new InvalidPrice({ ...place, reason: NOT_WHOLE }))
  }
}

/** Product terms must have whole prices, known ones, and a share between 0 and 100 percent. */
export const checkTerms = (
  gsrn: Gsrn,
  product: ReadonlyArray<ProductTerms>,
  problems: Array<SettlementProblem>
): void => {
  for (const terms of product) {
    const { energy, subscriptionPerMonth } = terms
    const place = { gsrn, charge: terms.name, from: terms.from, to: endOf(terms) }
    const prices =
      energy.kind === "fixed"
        ? [energy.price]
        : energy.kind === "spot"
          ? [energy.margin, energy.supplement]
          : [energy.margin, energy.supplement, energy.price]
    if (![subscriptionPerMonth, ...prices].every(Number.isSafeInteger)) {
      problems.push(new InvalidPrice({ ...place, reason: NOT_WHOLE }))
    }
    if (energy.kind === "blend" && !isPercent(energy.spotSharePercent)) {
      problems.push(new InvalidPrice({ ...place, reason: "the spot share must be a whole percentage from 0 to 100" }))
    }
  }
}

const isPercent = (share: number): boolean => Number.isInteger(share) && share >= 0 && share <= 100

/** For {@link InvalidPrice} of a charge. */
export const invalidVersion = (gsrn: Gsrn, charge: string, period: Period): InvalidPrice =>
  new InvalidPrice({ gsrn, charge, from: period.from, to: period.to, reason: NOT_WHOLE })
