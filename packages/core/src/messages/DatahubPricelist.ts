import { type Result, Schema } from "effect"
import {
  type AnyPrice,
  type Charge,
  type ChargeKey,
  chargeKeyText,
  type ChargeType,
  type PriceVersion,
  samePrice,
  type TariffPrice,
  type VatClass,
  joinPrices
} from "../charges/index.ts"
import { Gln, type Instant } from "../market/index.ts"
import { type NanoDkk, nanoFromDkk } from "../quantity/index.ts"
import type { CimError } from "./CimError.ts"
import { FilledText, SixDecimals } from "./cimSchema.ts"
import { danishMidnightOf, decodeEds } from "./edsEnvelope.ts"
import { addFault, type Faults } from "./faults.ts"
import { isChargeType } from "./wireChargeLink.ts"
import type { Skipped } from "./Skipped.ts"

/**
 * What holds for rows that do not say it: a reply to a request for some columns leaves the others out. Nothing is taken
 * for granted; without a default such a row is refused.
 */
export interface PriceListDefaults {
  readonly vatClass?: VatClass | undefined
  readonly isTax?: ((key: ChargeKey) => boolean) | undefined
  readonly transparentInvoicing?: boolean | undefined
}

/** What one price list holds. */
export interface ChargePriceList {
  /** Sorted by owner, type and code. */
  readonly charges: ReadonlyArray<Charge>
  /** Rows of a type, resolution or VAT class that we do not know. */
  readonly skipped: ReadonlyArray<Skipped>
}

const Midnight = Schema.String.check(
  Schema.makeFilter((text: string) => danishMidnightOf(text) !== undefined, {
    expected: "a Danish midnight (2026-01-01T00:00:00)"
  })
)
const Flag = Schema.Union([Schema.Literals([0, 1]), Schema.Boolean])
const columnMayLack = <S extends Schema.Constraint>(schema: S) => Schema.optional(Schema.NullOr(schema))
const Price = columnMayLack(SixDecimals)

const Row = Schema.Struct({
  GLN_Number: Gln,
  ChargeType: Schema.String,
  ChargeTypeCode: FilledText,
  Note: columnMayLack(Schema.String),
  ValidFrom: Midnight,
  ValidTo: Schema.NullOr(Midnight),
  VATClass: columnMayLack(Schema.String),
  TransparentInvoicing: columnMayLack(Flag),
  TaxIndicator: columnMayLack(Flag),
  ResolutionDuration: Schema.String,
  Price1: Price,
  Price2: Price,
  Price3: Price,
  Price4: Price,
  Price5: Price,
  Price6: Price,
  Price7: Price,
  Price8: Price,
  Price9: Price,
  Price10: Price,
  Price11: Price,
  Price12: Price,
  Price13: Price,
  Price14: Price,
  Price15: Price,
  Price16: Price,
  Price17: Price,
  Price18: Price,
  Price19: Price,
  Price20: Price,
  Price21: Price,
  Price22: Price,
  Price23: Price,
  Price24: Price
})
type Row = typeof Row.Type

const SOURCE = "DatahubPricelist"

/**
 * Decodes the price list of Energi Data Service (`DatahubPricelist`) into charges: JSON text or the parsed value.
 *
 * A charge is identified by owner, type and code. `ValidFrom` and `ValidTo` are Danish midnights, the latter exclusive;
 * where rows overlap, the one that begins later holds from its beginning on. `PT1H` rows give a price for each local
 * hour, `null` among them stands for no price; `P1D` and `P1M` rows have `Price1` alone; 0 is a price. Neighbours with
 * equal prices become one version. Fails with every fault: a cut list, a price with more than six decimals, two prices
 * for one charge and day, a column that is absent and has no default.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeChargePriceList } from "@datahub-settlement/core"
 *
 * const row = {
 *   GLN_Number: "5790000432752", ChargeType: "D03", ChargeTypeCode: "EA-001", Note: "Elafgift", VATClass: "D02",
 *   ValidFrom: "2025-01-01T00:00:00", ValidTo: "2026-01-01T00:00:00", Price1: 0.72, TransparentInvoicing: 1,
 *   TaxIndicator: 1, ResolutionDuration: "P1D"
 * }
 * const list = { total: 1, filters: "{}", dataset: "DatahubPricelist", records: [row] }
 * const [tax] = Result.getOrThrow(decodeChargePriceList(list)).charges
 * tax?.name // => "Elafgift"
 * tax?.prices[0]?.price // => { kind: "flat", nanoDkkPerKwh: 720000000 }
 */
export const decodeChargePriceList = (
  input: unknown,
  defaults: PriceListDefaults = {}
): Result.Result<ChargePriceList, CimError> =>
  decodeEds(input, { [SOURCE]: Row }, ({ rows }, faults) => {
    const skipped: Array<Skipped> = []
    const known: Array<DatedRow> = []
    rows.forEach((row, index) => {
      const reason = reasonToSkip(row)
      if (reason !== undefined) skipped.push({ path: `records[${index}]`, reason })
      if (isChargeType(row.ChargeType) && !isBackwards(row)) {
        known.push(datedRow(row, index, reason === undefined ? termsOf(row, index, defaults, faults) : undefined))
      }
    })
    const byKey = Map.groupBy(known, (row) => chargeKeyText(row.key))
    const charges = [...byKey]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, ofCharge]) => chargeOf(ofCharge, faults, skipped))
    return { charges, skipped }
  })

/**
 * When a row holds. One that cannot be used still ends the row before it: an old price must not run on in its place.
 */
interface DatedRow {
  readonly index: number
  readonly key: ChargeKey
  readonly from: Instant
  readonly to: Instant | undefined
  readonly terms: Terms | undefined
}

/** What a row says, with what the defaults add. */
interface Terms {
  readonly name: string
  readonly vatClass: VatClass
  readonly isTax: boolean
  readonly transparentInvoicing: boolean
  readonly price: AnyPrice
}

const isVatClass = (code: string): code is VatClass => code === "D01" || code === "D02"

const resolutionsOf: Readonly<Record<ChargeType, ReadonlyArray<string>>> = {
  D01: ["P1M"],
  // BRS-031 calls the resolution of a fee a month and charges it as a day price: Price1 for each event either way.
  D02: ["P1M", "P1D"],
  D03: ["PT1H", "P1D"]
}

const reasonToSkip = (row: Row): string | undefined => {
  if (!isChargeType(row.ChargeType)) return `unknown charge type ${row.ChargeType}`
  if (row.VATClass != null && !isVatClass(row.VATClass)) return `unknown VAT class ${row.VATClass}`
  if (!resolutionsOf[row.ChargeType].includes(row.ResolutionDuration)) {
    return `resolution ${row.ResolutionDuration} of a charge of type ${row.ChargeType}`
  }
  if (row.ResolutionDuration !== "PT1H" && row.Price1 == null) return "no Price1"
  return isBackwards(row) ? "it ends before it begins" : undefined
}

const isBackwards = (row: Row): boolean =>
  row.ValidTo !== null && danishMidnightOf(row.ValidTo)! <= danishMidnightOf(row.ValidFrom)!

const keyOf = (row: Row): ChargeKey => ({
  owner: row.GLN_Number,
  type: row.ChargeType as ChargeType,
  code: row.ChargeTypeCode
})

const datedRow = (row: Row, index: number, terms: Terms | undefined): DatedRow => ({
  index,
  key: keyOf(row),
  from: danishMidnightOf(row.ValidFrom)!,
  to: row.ValidTo === null ? undefined : danishMidnightOf(row.ValidTo)!,
  terms
})

const termsOf = (row: Row, index: number, defaults: PriceListDefaults, faults: Faults): Terms => {
  const orFault = <A>(
    column: "VATClass" | "TaxIndicator" | "TransparentInvoicing",
    value: A | undefined,
    otherwise: A
  ): A => {
    if (value !== undefined) return value
    addFault(faults, ["records", index, column], "a value, or a default for what the list does not say", row[column])
    return otherwise
  }
  return {
    name: row.Note ?? row.ChargeTypeCode,
    vatClass: orFault("VATClass", (row.VATClass as VatClass | null | undefined) ?? defaults.vatClass, "D02"),
    isTax: orFault("TaxIndicator", flagOf(row.TaxIndicator) ?? defaults.isTax?.(keyOf(row)), false),
    transparentInvoicing: orFault(
      "TransparentInvoicing",
      flagOf(row.TransparentInvoicing) ?? defaults.transparentInvoicing,
      false
    ),
    price: priceOf(row)
  }
}

const flagOf = (flag: 0 | 1 | boolean | null | undefined): boolean | undefined =>
  flag == null ? undefined : Boolean(flag)

const priceOf = (row: Row): AnyPrice =>
  row.ChargeType !== "D03"
    ? nanoOf(row.Price1)
    : row.ResolutionDuration === "P1D"
      ? { kind: "flat", nanoDkkPerKwh: nanoOf(row.Price1) }
      : {
          kind: "byLocalHour",
          nanoDkkPerKwh: Float64Array.from({ length: 24 }, (_, hour) => nanoOf(row[priceColumn(hour)]))
        }

const priceColumn = (hour: number): "Price1" => `Price${hour + 1}` as "Price1"

const nanoOf = (price: number | null | undefined): NanoDkk => (price == null ? Number.NaN : nanoFromDkk(price)!)

/** The charge that rows with one key make; nothing where they cannot be one charge. */
const chargeOf = (
  unsorted: ReadonlyArray<DatedRow>,
  faults: Faults,
  skipped: Array<Skipped>
): ReadonlyArray<Charge> => {
  const rows = unsorted.toSorted((a, b) => a.from - b.from)
  const newest = rows.findLast((row) => row.terms !== undefined)
  if (newest?.terms === undefined) return []
  const { isTax, name, transparentInvoicing, vatClass } = newest.terms
  const other = rows.find(({ terms }) => terms !== undefined && (terms.vatClass !== vatClass || terms.isTax !== isTax))
  if (other !== undefined) {
    const reason = `${chargeKeyText(other.key)} has another VAT class or tax flag in records[${newest.index}]`
    skipped.push({ path: `records[${other.index}]`, reason })
    return []
  }
  const { key } = newest
  const prices = joinPrices(versionsOf(rows, faults))
  const common = { key, name, vatClass, transparentInvoicing }
  return [
    key.type === "D03"
      ? { ...common, kind: "tariff", isTax, prices: prices as ReadonlyArray<PriceVersion<TariffPrice>> }
      : {
          ...common,
          kind: key.type === "D01" ? "subscription" : "fee",
          prices: prices as ReadonlyArray<PriceVersion<NanoDkk>>
        }
  ]
}

/** Rows in time order, each ended where the next one begins. */
const versionsOf = (rows: ReadonlyArray<DatedRow>, faults: Faults): ReadonlyArray<PriceVersion<AnyPrice>> =>
  rows.flatMap((row, i): ReadonlyArray<PriceVersion<AnyPrice>> => {
    const next = rows[i + 1]
    if (next?.from === row.from) {
      if (!saysTheSame(row, next)) {
        addFault(
          faults,
          ["records", next.index],
          `what records[${row.index}] says of the same charge and day`,
          "another price or end"
        )
      }
      return []
    }
    if (row.terms === undefined) return []
    const to = next !== undefined && (row.to === undefined || row.to > next.from) ? next.from : row.to
    return [{ from: row.from, ...(to === undefined ? {} : { to }), price: row.terms.price, source: SOURCE }]
  })

const saysTheSame = (a: DatedRow, b: DatedRow): boolean =>
  a.to === b.to &&
  (a.terms === undefined || b.terms === undefined ? a.terms === b.terms : samePrice(a.terms.price, b.terms.price))
