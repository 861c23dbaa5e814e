import {
  type Gsrn,
  type LocalDate,
  MarketCalendar,
  type NanoDkk,
  nanoFromDkkText,
  type ProductTerms,
  type Validity
} from "@datahub-settlement/core"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { ProductTermsSettings } from "../folder/SettlementFile.ts"

/** From and to of local dates as instants. */
export const validityOfDates = ({ from, to }: { readonly from: LocalDate; readonly to?: LocalDate }): Validity => ({
  from: MarketCalendar.startOfDay(from),
  ...(to === undefined ? {} : { to: MarketCalendar.startOfDay(to) })
})

/** Product terms of a metering point: those of files that name it, else those of files that name none. */
export const productTermsOf = ({ products }: FolderContents, gsrn: Gsrn): ReadonlyArray<ProductTerms> => {
  const own = products.filter(({ value }) => value.gsrns?.includes(gsrn) === true)
  const general = products.filter(({ value }) => value.gsrns === undefined)
  return (own.length > 0 ? own : general).flatMap(({ value }) => value.terms.map(termsOf))
}

const termsOf = (terms: ProductTermsSettings): ProductTerms => ({
  ...validityOfDates(terms),
  name: terms.name,
  energy: energyOf(terms.energy),
  subscriptionPerMonth: nano(terms.subscriptionDkkPerMonth)
})

const energyOf = (energy: ProductTermsSettings["energy"]): ProductTerms["energy"] => {
  if (energy.kind === "fixed") return { kind: "fixed", price: nano(energy.priceDkkPerKwh) }
  const atSpot = { margin: nano(energy.marginDkkPerKwh), supplement: nano(energy.supplementDkkPerKwh) }
  return energy.kind === "spot"
    ? { kind: "spot", ...atSpot }
    : { kind: "blend", ...atSpot, spotSharePercent: energy.spotSharePercent, price: nano(energy.priceDkkPerKwh) }
}

/** The file's schema has checked the text. */
const nano = (dkk: string | undefined): NanoDkk => nanoFromDkkText(dkk ?? "0")!
