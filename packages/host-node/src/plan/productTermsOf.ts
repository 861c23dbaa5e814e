import { type Gsrn, type LocalDate, MarketCalendar, type ProductTerms, type Validity } from "@datahub-settlement/core"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { ProductTermsSettings } from "../folder/SettlementFile.ts"
import { productOf } from "../product/productOf.ts"

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

const termsOf = (terms: ProductTermsSettings): ProductTerms => ({ ...validityOfDates(terms), ...productOf(terms) })
