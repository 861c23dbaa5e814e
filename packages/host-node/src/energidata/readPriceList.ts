import {
  type Charge,
  type CimError,
  chargeKeyText,
  decodeChargePriceList,
  type PriceListDefaults
} from "@datahub-settlement/core"
import { Result } from "effect"

/** A row, or a whole charge, that was left out. */
export interface LeftOut {
  /** Owner, type and code as the list has them: `5790000432752/D03/EA-001`. */
  readonly charge: string
  /** Where it stands in the document. */
  readonly path: string
  readonly reason: string
}

/** What a price list holds that can be used, and what cannot. */
export interface ReadPriceList {
  readonly charges: ReadonlyArray<Charge>
  /** Rows of kinds that are not known here. */
  readonly skipped: ReadonlyArray<LeftOut>
  /** Charges with a faulty row: none of their rows is used. */
  readonly refused: ReadonlyArray<LeftOut>
}

/**
 * Reads a price list. A charge with a faulty row is refused as a whole, since the row may end or replace others of it;
 * the other charges of the list are used. A document that is no price list, or not a whole one, is refused itself.
 */
export const readPriceList = (
  content: unknown,
  defaults: PriceListDefaults
): Result.Result<ReadPriceList, CimError> => {
  const decoded = decodeChargePriceList(content, defaults)
  if (Result.isFailure(decoded) && decoded.failure.issues.some(({ path }) => !path.startsWith("records["))) {
    return Result.fail(decoded.failure)
  }
  const records = recordsOf(content)
  if (Result.isSuccess(decoded)) {
    const { charges, skipped } = decoded.success
    return Result.succeed({
      charges,
      refused: [],
      skipped: skipped.map((one) => ({ ...one, charge: chargeAt(records, one.path) }))
    })
  }
  return Result.succeed(chargeByCharge(records, defaults))
}

const chargeByCharge = (records: ReadonlyArray<unknown>, defaults: PriceListDefaults): ReadPriceList => {
  const charges: Array<Charge> = []
  const skipped: Array<LeftOut> = []
  const refused: Array<LeftOut> = []
  for (const [charge, indexes] of Map.groupBy(records.keys(), (index) => chargeOf(records[index]))) {
    const rows = indexes.map((index) => records[index])
    const part = { total: rows.length, filters: "{}", dataset: "DatahubPricelist", records: rows }
    const inWhole = (text: string): string =>
      text.replaceAll(/records\[(\d+)\]/g, (_, index: string) => `records[${indexes[Number(index)]}]`)
    const decoded = decodeChargePriceList(part, defaults)
    if (Result.isSuccess(decoded)) {
      charges.push(...decoded.success.charges)
      for (const { path, reason } of decoded.success.skipped)
        skipped.push({ charge, path: inWhole(path), reason: inWhole(reason) })
    } else {
      for (const { actual, expected, path } of decoded.failure.issues) {
        refused.push({ charge, path: inWhole(path), reason: inWhole(`expected ${expected}, got ${actual}`) })
      }
    }
  }
  return { charges: charges.sort((a, b) => (chargeKeyText(a.key) < chargeKeyText(b.key) ? -1 : 1)), skipped, refused }
}

/** The rows of what has been seen to be a price list. */
const recordsOf = (content: unknown): ReadonlyArray<unknown> => {
  const json: unknown = typeof content === "string" ? JSON.parse(content.replace(/^\uFEFF/, "")) : content
  return (json as { readonly records: ReadonlyArray<unknown> }).records
}

const chargeAt = (records: ReadonlyArray<unknown>, path: string): string =>
  chargeOf(records[Number(/^records\[(\d+)\]/.exec(path)?.[1])])

const chargeOf = (record: unknown): string => {
  const { ChargeType, ChargeTypeCode, GLN_Number } = (record ?? {}) as Readonly<Record<string, unknown>>
  return [GLN_Number, ChargeType, ChargeTypeCode].map((part) => (typeof part === "string" ? part : "?")).join("/")
}
