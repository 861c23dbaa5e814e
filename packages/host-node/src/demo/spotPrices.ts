import { type PriceArea, type SpotPrices, SpotPriceStore } from "@datahub-settlement/core"
import { Effect } from "effect"
import recorded from "./data/spot-2026-01.json" with { type: "json" }

/** An øre per MWh in nano-DKK per kWh. */
const NANO_DKK_PER_OERE_PER_MWH = 10_000

const areas: ReadonlyArray<PriceArea> = ["DK1", "DK2"]

/** Day-ahead prices of January 2026 as they were: Energinet, Energi Data Service, CC BY 4.0. */
export const recordedSpotPrices: ReadonlyArray<SpotPrices> = areas.map((priceArea) => ({
  priceArea,
  stretches: [
    {
      resolution: "PT15M",
      start: Date.parse(recorded.start),
      nanoDkkPerKwh: Float64Array.from(recorded.oerePerMwh[priceArea], (price) => price * NANO_DKK_PER_OERE_PER_MWH)
    }
  ]
}))

/** Records them, as `spot` does with those it asks for. */
export const recordSpotPrices = Effect.gen(function* () {
  const store = yield* SpotPriceStore
  yield* Effect.forEach(recordedSpotPrices, (prices) => store.record(prices, recorded.source))
})
