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
 */
export class ChargeStore extends Context.Service<ChargeStore, {
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
}>()("@datahub-settlement/core/ChargeStore") {}
