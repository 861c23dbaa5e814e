import type { ChargeKey, VatClass } from "../charges/index.ts"
import type { Validity } from "../market/index.ts"
import type { Instant } from "../market/index.ts"
import type { CimHeader } from "./CimHeader.ts"
import type { Skipped } from "./Skipped.ts"

/** Which message says it, and when that was made: what decides between two that speak of the same time. */
export interface PriceListOrigin {
  readonly key: ChargeKey
  /** Creation of the document: the newest holds, whatever the order of arrival. */
  readonly registeredAt: Instant
  readonly messageId: string
  readonly transactionId: string
}

/**
 * What a charge is, from a day on (process D18). One whose `to` equals its `from` says that the charge ends there
 * (BRS-031). A new one overwrites all that were to begin on its day or later.
 */
export interface ChargeInformation extends PriceListOrigin, Validity {
  readonly name: string
  readonly description: string
  /** D01 without VAT, D02 with; an unknown code is carried. */
  readonly vatClass: VatClass | (string & {})
  readonly isTax: boolean
  readonly transparentInvoicing: boolean
  /** PT15M, PT1H, P1D or P1M; an unknown one is carried. */
  readonly resolution: string
}

/** Resolutions that prices come in: a tariff by quarter, hour or day, a subscription or fee by month. */
export type PriceResolution = "PT15M" | "PT1H" | "P1D" | "P1M"

/**
 * Prices of a charge for one interval (process D08), which they replace exactly. Days and months are Danish ones; the
 * first month may be a part that runs to its end. Without `to` there is one price, for ever.
 */
export interface ChargePriceSeries extends PriceListOrigin, Validity {
  readonly resolution: PriceResolution
  /** Nano-DKK per kWh, month or piece, one for each position; `NaN` where the position is left out. */
  readonly prices: Float64Array
}

/** What one RSM-034 document holds. */
export interface PriceListData {
  readonly header: CimHeader
  readonly information: ReadonlyArray<ChargeInformation>
  readonly series: ReadonlyArray<ChargePriceSeries>
  /** Charges of a type, or prices in a resolution, that we do not know. */
  readonly skipped: ReadonlyArray<Skipped>
}
