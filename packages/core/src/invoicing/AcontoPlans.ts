import { Context, type Effect } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { AcontoPlan, AcontoPlanChanges, AcontoPlanRefused } from "./AcontoPlan.ts"
import type { AcontoShare } from "./ReckonedShare.ts"

/** What is known of prepayment for a metering point. */
export interface AcontoOfPoint {
  /** As agreed now, in time order, parts of one agreement made one. */
  readonly plans: ReadonlyArray<AcontoPlan>
  /** The newest of each period and interval, in time order. */
  readonly shares: ReadonlyArray<AcontoShare>
}

/** What recording plans did; both are 0 when all was known already. */
export interface PlanOutcome {
  readonly added: number
  readonly superseded: number
}

/**
 * What customers pay in advance: what is agreed, version by version, and what of it falls on the time that we supply, as it
 * was reckoned each time. Nothing is overwritten: a newer plan supersedes what it overlaps, and a newer share the one before
 * of its period.
 *
 * @example
 * import { Effect } from "effect"
 * import { AcontoPlans, gsrnOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 * import { memoryExchange } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const from = MarketCalendar.startOfDay(LocalDate.make("2025-01-01"))
 * const program = Effect.gen(function* () {
 *   const store = yield* AcontoPlans
 *   const plan = { gsrn, from, agreedFrom: from, interval: "quarter", amountOere: 270_000 } as const
 *   yield* store.record({ plans: [plan] })
 *   const again = yield* store.record({ plans: [plan] })
 *   return again.added
 * })
 * Effect.runSync(Effect.provide(program, memoryExchange)) // => 0
 */
export class AcontoPlans extends Context.Service<
  AcontoPlans,
  {
    /** Records plans, all or none. What is known already changes nothing. */
    readonly record: (changes: AcontoPlanChanges) => Effect.Effect<PlanOutcome, AcontoPlanRefused | StorageError>
    /** What is known of some metering points; those with neither a plan nor a share are left out. */
    readonly of: (gsrns: ReadonlyArray<Gsrn>) => Effect.Effect<ReadonlyMap<Gsrn, AcontoOfPoint>, StorageError>
    /** Every plan that was ever agreed for some metering points, also what holds no longer, in the order of recording. */
    readonly agreed: (gsrns: ReadonlyArray<Gsrn>) => Effect.Effect<ReadonlyArray<AcontoPlan>, StorageError>
    /** Adds shares. Of one period and interval of a point the one that was added last holds. */
    readonly keep: (shares: ReadonlyArray<AcontoShare>) => Effect.Effect<void, StorageError>
    /** Every share of a metering point that was ever reckoned, as they were added. */
    readonly history: (gsrn: Gsrn) => Effect.Effect<ReadonlyArray<AcontoShare>, StorageError>
    /**
     * Metering points with a plan that has begun by an instant, and of whose period then (of a plan that has ended: its
     * last) no share is kept; in GSRN order.
     */
    readonly unreckoned: (until: Instant, limit: number) => Effect.Effect<ReadonlyArray<Gsrn>, StorageError>
    /** Waits until nobody else records plans, supply or contracts, and keeps them waiting until the transaction around it ends. */
    readonly turn: Effect.Effect<void, StorageError>
  }
>()("@datahub-settlement/core/AcontoPlans") {}
