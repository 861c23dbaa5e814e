import type { ProductTerms } from "../charges/index.ts"
import { type LocalValidity, nanoOf, validityOf } from "./chargesOf.ts"

/** A product at spot plus a margin, DKK per kWh, and a subscription, DKK per month. */
export const spotProductOf = (
  fields: { readonly margin?: string; readonly subscription?: string; readonly valid?: LocalValidity } = {}
): ProductTerms => ({
  ...validityOf(fields.valid),
  name: "spot",
  energy: { kind: "spot", margin: nanoOf(fields.margin ?? "0"), supplement: 0 },
  subscriptionPerMonth: nanoOf(fields.subscription ?? "0")
})
