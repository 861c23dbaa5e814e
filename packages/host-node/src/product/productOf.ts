import { type NanoDkk, nanoFromDkkText, type ProductTerms, type Validity } from "@datahub-settlement/core"
import type { ProductFields } from "./ProductFields.ts"

/** A product as it is settled. */
export const productOf = ({
  energy,
  name,
  subscriptionDkkPerMonth
}: ProductFields): Omit<ProductTerms, keyof Validity> => ({
  name,
  energy: energyOf(energy),
  subscriptionPerMonth: nano(subscriptionDkkPerMonth)
})

const energyOf = (energy: ProductFields["energy"]): ProductTerms["energy"] => {
  if (energy.kind === "fixed") return { kind: "fixed", price: nano(energy.priceDkkPerKwh) }
  const atSpot = { margin: nano(energy.marginDkkPerKwh), supplement: nano(energy.supplementDkkPerKwh) }
  return energy.kind === "spot"
    ? { kind: "spot", ...atSpot }
    : { kind: "blend", ...atSpot, spotSharePercent: energy.spotSharePercent, price: nano(energy.priceDkkPerKwh) }
}

/** The schema has checked the text. */
const nano = (dkk: string | undefined): NanoDkk => nanoFromDkkText(dkk ?? "0")!
