import type { ChargeLink, ProductTerms } from "../charges/index.ts"
import type { GridArea, Gsrn, Instant, MeteringPointType, Period, PriceArea, Validity } from "../market/index.ts"
import type { Production } from "../settlement/index.ts"
import type { Contract, CustomerVersion, HeatingTerms, MeteringPointVersion, SupplyPeriod } from "./PortfolioChanges.ts"

/** A metering point that belongs to another one, and when. */
export interface ChildPoint extends Validity {
  readonly gsrn: Gsrn
  readonly type: MeteringPointType
}

/** Production of the customer, and when the contract says so. */
export interface SuppliedProduction extends Production {
  /** Not only those in the query's period. */
  readonly periods: ReadonlyArray<Validity>
}

/** Electric heating by the yearly limit, and when contracts say so. `usedBefore` is what all of them say, in time order. */
export interface HeatingSettings extends HeatingTerms {
  /** Not only those in the query's period: a year's limit is shared out by all of its days. */
  readonly periods: ReadonlyArray<Validity>
}

/**
 * A metering point that we supply in a period, with all that a settlement request needs besides readings and prices.
 * Validities are whole, not clipped to the period, and neighbours that say the same are one, so that they split no
 * invoice. Keys of charges are shared by all points of an answer.
 */
export interface SuppliedPoint {
  readonly gsrn: Gsrn
  /** Type, grid area and price area are those that hold at the end of the period. */
  readonly type: MeteringPointType
  readonly gridArea: GridArea
  readonly priceArea: PriceArea
  /** Every time at which we supply it, in time order; not only those in the period. */
  readonly supply: ReadonlyArray<Validity>
  /** Terms that meet the period, in time order. */
  readonly product: ReadonlyArray<ProductTerms>
  /** Links that meet the period: its own, and those of children and production for as long as they are that. */
  readonly links: ReadonlyArray<ChargeLink>
  /** Points that are its children in the period, by GSRN and time. */
  readonly children: ReadonlyArray<ChildPoint>
  /** That of the newest contract in the period that has some. */
  readonly production?: SuppliedProduction | undefined
  /** That of the newest contract in the period that has some. */
  readonly electricHeating?: HeatingSettings | undefined
}

/** Which metering points a query is about. */
export interface SupplyQuery {
  /** We supply them in some part of it. */
  readonly period: Period
  /** Only these grid areas; without it all. */
  readonly gridAreas?: ReadonlyArray<GridArea> | undefined
  /** Only this price area; without it both. */
  readonly priceArea?: PriceArea | undefined
  /** Only these types; without it consumption, E17: what is billed. */
  readonly types?: ReadonlyArray<MeteringPointType> | undefined
  /** Only what was known at that instant; without it all that is known. */
  readonly asOf?: Instant | undefined
}

/** A range of metering points, both ends included. */
export interface PointsQuery extends SupplyQuery {
  readonly from: Gsrn
  readonly to: Gsrn
  /** Only these of the range; without it all. */
  readonly gsrns?: ReadonlyArray<Gsrn> | undefined
}

/** That the settlement of one metering point rests on another, or on itself. */
export interface SettledWith {
  readonly gsrn: Gsrn
  readonly settled: Gsrn
}

/** All that is known of one metering point, each kind in time order. */
export interface PortfolioPoint {
  readonly gsrn: Gsrn
  readonly meteringPoint: ReadonlyArray<MeteringPointVersion>
  readonly supply: ReadonlyArray<SupplyPeriod>
  readonly contracts: ReadonlyArray<Contract>
  readonly customers: ReadonlyArray<CustomerVersion>
  /** Its own links, by charge and time. */
  readonly links: ReadonlyArray<ChargeLink>
  /** Points that are or were its children, by GSRN and time. */
  readonly children: ReadonlyArray<ChildPoint>
}

/** The types that a supply query is about when it names none. */
export const billedTypes: ReadonlyArray<MeteringPointType> = ["E17"]
