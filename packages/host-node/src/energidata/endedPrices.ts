import {
  type AnyPrice,
  type Charge,
  type Instant,
  priceRules,
  type PriceVersion,
  supersede,
  type Validity
} from "@datahub-settlement/core"

/*
 * Rows of a price list are not immutable: one that was open gets an end (`2027-04-01`) months later. A store replaces
 * prices only in the time that newer ones name, so that what a list no longer names has to be said: no price from then on.
 */

/** Where versions that were read from a price list say that they come from. */
export const priceListSource = "DatahubPricelist"

/**
 * Time for which a price was read from an earlier list and of which the newer one, which holds every row of the charge
 * that begins at `since` or later, says nothing any more. Prices that came from DataHub itself are left alone.
 */
export const endedPrices = (listed: Charge, known: Charge | undefined, since: Instant): ReadonlyArray<Validity> => {
  const read = versionsOf(known).filter(
    (version) => version.source === priceListSource && version.from >= since && !isNone(version.price)
  )
  const { added: beside, closed } = supersede(read, [], versionsOf(listed), priceRules)
  return [...read.filter((version) => !closed.includes(version)), ...beside]
    .sort((a, b) => a.from - b.from)
    .map(({ from, to }) => ({ from, to }))
}

/** The charge with no price in the time that has ended. */
export const withEnds = (charge: Charge, ended: ReadonlyArray<Validity>): Charge => {
  if (ended.length === 0) return charge
  const price: AnyPrice = charge.kind === "tariff" ? { kind: "flat", nanoDkkPerKwh: Number.NaN } : Number.NaN
  const ends = ended.map(({ from, to }): PriceVersion<AnyPrice> => ({ from, to, price, source: priceListSource }))
  return { ...charge, prices: [...versionsOf(charge), ...ends].sort((a, b) => a.from - b.from) } as Charge
}

const versionsOf = (charge: Charge | undefined): ReadonlyArray<PriceVersion<AnyPrice>> => charge?.prices ?? []

const isNone = (price: AnyPrice): boolean =>
  typeof price === "number" ? Number.isNaN(price) : price.kind === "flat" && Number.isNaN(price.nanoDkkPerKwh)
