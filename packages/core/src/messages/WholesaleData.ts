import type { ChargeType } from "../charges/index.ts"
import type { Gln, GridArea, MeteringPointType, Period } from "../market/index.ts"
import type { SettlementMethod, SettlementVersion } from "./AggregatedData.ts"
import type { CimHeader } from "./CimHeader.ts"

/** Which charge: owner, type and code together, as in a price list; an unknown type is carried. */
export interface WholesaleCharge {
  readonly owner: Gln
  readonly type: ChargeType | (string & {})
  readonly code: string
}

/**
 * What every wholesale result says. Of several for the same thing the highest {@link version} holds; one that is
 * missing (A02) throughout takes back what was sent before.
 */
export interface WholesaleSeriesBase {
  readonly transactionId: string
  /** Transaction id of the request (RSM-017) that this answers. */
  readonly answers?: string | undefined
  /** Number of the calculation. */
  readonly version: bigint
  readonly gridArea: GridArea
  /** GLN or EIC of who owes the amounts. */
  readonly supplier: string
  readonly meteringPointType?: MeteringPointType | undefined
  readonly settlementMethod?: SettlementMethod | undefined
  /** Only with process type D32. */
  readonly settlementVersion?: SettlementVersion | undefined
  /** Product code, `5790001330590` for tariffs. */
  readonly product?: string | undefined
  /** Unit of the volumes: KWH, H87 for pieces. */
  readonly quantityUnit?: string | undefined
  /** What the price is per. */
  readonly priceUnit?: string | undefined
  readonly currency: string
  /** PT1H, P1D or P1M; another one is carried. Days and months are Danish ones. */
  readonly resolution: string
  readonly period: Period
  /**
   * Micro-DKK (1e−6) without VAT, whole numbers, one for each interval; `NaN` where the document has none. DataHub writes
   * zero where it could not work out an amount: the quality is then incomplete (A05), and the price `NaN`.
   */
  readonly amountsMicroDkk: Float64Array
  /** Thousandths of the unit (Wh for energy), whole numbers; `NaN` where there is none, as in monthly amounts. */
  readonly volumesWh: Float64Array
  /** Nano-DKK per unit, whole numbers; `NaN` where there is none, as in monthly amounts. */
  readonly pricesNanoDkk: Float64Array
  /** `Quality`, one for each interval. Monthly amounts come without, which stands here as measured. */
  readonly qualities: Uint8Array
  /** Text of quality codes that we do not know, by index. */
  readonly unknownQualities?: ReadonlyMap<number, string> | undefined
}

/** Volume × price of one charge by hour (PT1H) or by day (P1D). */
export interface ChargeAmounts extends WholesaleSeriesBase {
  readonly kind: "perCharge"
  readonly charge: WholesaleCharge
}

/** The sum of a month for one charge (P1M): a control total, without volume and price. */
export interface MonthlyChargeAmount extends WholesaleSeriesBase {
  readonly kind: "monthlyPerCharge"
  readonly charge: WholesaleCharge
}

/** The sum of a month over all charges (P1M); of one owner where it is named. */
export interface TotalMonthlyAmount extends WholesaleSeriesBase {
  readonly kind: "totalMonthly"
  readonly chargeOwner?: Gln | undefined
}

export type WholesaleSeries = ChargeAmounts | MonthlyChargeAmount | TotalMonthlyAmount

/** What one RSM-019 document holds. */
export interface WholesaleData {
  readonly header: CimHeader
  readonly series: ReadonlyArray<WholesaleSeries>
}
