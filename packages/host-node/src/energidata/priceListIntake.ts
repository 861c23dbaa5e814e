import type { PriceListDefaults } from "@datahub-settlement/core"
import { Effect } from "effect"
import { EnergiDataService } from "./EnergiDataService.ts"
import { noPriceListOutcome, plusOutcome } from "./PriceListOutcome.ts"
import { isWantedBy, missingOf, priceListQuery, type PriceListSelection } from "./priceListSelection.ts"
import { type PriceListTerms, recordPriceList } from "./recordPriceList.ts"
import type { SourcedDocument } from "./SourcedDocument.ts"

/** Fetches the price lists of some owners, or some charges, and records them. */
export const priceListIntake = Effect.fn("priceListIntake")(function* (
  options: PriceListSelection & { readonly defaults?: PriceListDefaults | undefined }
) {
  const service = yield* EnergiDataService
  const answer = yield* Effect.result(service.rows(priceListQuery(options)))
  if (answer._tag === "Failure") {
    const problem = { source: "DatahubPricelist", message: answer.failure.message }
    return { ...noPriceListOutcome, problems: [problem] }
  }
  const document = { source: answer.success.source, content: answer.success }
  const isWanted = isWantedBy(options)
  const { held, outcome } = yield* recordPriceList(document, { defaults: options.defaults, isWhole: true }, isWanted)
  return { ...outcome, missing: missingOf(options, held) }
})

/** Records price lists from files, in their order: of two that name the same time the later one holds. */
export const priceListImport = Effect.fn("priceListImport")(function* (
  documents: ReadonlyArray<SourcedDocument>,
  terms: PriceListTerms
) {
  let sum = noPriceListOutcome
  for (const document of documents)
    sum = plusOutcome(sum, (yield* recordPriceList(document, terms, () => true)).outcome)
  return sum
})
