import type { Validity } from "../market/index.ts"
import type { NanoDkk } from "../quantity/index.ts"

/** How the energy itself is priced, DKK per kWh. */
export type EnergyTerms =
  /** Spot price of the interval plus the supplier's margin and supplement. */
  | { readonly kind: "spot"; readonly margin: NanoDkk; readonly supplement: NanoDkk }
  /** One price for every kWh. */
  | { readonly kind: "fixed"; readonly price: NanoDkk }
  /** A share of every kWh at spot + margin + supplement, the rest at the fixed price. The share is in whole percent. */
  | {
      readonly kind: "blend"
      readonly spotSharePercent: number
      readonly margin: NanoDkk
      readonly supplement: NanoDkk
      readonly price: NanoDkk
    }

/** What the customer has agreed to pay the supplier, from a day on. Always with VAT. */
export interface ProductTerms extends Validity {
  readonly name: string
  readonly energy: EnergyTerms
  /** The supplier's own subscription, DKK per month; 0 when there is none. */
  readonly subscriptionPerMonth: NanoDkk
}
