import { Layer } from "effect"
import type { ChargeStore, SpotPriceStore } from "../../charges/index.ts"
import type { MeteringLedger } from "../../metering/index.ts"
import type { Portfolio } from "../../portfolio/index.ts"
import { memoryChargeStore } from "./memoryChargeStore.ts"
import { MemoryKnowledge } from "./MemoryKnowledge.ts"
import { memoryMeteringLedger } from "./memoryMeteringLedger.ts"
import { memoryPortfolio } from "./memoryPortfolio.ts"
import { memorySpotPriceStore } from "./memorySpotPriceStore.ts"

/**
 * Readings, portfolio, charges and spot prices in memory, empty, with one clock for all: an instant that the ledger
 * gives as known is good for every one of them.
 *
 * @example
 * import { Effect } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, MeteringLedger } from "@datahub-settlement/core"
 * import { memoryStores, seriesOf } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))
 * const stored = Effect.gen(function* () {
 *   const ledger = yield* MeteringLedger
 *   yield* ledger.append([{ messageId: "m-1", series: [seriesOf({ gsrn, period: day, kwh: "0.300" })] }])
 *   const [total] = yield* ledger.consumption(gsrn, day, "day")
 *   return total?.wh
 * })
 * Effect.runSync(stored.pipe(Effect.provide(memoryStores))) // => 7500
 */
export const memoryStores: Layer.Layer<MeteringLedger | Portfolio | ChargeStore | SpotPriceStore> = Layer.mergeAll(
  memoryMeteringLedger,
  memoryPortfolio,
  memoryChargeStore,
  memorySpotPriceStore
).pipe(Layer.provide(MemoryKnowledge.layer))
