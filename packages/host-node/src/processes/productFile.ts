import { type AgreedContract, type LocalDate, MarketCalendar } from "@datahub-settlement/core"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { ProductFile } from "../folder/SettlementFile.ts"
import { productOf } from "../product/productOf.ts"
import { OwnFileUnusable, readOwnFile } from "./readOwnFile.ts"

export const productFlag = Flag.String("product").pipe(
  Flag.withDescription("JSON file with what is agreed, as product.json of a folder; without it nothing is agreed yet"),
  Flag.optional
)

/** What is agreed from a day on, until the file says something else. */
export const readProduct = Effect.fnUntraced(function* (path: string, date: LocalDate) {
  const { product } = yield* readOwnFile("product", path, ProductFile)
  const agreed = product.terms.find(({ from, to }) => from <= date && (to === undefined || to > date))
  if (agreed === undefined) {
    return yield* new OwnFileUnusable({ what: "product", path, reasons: [`none of its terms hold on ${date}`] })
  }
  const { from: _, to, ...fields } = agreed
  return {
    terms: productOf(fields),
    ...(to === undefined ? {} : { to: MarketCalendar.startOfDay(to) })
  } satisfies AgreedContract
})
