import { Context, type Effect, type Option } from "effect"
import type { ChargeKey } from "../charges/index.ts"
import type { Gsrn, Instant, Period, Validity } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import type { LocatedPoint, Place } from "./LocatedPoint.ts"
import type { PortfolioChanges, RecordOutcome } from "./PortfolioChanges.ts"
import type { PortfolioProblem } from "./PortfolioProblem.ts"
import type { PointsQuery, PortfolioPoint, SettledWith, SuppliedPoint, SupplyQuery } from "./SuppliedPoint.ts"

/**
 * What we supply: metering points with their master data, supply periods, contracts and charge links. Every version has
 * a validity and a time since when it is believed; a newer version supersedes what it overlaps, and what was believed
 * before can still be asked for by `asOf`, an instant that `MeteringLedger.knownInstant` gave.
 *
 * @example
 * import { Effect } from "effect"
 * import { GridArea, gsrnOf, LocalDate, MarketCalendar, Portfolio } from "@datahub-settlement/core"
 * import { memoryStores } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const from = MarketCalendar.startOfDay(LocalDate.make("2025-01-01"))
 * const program = Effect.gen(function* () {
 *   const portfolio = yield* Portfolio
 *   yield* portfolio.record({
 *     meteringPoints: [{ gsrn, from, type: "E17", gridArea: GridArea.make("791"), priceArea: "DK2" }],
 *     supply: [{ gsrn, from }]
 *   })
 *   const period = MarketCalendar.monthPeriod(LocalDate.make("2025-03-01"))
 *   return yield* portfolio.pointsInSupply({ period, gridAreas: [GridArea.make("791")] })
 * })
 * Effect.runSync(program.pipe(Effect.provide(memoryStores))) // => ["571313999000000010"]
 */
export class Portfolio extends Context.Service<
  Portfolio,
  {
    /** Records changes, all or none. Versions that say what is known already change nothing. */
    readonly record: (changes: PortfolioChanges) => Effect.Effect<RecordOutcome, PortfolioProblem | StorageError>
    /** Takes back supply in a validity; supply before and after it stays. Without any there, nothing changes. */
    readonly annulSupply: (
      gsrn: Gsrn,
      validity: Validity
    ) => Effect.Effect<RecordOutcome, PortfolioProblem | StorageError>
    /** The metering points that we supply in some part of a period, in GSRN order. */
    readonly pointsInSupply: (query: SupplyQuery) => Effect.Effect<ReadonlyArray<Gsrn>, StorageError>
    /** Those of them in a range, with what their settlement takes, in GSRN order: one consistent view. */
    readonly points: (query: PointsQuery) => Effect.Effect<ReadonlyArray<SuppliedPoint>, StorageError>
    /**
     * Those whose settlement rests on one of these GSRNs: the points that they are or were a child or the production of, as
     * far as anyone has ever believed, and the points themselves. In GSRN order.
     */
    readonly settledWith: (gsrns: ReadonlyArray<Gsrn>) => Effect.Effect<ReadonlyArray<SettledWith>, StorageError>
    /**
     * The metering points that a charge is linked to in some part of a period, and those whose contract in that period names
     * it as the reduced tax of electric heating; in GSRN order.
     */
    readonly linkedPoints: (charge: ChargeKey, period: Period) => Effect.Effect<ReadonlyArray<Gsrn>, StorageError>
    /** Those of some GSRNs of which any version of a metering point is believed now. */
    readonly known: (gsrns: ReadonlyArray<Gsrn>) => Effect.Effect<ReadonlySet<Gsrn>, StorageError>
    /**
     * Where consumption points (E17) are that belong to no other, as far as it is believed now and whoever supplies them: those
     * of an address of the register of addresses, else those of a postal code. In GSRN order.
     */
    readonly located: (place: Place) => Effect.Effect<ReadonlyArray<LocatedPoint>, StorageError>
    /** All versions of some metering points, thousands at once; those of which nothing is known are left out. */
    readonly versions: (
      gsrns: ReadonlyArray<Gsrn>,
      asOf?: Instant
    ) => Effect.Effect<ReadonlyMap<Gsrn, PortfolioPoint>, StorageError>
    /** All versions of one metering point; none when nothing is known of it. */
    readonly point: (gsrn: Gsrn, asOf?: Instant) => Effect.Effect<Option.Option<PortfolioPoint>, StorageError>
  }
>()("@datahub-settlement/core/Portfolio") {}
