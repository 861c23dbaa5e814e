import { IntakeSettings, priceAreaOfGridArea } from "@datahub-settlement/core"
import { memoryExchange, memorySettlementRunStore, memoryStores } from "@datahub-settlement/core/testing"
import { Layer } from "effect"
import { us } from "./cast.ts"
import type { Storage } from "./System.ts"

export const settings = Layer.succeed(IntakeSettings, {
  gln: us,
  priceAreaOf: priceAreaOfGridArea,
  keepsReadings: false
})

/** Everything in memory; corrections ask the run store beside them, since it is the same layer. */
export const inMemory: Storage = {
  open: Layer.mergeAll(memoryStores, memoryExchange, memorySettlementRunStore, settings),
  hasTransactions: false
}
