import { Schema } from "effect"

/** A figure as a case writes it; figures are compared by value, so `"0.1"` and `"0.10"` are the same. */
const Figure = Schema.String.check(Schema.isPattern(/^-?\d+(\.\d+)?$/, { expected: "a figure as decimal text" }))

/** Names of the lines, in the order in which they are reported. */
export const lineNames = [
  "energy",
  "grid_tariff",
  "system_tariff",
  "transmission_tariff",
  "electricity_tax",
  "grid_subscription",
  "supplier_subscription",
  "production_credit"
] as const
export type LineName = (typeof lineNames)[number]

const figure = Schema.optionalKey(Figure)

/** What a settlement or a correction must come to. */
const SettlementFigures = Schema.Struct({
  totalKwh: figure,
  netKwh: figure,
  surplusKwh: figure,
  lines: Schema.optionalKey(
    Schema.Struct({
      energy: figure,
      grid_tariff: figure,
      system_tariff: figure,
      transmission_tariff: figure,
      electricity_tax: figure,
      grid_subscription: figure,
      supplier_subscription: figure,
      production_credit: figure
    })
  ),
  subtotal: figure,
  vat: figure,
  total: figure
})

/** English month names as the keys of reversed periods. */
export const monthNames = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december"
] as const

const month = Schema.optionalKey(SettlementFigures)

/** Every figure that a case may state. Which of them there are depends on what the case is. */
export const Expected = Schema.Struct({
  ...SettlementFigures.fields,
  actual: figure,
  difference: figure,
  totalDue: figure,
  creditNotes: Schema.optionalKey(Schema.Array(Figure)),
  totalCredited: figure,
  credited: figure,
  resettled: Schema.optionalKey(SettlementFigures),
  net: figure,
  january: month,
  february: month,
  march: month,
  april: month,
  may: month,
  june: month,
  july: month,
  august: month,
  september: month,
  october: month,
  november: month,
  december: month
}).check(Schema.makeFilter((expected: object) => Object.keys(expected).length > 0, { expected: "at least one figure" }))
