import { Context, type Effect } from "effect"
import type { Instant, Period } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { Charge } from "./Charge.ts"
import type { ChargeKey } from "./ChargeKey.ts"
import type { PricesRefused } from "./PricesRefused.ts"

/** Which charges a query is about. */
export interface ChargesQuery {
  /** Only these; without it all. */
  readonly keys?: ReadonlyArray<ChargeKey> | undefined
  readonly period: Period
  /** Only what was known at that instant; without it all that is known. */
  readonly asOf?: Instant | undefined
}

/** What recording charges did; all are 0 when they were known already. */
export interface ChargesRecorded {
  /** Charges that are new, or whose name, VAT class or flags changed. */
  readonly charges: number
  /** Price versions added, what is left of older ones included. */
  readonly added: number
  /** Price versions that no longer hold. */
  readonly superseded: number
}

/**
 * Charges with their prices, as price lists and RSM-034 gave them one after another, and as they were believed at any
 * earlier instant.
 *
 * @example
 * import { Effect } from "effect"
 * import { ChargeStore, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 * import { memoryStores, subscriptionOf } from "@datahub-settlement/core/testing"
 *
 * const program = Effect.gen(function* () {
 *   const store = yield* ChargeStore
 *   const list = subscriptionOf({ code: "41004", prices: [{ valid: ["2025-01-01"], price: "15.00" }] })
 *   yield* store.record([list], "price list 2025")
 *   const raised = subscriptionOf({ code: "41004", prices: [{ valid: ["2026-01-01"], price: "15.60" }] })
 *   yield* store.record([raised], "price list 2026")
 *   const period = MarketCalendar.datePeriod(LocalDate.make("2025-12-01"), LocalDate.make("2026-02-01"))
 *   const [charge] = yield* store.charges({ keys: [list.key], period })
 *   return charge?.prices.map(({ price, source }) => `${source}: ${price}`)
 * })
 * Effect.runSync(program.pipe(Effect.provide(memoryStores))) // => ["price list 2025: 15000000000", "price list 2026: 15600000000"]
 */
export class ChargeStore extends Context.Service<
  ChargeStore,
  {
    /**
     * Records charges, all or none. A charge replaces prices in exactly the time that its versions name (BRS-031); a
     * version that says what is known already changes nothing. Name, VAT class and flags hold for all times and are those
     * recorded last. `source` is where versions come from that do not say it themselves: a message id, a file.
     */
    readonly record: (
      charges: ReadonlyArray<Charge>,
      source: string
    ) => Effect.Effect<ChargesRecorded, PricesRefused | StorageError>
    /** Known charges, by owner, type and code, each with the versions that meet the period, in time order; maybe none. */
    readonly charges: (query: ChargesQuery) => Effect.Effect<ReadonlyArray<Charge>, StorageError>
  }
>()("@datahub-settlement/core/ChargeStore") {}
