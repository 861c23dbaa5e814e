import { Gsrn, LocalDate, PriceArea, whFromKwhText } from "@datahub-settlement/core"
import { Schema } from "effect"
import { acontoFields } from "../product/acontoFields.ts"
import { productFields } from "../product/ProductFields.ts"

/*
 * The two files of our own in a folder: what DataHub's documents do not say. `settlement.json` names the period, the
 * metering points and how they are settled; `product.json` what the customer has agreed to pay. README.md of this package
 * tells every field.
 */

const KwhText = Schema.String.check(
  Schema.makeFilter((text: string) => (whFromKwhText(text) ?? -1) >= 0, {
    expected: 'kWh as text with at most 3 decimals ("4000")'
  })
)

const CHARGE_KEY = /^\d{13}\/D0[123]\/.{1,10}$/

const ChargeKeyText = Schema.String.check(
  Schema.isPattern(CHARGE_KEY, { expected: "a charge as owner/type/code (5790000432752/D03/EA-001)" })
)

/** First day, and the first day no longer meant; open without it. */
const Dates = { from: LocalDate, to: Schema.optionalKey(LocalDate) }

const Party = Schema.Struct({
  name: Schema.NonEmptyString,
  address: Schema.optionalKey(Schema.Array(Schema.String)),
  number: Schema.optionalKey(Schema.String),
  gln: Schema.optionalKey(Schema.String),
  cvr: Schema.optionalKey(Schema.String),
  contact: Schema.optionalKey(Schema.String)
})
export type Party = typeof Party.Type

const HeatingAllowance = Schema.Struct({
  from: LocalDate,
  to: LocalDate,
  limitKwh: KwhText,
  /** What of it was used before a day: the first settled one, or an earlier one from which the folder has readings. */
  used: Schema.optionalKey(Schema.Struct({ kwh: KwhText, until: LocalDate }))
})

const ElectricHeating = Schema.Struct({
  tax: ChargeKeyText,
  reduced: ChargeKeyText,
  allowances: Schema.Array(HeatingAllowance)
})
export type ElectricHeatingSettings = typeof ElectricHeating.Type

const MeteringPoint = Schema.Struct({
  gsrn: Gsrn,
  priceArea: PriceArea,
  customer: Party,
  supply: Schema.optionalKey(Schema.Array(Schema.Struct(Dates))),
  production: Schema.optionalKey(Schema.Struct({ gsrn: Gsrn, netting: Schema.Literals(["hourly", "none"]) })),
  electricHeating: Schema.optionalKey(ElectricHeating),
  /** What is paid in advance; only `import` takes it. */
  aconto: Schema.optionalKey(Schema.Array(Schema.Struct({ ...Dates, ...acontoFields })))
})
/** How one consumption point is settled. */
export type MeteringPointSettings = typeof MeteringPoint.Type

const ChargeDefaults = Schema.Struct({
  vatClass: Schema.optionalKey(Schema.Literals(["D01", "D02"])),
  transparentInvoicing: Schema.optionalKey(Schema.Boolean),
  /** Charges that are taxes; with it, all others are not. */
  taxes: Schema.optionalKey(Schema.Array(ChargeKeyText)),
  /** Names of charges whose price list rows carry none. */
  names: Schema.optionalKey(Schema.Record(ChargeKeyText, Schema.NonEmptyString))
})
export type ChargeDefaults = typeof ChargeDefaults.Type

/** `settlement.json`. */
export const SettlementFile = Schema.Struct({
  settlement: Schema.Struct({
    period: Schema.optionalKey(Schema.Struct({ from: LocalDate, to: LocalDate })),
    supplier: Schema.optionalKey(Party),
    meteringPoints: Schema.Array(MeteringPoint),
    /** Names of charge owners by GLN, for the invoice. */
    owners: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
    chargeDefaults: Schema.optionalKey(ChargeDefaults)
  })
})
export type SettlementFile = typeof SettlementFile.Type

const Terms = Schema.Struct({ ...Dates, ...productFields })
/** What holds from a day on, as written in a file. */
export type ProductTermsSettings = typeof Terms.Type

/** `product.json`. */
export const ProductFile = Schema.Struct({
  product: Schema.Struct({
    /** Metering points that have it; all of the folder without it. */
    gsrns: Schema.optionalKey(Schema.Array(Gsrn)),
    terms: Schema.Array(Terms)
  })
})
export type ProductFile = typeof ProductFile.Type
