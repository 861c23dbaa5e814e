import {
  type ChargeStore,
  type CorrectionsDue,
  MeteringLedger,
  type Portfolio,
  type SpotPriceStore,
  type Transactions
} from "@datahub-settlement/core"
import { memoryIntake } from "@datahub-settlement/core/testing"
import { Database, migrate, stores } from "@datahub-settlement/persistence"
import { testDatabase } from "@datahub-settlement/persistence/testing"
import { Effect, Layer } from "effect"

const migratedDatabase = Layer.effectDiscard(migrate()).pipe(
  Layer.provideMerge(Layer.unwrap(Effect.map(testDatabase, ({ url }) => Database.layer({ url }))))
)

type Stores = Layer.Layer<
  ChargeStore | CorrectionsDue | MeteringLedger | Portfolio | SpotPriceStore | Transactions,
  unknown
>

/** The stores that an intake must work on. */
export const storesByName: ReadonlyArray<readonly [name: string, stores: Stores]> = [
  ["in memory", memoryIntake()],
  ["on PostgreSQL", stores.pipe(Layer.provide(migratedDatabase))]
]

/** An instant up to which all is known that was recorded so far. */
export const knownNow = MeteringLedger.use((ledger) => ledger.knownInstant)
