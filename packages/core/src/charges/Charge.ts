import type { Instant, Resolution, Validity } from "../market/index.ts"
import type { NanoDkk } from "../quantity/index.ts"
import type { ChargeKey } from "./ChargeKey.ts"

/** VAT class of a charge: D01 without VAT, D02 with Danish VAT (25 %). */
export type VatClass = "D01" | "D02"

interface ChargeBase {
  readonly key: ChargeKey
  readonly name: string
  readonly vatClass: VatClass
  /** Whether the supplier must pass it on as a line of its own ("viderefakturering"). */
  readonly transparentInvoicing: boolean
}

/** Price per kWh: flat, by local hour, or interval by interval. `NaN` stands for an hour without a price. */
export type TariffPrice =
  | { readonly kind: "flat"; readonly nanoDkkPerKwh: NanoDkk }
  /** 24 prices, index = local wall-clock hour. The doubled hour in October has its price twice. */
  | { readonly kind: "byLocalHour"; readonly nanoDkkPerKwh: Float64Array }
  /** A price for each interval from `start`, on the UTC line. */
  | {
      readonly kind: "series"
      readonly resolution: Resolution
      readonly start: Instant
      readonly nanoDkkPerKwh: Float64Array
    }

/** One version of a price; versions of one charge do not overlap. */
export interface PriceVersion<Price> extends Validity {
  readonly price: Price
  /** Where it came from: a message id, a file. */
  readonly source?: string | undefined
}

/** A tariff: DKK per kWh. Taxes (elafgift) are tariffs with the tax flag. */
export interface Tariff extends ChargeBase {
  readonly kind: "tariff"
  readonly isTax: boolean
  readonly prices: ReadonlyArray<PriceVersion<TariffPrice>>
}

/** A subscription: DKK per month and piece, each local day carrying its share of its own month. */
export interface Subscription extends ChargeBase {
  readonly kind: "subscription"
  readonly prices: ReadonlyArray<PriceVersion<NanoDkk>>
}

/** A fee: DKK per piece, once, on the day its link takes effect. */
export interface Fee extends ChargeBase {
  readonly kind: "fee"
  readonly prices: ReadonlyArray<PriceVersion<NanoDkk>>
}

export type Charge = Tariff | Subscription | Fee
