import type { ProductTerms, Validity } from "@datahub-settlement/core"

type Terms = Omit<ProductTerms, keyof Validity>

/* Prices are nano-DKK. */

/** Hour by hour at the spot price, with a margin. */
export const spotProduct: Terms = {
  name: "Spot",
  energy: { kind: "spot", margin: 45_000_000, supplement: 0 },
  subscriptionPerMonth: 29_000_000_000
}

/** One price for every kWh. */
export const fixedProduct: Terms = {
  name: "Fixed",
  energy: { kind: "fixed", price: 790_000_000 },
  subscriptionPerMonth: 19_000_000_000
}

/** Every third customer wants to know the price beforehand. */
export const productOf = (nth: number): Terms => (nth % 3 === 2 ? fixedProduct : spotProduct)
