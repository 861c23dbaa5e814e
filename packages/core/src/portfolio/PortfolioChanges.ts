import type { ChargeKey, ChargeLink, ProductTerms } from "../charges/index.ts"
import type { GridArea, Gsrn, Instant, MeteringPointType, PriceArea, Validity } from "../market/index.ts"
import type { MeteringPointMasterData } from "../metering/index.ts"
import type { Wh } from "../quantity/index.ts"
import type { Production } from "../settlement/index.ts"
import type { Customer } from "./Customer.ts"

/** A metering point as it is from an instant on. */
export interface MeteringPointVersion extends Validity {
  readonly gsrn: Gsrn
  readonly type: MeteringPointType
  readonly gridArea: GridArea
  readonly priceArea: PriceArea
  /** The point that this one is a child of. */
  readonly parent?: Gsrn | undefined
  /** All that DataHub said of it (RSM-022). */
  readonly masterData?: MeteringPointMasterData | undefined
}

/** That we supply a metering point. Between Danish midnights. */
export interface SupplyPeriod extends Validity {
  readonly gsrn: Gsrn
}

/** The charges of electric heating that is settled by the yearly limit. */
export interface HeatingCharges {
  /** The tax whose price falls above the limit. */
  readonly tax: ChargeKey
  /** What a kWh above the limit carries instead: EA-002. */
  readonly reduced: ChargeKey
}

/** What was used of a settlement year's limit before our readings begin, as whoever counted it until then says. */
export interface HeatingUse {
  /** Danish midnight within the contract, its end included, not its beginning. From here on readings are counted. */
  readonly until: Instant
  /** Used since the settlement year began, or since our supply with electric heating began in it. */
  readonly wh: Wh
}

/** Electric heating that is settled by the yearly limit, as it is agreed. */
export interface HeatingTerms extends HeatingCharges {
  /** Only where readings of a settlement year are not all ours; each instant once, in any order. */
  readonly usedBefore?: ReadonlyArray<HeatingUse> | undefined
}

/** What is agreed with the customer of a metering point. Between Danish midnights. */
export interface Contract extends Validity {
  readonly gsrn: Gsrn
  readonly terms: Omit<ProductTerms, keyof Validity>
  /** Whose readings are the customer's production, and how they are netted. */
  readonly production?: Production | undefined
  /** Only where electric heating is settled by the yearly limit. */
  readonly electricHeating?: HeatingTerms | undefined
}

/** Who has the customer relation at a metering point, as DataHub tells it. A CPR number is never kept. */
export interface CustomerVersion extends Validity {
  readonly gsrn: Gsrn
  readonly customer: Omit<Customer, "cpr" | "secondCpr">
}

/** Links of one charge to one metering point. */
export interface LinkPlace {
  readonly gsrn: Gsrn
  readonly charge: ChargeKey
}

/** Time about which nothing is to be known any more: how supply, a contract, a customer or a link ends or is annulled. */
export interface Removals {
  readonly supply?: ReadonlyArray<SupplyPeriod> | undefined
  readonly contracts?: ReadonlyArray<Validity & { readonly gsrn: Gsrn }> | undefined
  readonly customers?: ReadonlyArray<Validity & { readonly gsrn: Gsrn }> | undefined
  /** Of a fee, links that begin in the time go as a whole. */
  readonly links?: ReadonlyArray<Validity & LinkPlace> | undefined
}

/**
 * New versions, recorded together. Each replaces what it overlaps of its own kind and metering point (links: and charge),
 * and nothing else. A fee is an event: its link replaces only one that begins at the same instant.
 */
export interface PortfolioChanges {
  readonly meteringPoints?: ReadonlyArray<MeteringPointVersion> | undefined
  readonly supply?: ReadonlyArray<SupplyPeriod> | undefined
  readonly contracts?: ReadonlyArray<Contract> | undefined
  readonly customers?: ReadonlyArray<CustomerVersion> | undefined
  readonly links?: ReadonlyArray<ChargeLink> | undefined
  readonly removed?: Removals | undefined
}

/** What recording did; both are 0 when all was known already. */
export interface RecordOutcome {
  /** Versions added, what is left of older ones included. */
  readonly added: number
  /** Versions that no longer hold. */
  readonly superseded: number
}
