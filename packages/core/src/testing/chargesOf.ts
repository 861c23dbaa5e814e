import type { ChargeType, Fee, PriceVersion, Subscription, Tariff, TariffPrice, VatClass } from "../charges/index.ts"
import { energinet, type Gln, LocalDate, MarketCalendar, type Validity } from "../market/index.ts"
import { type NanoDkk, nanoFromDkkText } from "../quantity/index.ts"

/** A validity in local dates: `["2025-01-01", undefined]` from New Year on. Without one it holds for ever. */
export type LocalValidity = readonly [from: string, to?: string | undefined]

/** One version of a price as a person writes it. */
export interface VersionFields<Price> {
  readonly valid?: LocalValidity | undefined
  readonly price: Price
}

/** What identifies and describes a charge; Energinet owns a charge without an owner. */
export interface ChargeIdentity {
  readonly code: string
  readonly owner?: Gln | undefined
  /** The code without it. */
  readonly name?: string | undefined
  readonly vatClass?: VatClass | undefined
}

/** A charge with its prices. */
export interface ChargeFields<Price> extends ChargeIdentity {
  /** One price for ever, or its versions. */
  readonly prices: Price | ReadonlyArray<VersionFields<Price>>
}

/** DKK per kWh for all hours, 24 of them by local hour, or a ready-made price. */
export type TariffPriceFields = string | { readonly byLocalHour: ReadonlyArray<string> } | TariffPrice

/** From the beginning of the market's own calendar on. */
const ALWAYS: LocalValidity = ["1996-01-01"]

/** A validity from local dates. */
export const validityOf = ([from, to]: LocalValidity = ALWAYS): Validity => ({
  from: MarketCalendar.startOfDay(LocalDate.make(from)),
  to: to === undefined ? undefined : MarketCalendar.startOfDay(LocalDate.make(to))
})

/** Nano-DKK of decimal text. @throws RangeError when it has more than nine decimals */
export const nanoOf = (dkk: string): NanoDkk => {
  const nano = nanoFromDkkText(dkk)
  if (nano === undefined) throw new RangeError(`"${dkk}" is not DKK with at most nine decimals`)
  return nano
}

const isVersions = <Price>(prices: ChargeFields<Price>["prices"]): prices is ReadonlyArray<VersionFields<Price>> =>
  Array.isArray(prices)

const versionsOf = <Fields, Price>(
  prices: ChargeFields<Fields>["prices"],
  priceOf: (fields: Fields) => Price
): ReadonlyArray<PriceVersion<Price>> =>
  (isVersions(prices) ? prices : [{ price: prices }]).map(({ price, valid }: VersionFields<Fields>) => ({
    ...validityOf(valid),
    price: priceOf(price)
  }))

const commonOf = (type: ChargeType, fields: ChargeIdentity) => ({
  key: { owner: fields.owner ?? energinet, type, code: fields.code },
  name: fields.name ?? fields.code,
  vatClass: fields.vatClass ?? ("D02" as const),
  transparentInvoicing: false
})

const tariffPriceOf = (price: TariffPriceFields): TariffPrice =>
  typeof price === "string"
    ? { kind: "flat", nanoDkkPerKwh: nanoOf(price) }
    : "byLocalHour" in price
      ? { kind: "byLocalHour", nanoDkkPerKwh: Float64Array.from(price.byLocalHour, nanoOf) }
      : price

/**
 * A tariff from decimal text.
 *
 * @example
 * import { tariffOf } from "@datahub-settlement/core/testing"
 *
 * const tax = tariffOf({
 *   code: "EA-001",
 *   isTax: true,
 *   prices: [{ valid: ["2025-01-01", "2026-01-01"], price: "0.720" }, { valid: ["2026-01-01"], price: "0.008" }]
 * })
 * tax.prices.length // => 2
 */
export const tariffOf = (
  fields: ChargeFields<TariffPriceFields> & { readonly isTax?: boolean | undefined }
): Tariff => ({
  ...commonOf("D03", fields),
  kind: "tariff",
  isTax: fields.isTax ?? false,
  prices: versionsOf(fields.prices, tariffPriceOf)
})

/** A subscription from decimal text, DKK per month. */
export const subscriptionOf = (fields: ChargeFields<string>): Subscription => ({
  ...commonOf("D01", fields),
  kind: "subscription",
  prices: versionsOf(fields.prices, nanoOf)
})

/** A fee from decimal text, DKK per piece. */
export const feeOf = (fields: ChargeFields<string>): Fee => ({
  ...commonOf("D02", fields),
  kind: "fee",
  prices: versionsOf(fields.prices, nanoOf)
})
