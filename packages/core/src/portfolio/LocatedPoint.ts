import type { Gsrn } from "../market/index.ts"
import type { MeteringPointAddress } from "../metering/index.ts"

/** A metering point and where it is. */
export interface LocatedPoint {
  readonly gsrn: Gsrn
  readonly address?: MeteringPointAddress | undefined
}

/** What metering points are looked up by: an id of the register of addresses, else a postal code. */
export type Place = { readonly addressId: string } | { readonly postalCode: string }
