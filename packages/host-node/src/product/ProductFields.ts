import { nanoFromDkkText } from "@datahub-settlement/core"
import { Schema } from "effect"

/** An amount in DKK as text, so that no digit of it is lost. */
export const DkkText = Schema.String.check(
  Schema.makeFilter((text: string) => nanoFromDkkText(text) !== undefined, {
    expected: 'DKK as text with at most 9 decimals ("0.0500")'
  })
)

const dkk = (description: string) =>
  DkkText.annotateKey({ description: `${description}, DKK without VAT as text: "0.0500"` })
const dkkOrNone = (description: string) =>
  Schema.optionalKey(DkkText).annotateKey({ description: `${description}, DKK without VAT as text; none without it` })

const atSpot = {
  marginDkkPerKwh: dkk("What is added to the spot price for each kWh"),
  supplementDkkPerKwh: dkkOrNone("What is added besides, for each kWh")
}
const fixed = { priceDkkPerKwh: dkk("Fixed price of each kWh") }
const kind = <K extends string>(name: K, description: string) => Schema.Literal(name).annotate({ description })

const Energy = Schema.Union([
  Schema.Struct({ kind: kind("spot", "At spot price"), ...atSpot }),
  Schema.Struct({ kind: kind("fixed", "At a fixed price"), ...fixed }),
  Schema.Struct({
    kind: kind("blend", "A share of each kWh at spot price, the rest at a fixed one"),
    spotSharePercent: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 })).annotateKey({
      description: "The share at spot price, in percent"
    }),
    ...atSpot,
    ...fixed
  })
])

/** What a customer has agreed to pay, as files and requests say it. */
export const productFields = {
  name: Schema.NonEmptyString.annotateKey({ description: "Name of the product, as the bill shows it" }),
  energy: Energy.annotateKey({ description: "What each kWh costs" }),
  subscriptionDkkPerMonth: dkkOrNone("Subscription of a month")
}

/** A product without the time for which it holds. */
export const ProductFields = Schema.Struct(productFields).annotate({ identifier: "Product" })
export type ProductFields = typeof ProductFields.Type
