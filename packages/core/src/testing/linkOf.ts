import type { Charge, ChargeLink } from "../charges/index.ts"
import type { Gsrn } from "../market/index.ts"
import { type LocalValidity, validityOf } from "./chargesOf.ts"

/** A link of a charge to a metering point: one piece, for ever, unless said otherwise. */
export const linkOf = (gsrn: Gsrn, charge: Charge, valid?: LocalValidity, quantity = 1): ChargeLink => ({
  ...validityOf(valid),
  gsrn,
  charge: charge.key,
  quantity
})
