import { Effect, Layer } from "effect"
import { Database } from "../../src/database/Database.ts"
import { migrate } from "../../src/database/migrate.ts"
import { PgChargeStore } from "../../src/market/PgChargeStore.ts"
import { PgSpotPriceStore } from "../../src/market/PgSpotPriceStore.ts"
import { PgMeteringLedger } from "../../src/metering/PgMeteringLedger.ts"
import { PgPortfolio } from "../../src/portfolio/PgPortfolio.ts"
import { testDatabase } from "../../src/server/testing/index.ts"

/** A fresh database with our schema. */
export const migratedDatabase = Layer.effectDiscard(migrate()).pipe(
  Layer.provideMerge(Layer.unwrap(Effect.map(testDatabase, ({ url }) => Database.layer({ url }))))
)

/** All stores on a fresh database, and the database itself. */
export const testStores = Layer.mergeAll(PgMeteringLedger, PgPortfolio, PgChargeStore, PgSpotPriceStore).pipe(
  Layer.provideMerge(migratedDatabase)
)
