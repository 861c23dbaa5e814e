import type {
  AcontoPlans,
  ChargeStore,
  CorrectionsDue,
  DeadLetters,
  Inbox,
  MeteringLedger,
  Outbox,
  ParkedParts,
  Portfolio,
  ProcessStore,
  SettlementRunStore,
  SpotPriceStore,
  Statements,
  Transactions
} from "@datahub-settlement/core"
import { Layer } from "effect"
import type { Database } from "./database/Database.ts"
import { PgAcontoPlans } from "./billing/PgAcontoPlans.ts"
import { PgCorrectionsDue } from "./exchange/PgCorrectionsDue.ts"
import { PgDeadLetters } from "./exchange/PgDeadLetters.ts"
import { PgInbox } from "./exchange/PgInbox.ts"
import { PgOutbox } from "./exchange/PgOutbox.ts"
import { PgParkedParts } from "./exchange/PgParkedParts.ts"
import { PgStatements } from "./exchange/PgStatements.ts"
import { PgTransactions } from "./exchange/PgTransactions.ts"
import { PgChargeStore } from "./market/PgChargeStore.ts"
import { PgSpotPriceStore } from "./market/PgSpotPriceStore.ts"
import { PgMeteringLedger } from "./metering/PgMeteringLedger.ts"
import { PgPortfolio } from "./portfolio/PgPortfolio.ts"
import { PgProcessStore } from "./processes/PgProcessStore.ts"
import { PgSettlementRunStore } from "./runs/PgSettlementRunStore.ts"

/** What comes from DataHub and goes there, on one database. */
const exchange = Layer.mergeAll(
  PgCorrectionsDue,
  PgDeadLetters,
  PgInbox,
  PgOutbox,
  PgParkedParts,
  PgStatements,
  PgTransactions
)

/** Every port of core on one database. */
export const stores: Layer.Layer<
  | AcontoPlans
  | ChargeStore
  | CorrectionsDue
  | DeadLetters
  | Inbox
  | MeteringLedger
  | Outbox
  | ParkedParts
  | Portfolio
  | ProcessStore
  | SettlementRunStore
  | SpotPriceStore
  | Statements
  | Transactions,
  never,
  Database
> = Layer.mergeAll(
  exchange,
  PgAcontoPlans,
  PgChargeStore,
  PgMeteringLedger,
  PgPortfolio,
  PgProcessStore,
  PgSettlementRunStore,
  PgSpotPriceStore
)
