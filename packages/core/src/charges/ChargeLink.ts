import type { Gsrn, Validity } from "../market/index.ts"
import type { ChargeKey } from "./ChargeKey.ts"

/** That a charge applies to a metering point from a day on ("pristilknytning", RSM-031). */
export interface ChargeLink extends Validity {
  readonly gsrn: Gsrn
  readonly charge: ChargeKey
  /** Pieces, a whole number ≥ 1. Always 1 for a tariff (BRS-037). */
  readonly quantity: number
}
