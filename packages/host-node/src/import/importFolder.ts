import { Effect } from "effect"
import type { OnFile } from "../folder/readFolder.ts"
import { mergedSettings } from "../plan/mergedSettings.ts"
import type { ImportOutcome } from "./ImportOutcome.ts"
import { recordAconto } from "./recordAconto.ts"
import { readDocuments } from "./readDocuments.ts"
import { recordCharges } from "./recordCharges.ts"
import { recordPortfolio } from "./recordPortfolio.ts"
import { recordSpotPrices } from "./recordSpotPrices.ts"

/**
 * Takes the documents of a folder into the stores: readings into the ledger, master data, links, supply and contracts into
 * the portfolio, prices into theirs. What is known already changes nothing; a document that cannot be used becomes a
 * problem, and the others are kept.
 */
export const importFolder = Effect.fn("importFolder")(function* (folder: string, onFile: OnFile) {
  const { contents, files, readings } = yield* readDocuments(folder, onFile)
  const settings = mergedSettings(contents)
  const spotPrices = yield* recordSpotPrices(contents)
  const prices = yield* recordCharges(contents, settings.chargeDefaults)
  const portfolio = yield* recordPortfolio(contents, settings)
  const aconto = yield* recordAconto(contents, settings)
  const outcome: ImportOutcome = {
    files,
    readingDays: readings.days,
    knownMessages: readings.knownMessages,
    portfolio,
    aconto,
    prices,
    spotPrices,
    problems: contents.problems,
    notices: contents.notices
  }
  return outcome
})
