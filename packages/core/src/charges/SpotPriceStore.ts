import { Context, type Effect } from "effect"
import type { Instant, Period, PriceArea } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { PricesRefused } from "./PricesRefused.ts"
import type { SpotPrices } from "./SpotPrices.ts"
import type { ContradictorySpotPrices } from "./spotPricesOf.ts"

/** Which spot prices a query is about. */
export interface SpotQuery {
  readonly priceArea: PriceArea
  readonly period: Period
  /** Only what was known at that instant; without it all that is known. */
  readonly asOf?: Instant | undefined
}

/** What recording spot prices did; both are 0 when they were known already. */
export interface SpotRecorded {
  /** Intervals whose price was not known. */
  readonly added: number
  /** Intervals whose price was another, or came in another resolution. */
  readonly revised: number
}

/**
 * Spot prices with every revision of them.
 *
 * @example
 * import { Effect } from "effect"
 * import { LocalDate, MarketCalendar, SpotPriceStore } from "@datahub-settlement/core"
 * import { memoryStores, spotOf } from "@datahub-settlement/core/testing"
 *
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))
 * const program = Effect.gen(function* () {
 *   const store = yield* SpotPriceStore
 *   const recorded = yield* store.record(spotOf({ period: day, resolution: "PT15M", dkkPerKwh: "0.45" }), "Energi Data Service")
 *   const gaps = yield* store.gaps({ priceArea: "DK1", period: { from: day.from, to: day.to + 3_600_000 } })
 *   return [recorded.added, gaps.length]
 * })
 * Effect.runSync(program.pipe(Effect.provide(memoryStores))) // => [100, 1]
 */
export class SpotPriceStore extends Context.Service<
  SpotPriceStore,
  {
    /**
     * Records prices, all or none. A price that is known already adds nothing; another one is a revision, and holds from
     * now on. `NaN` says nothing and changes nothing. `source` is the document that they come from.
     */
    readonly record: (
      prices: SpotPrices,
      source: string
    ) => Effect.Effect<SpotRecorded, ContradictorySpotPrices | PricesRefused | StorageError>
    /**
     * Prices of the intervals that meet a period. A new stretch begins where the resolution changes and after a gap, which
     * has no stretch. Where quarters revise a part of an hour, the hour comes as quarters.
     */
    readonly spotPrices: (query: SpotQuery) => Effect.Effect<SpotPrices, StorageError>
    /** Time of a period for which no price is known, in time order. */
    readonly gaps: (query: SpotQuery) => Effect.Effect<ReadonlyArray<Period>, StorageError>
  }
>()("@datahub-settlement/core/SpotPriceStore") {}
