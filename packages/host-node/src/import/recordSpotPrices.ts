import { spotPricesOf, takeSpotPrices } from "@datahub-settlement/core"
import { Effect, Result } from "effect"
import type { FolderContents } from "../folder/FolderContents.ts"

const SOURCE = "Energi Data Service"

/** Records the spot prices of a folder, area by area; an area that contradicts itself becomes a problem. */
export const recordSpotPrices = Effect.fn("recordSpotPrices")(function* (contents: FolderContents) {
  let added = 0
  let revised = 0
  for (const points of Map.groupBy(contents.spotPoints, ({ priceArea }) => priceArea).values()) {
    const prices = spotPricesOf(points)
    if (Result.isFailure(prices)) {
      contents.problems.push({ kind: prices.failure._tag, message: prices.failure.message })
      continue
    }
    for (const ofArea of prices.success) {
      const recorded = yield* takeSpotPrices(ofArea, SOURCE).pipe(
        Effect.catchTag(["PricesRefused", "ContradictorySpotPrices"], (problem) =>
          Effect.sync(() => {
            contents.problems.push({ kind: problem._tag, message: problem.message })
            return { added: 0, revised: 0 }
          })
        )
      )
      added += recorded.added
      revised += recorded.revised
    }
  }
  return { added, revised }
})
