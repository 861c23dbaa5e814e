import type {
  ChargeStore,
  MeteringLedger,
  Portfolio,
  SettlementRunStore,
  SpotPriceStore
} from "@datahub-settlement/core"
import { Layer } from "effect"
import type { Database } from "./database/Database.ts"
import { PgChargeStore } from "./market/PgChargeStore.ts"
import { PgSpotPriceStore } from "./market/PgSpotPriceStore.ts"
import { PgMeteringLedger } from "./metering/PgMeteringLedger.ts"
import { PgPortfolio } from "./portfolio/PgPortfolio.ts"
import { PgSettlementRunStore } from "./runs/PgSettlementRunStore.ts"

/** Every port of core on one database. */
export const stores: Layer.Layer<
  ChargeStore | MeteringLedger | Portfolio | SettlementRunStore | SpotPriceStore,
  never,
  Database
> = Layer.mergeAll(PgChargeStore, PgMeteringLedger, PgPortfolio, PgSettlementRunStore, PgSpotPriceStore)
