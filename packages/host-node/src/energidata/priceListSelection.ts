import { type ChargeKey, chargeKeyText, type Gln, LocalDate } from "@datahub-settlement/core"
import type { EnergiDataQuery } from "./EnergiDataQuery.ts"

/** Which charges are wanted: those of some owners, of these perhaps only some codes, or single ones. */
export type PriceListSelection =
  | { readonly owners: ReadonlyArray<Gln>; readonly codes?: ReadonlyArray<string> | undefined }
  | { readonly keys: ReadonlyArray<ChargeKey> }

/** Nothing in the price list is older. `start` looks at the day that a row begins on, so that a later one misses rows in force. */
export const firstPriceListDay = LocalDate.make("2014-01-01")

/** Charges by code in one query; the URL has to stay within what servers take. */
const CODES_MAX = 100

/** The query for a selection. Its filter takes every owner with every code; see {@link isWantedBy}. */
export const priceListQuery = (selection: PriceListSelection): EnergiDataQuery => {
  const unique = <A extends string>(values: ReadonlyArray<A>): ReadonlyArray<A> => [...new Set(values)].sort()
  const isByKey = "keys" in selection
  const owners = unique(isByKey ? selection.keys.map(({ owner }) => owner) : selection.owners)
  const types = isByKey ? unique(selection.keys.map(({ type }) => type)) : []
  const codes = unique(isByKey ? selection.keys.map(({ code }) => code) : (selection.codes ?? []))
  return {
    dataset: "DatahubPricelist",
    from: firstPriceListDay,
    filter: {
      GLN_Number: owners,
      ...(types.length === 0 ? {} : { ChargeType: types }),
      ...(codes.length === 0 || codes.length > CODES_MAX ? {} : { ChargeTypeCode: codes })
    }
  }
}

/** Whether a charge (owner/type/code) was asked for. */
export const isWantedBy = (selection: PriceListSelection): ((charge: string) => boolean) => {
  if ("keys" in selection) {
    const wanted = new Set(selection.keys.map(chargeKeyText))
    return (charge) => wanted.has(charge)
  }
  const { codes, owners } = selection
  return (charge) =>
    owners.some((owner) => charge.startsWith(`${owner}/`)) &&
    (codes === undefined || codes.length === 0 || codes.includes(codeIn(charge)))
}

/** A code may hold a slash itself. */
const codeIn = (charge: string): string => charge.split("/").slice(2).join("/")

/** What was asked for and is not among the charges that a list holds. */
export const missingOf = (selection: PriceListSelection, held: ReadonlyArray<string>): ReadonlyArray<string> => {
  if ("keys" in selection) return selection.keys.map(chargeKeyText).filter((charge) => !held.includes(charge))
  const owners = selection.owners.filter((owner) => !held.some((charge) => charge.startsWith(`${owner}/`)))
  const codes = (selection.codes ?? []).filter((code) => !held.some((charge) => codeIn(charge) === code))
  return [...owners.map((owner) => `charges of ${owner}`), ...codes.map((code) => `code ${code}`)]
}
