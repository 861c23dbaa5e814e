import { Gsrn, LocalDate, PriceArea, Resolution, VAT_PERCENT, wholeOfText } from "@datahub-settlement/core"
import { Schema, Struct } from "effect"
import { Amount, byLocalHour, Kwh, Price } from "./decimals.ts"
import { Expected } from "./Expected.ts"

/** What all cases of a folder share, from its `common.json`; a case may override any of it. */
const Common = Schema.Struct({
  gsrn: Gsrn,
  priceArea: PriceArea,
  timeZone: Schema.Literal("Europe/Copenhagen"),
  resolution: Resolution,
  consumptionKwhByLocalHour: byLocalHour(Kwh),
  spotDkkPerKwhByLocalHour: byLocalHour(Price),
  gridTariffDkkPerKwhByLocalHour: byLocalHour(Price),
  systemTariffDkkPerKwh: Price,
  transmissionTariffDkkPerKwh: Price,
  electricityTaxDkkPerKwh: Price,
  gridSubscriptionDkkPerMonth: Price,
  marginDkkPerKwh: Price,
  supplierSubscriptionDkkPerMonth: Price,
  // The engine knows one VAT rate and one rounding; a case that asks for another cannot be what it says it is.
  vatRate: Schema.String.check(
    Schema.makeFilter((rate) => wholeOfText(rate, 2) === VAT_PERCENT, {
      expected: `the Danish VAT rate "0.${VAT_PERCENT}"`
    })
  ),
  rounding: Schema.String.check(
    Schema.isPattern(/^half-even to 0\.01 DKK per line/, { expected: 'a rounding "half-even to 0.01 DKK per line …"' })
  )
})

/** `common.json` by itself: it need not hold everything, but nothing that it does not know. */
export const CommonFile = Common.mapFields(Struct.map(Schema.optionalKey))

const LocalPeriod = Schema.Tuple([LocalDate, LocalDate]).check(
  Schema.makeFilter(([from, to]: readonly [string, string]) => from < to, {
    expected: "two local dates, the first before the second"
  })
)

const Change = Schema.Struct({
  localDate: LocalDate,
  localHour: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 23 }, { expected: "a local hour, 0 to 23" })),
  /** What stood there before; the common profile without it. */
  oldKwh: Schema.optionalKey(Kwh),
  newKwh: Kwh
})

/** A golden master: the folder's common values with the case's own over them. */
export const Case = Schema.Struct({
  ...Common.fields,
  title: Schema.String,
  note: Schema.optionalKey(Schema.String),
  period: Schema.optionalKey(LocalPeriod),
  /** Our supply, open-ended with `null`; throughout without it. */
  supply: Schema.optionalKey(Schema.Tuple([LocalDate, Schema.NullOr(LocalDate)])),
  changes: Schema.optionalKey(Schema.NonEmptyArray(Change)),
  periods: Schema.optionalKey(Schema.NonEmptyArray(LocalPeriod)),
  originalPeriod: Schema.optionalKey(LocalPeriod),
  correctedPeriod: Schema.optionalKey(LocalPeriod),
  acontoPaid: Schema.optionalKey(Amount),
  nextAconto: Schema.optionalKey(Amount),
  productionKwhByLocalHour: Schema.optionalKey(byLocalHour(Kwh)),
  gridTariffChange: Schema.optionalKey(
    Schema.Struct({
      from: LocalDate,
      gridTariffDkkPerKwhByLocalHour: byLocalHour(Price)
    })
  ),
  electricHeating: Schema.optionalKey(
    Schema.Struct({
      annualThresholdKwh: Kwh,
      reducedTaxDkkPerKwh: Price,
      /** Of the threshold used in the same year before the (first) period begins. */
      kwhBeforePeriod: Kwh
    })
  ),
  expected: Expected
})
export type Case = typeof Case.Type
export type Change = NonNullable<Case["changes"]>[number]
