import type { Instant } from "../market/index.ts"
import type { MeteringPointAddress } from "../metering/index.ts"

/** How a customer is reached about a metering point. */
export interface CustomerContact {
  /** D01 technical: about the metering point; D04 legal: about the contract. An unknown code is carried. */
  readonly type: "D01" | "D04" | (string & {})
  readonly name?: string | undefined
  /** The person within an organisation. */
  readonly attention?: string | undefined
  readonly phone?: string | undefined
  /** A second number. */
  readonly mobile?: string | undefined
  readonly email?: string | undefined
  /** Not to be shown to others. */
  readonly protectedAddress?: boolean | undefined
  readonly address?: Omit<MeteringPointAddress, "isActual"> | undefined
}

/**
 * Who has the customer relation at a metering point (RSM-027, RSM-028). A customer has a CVR number or a CPR number, never
 * both. DataHub never sends a CPR number back: here it is only ever on its way out, and belongs in no log.
 */
export interface Customer {
  readonly name?: string | undefined
  /** Number of a company: 8 digits. */
  readonly cvr?: string | undefined
  /** Number of a person: 10 digits. */
  readonly cpr?: string | undefined
  /** The second of two customers; an empty text ends that relation (BRS-015). */
  readonly secondName?: string | undefined
  readonly secondCvr?: string | undefined
  readonly secondCpr?: string | undefined
  /** The names are not to be shown to others. */
  readonly protectedName?: boolean | undefined
  readonly contacts: ReadonlyArray<CustomerContact>
  /** Whether the metering point is registered as electrically heated (BRS-041). */
  readonly electricHeating?: boolean | undefined
  readonly electricHeatingFrom?: Instant | undefined
}
