import { Layer } from "effect"
import type { ChargeStore, SpotPriceStore } from "../../charges/index.ts"
import type {
  DeadLetters,
  Inbox,
  Outbox,
  OutgoingIds,
  ParkedParts,
  Statements,
  Transactions
} from "../../exchange/index.ts"
import { IntakeSettings } from "../../intake/index.ts"
import type { AcontoPlans } from "../../invoicing/index.ts"
import { Gln, priceAreaOfGridArea } from "../../market/index.ts"
import type { MeteringLedger } from "../../metering/index.ts"
import type { Portfolio } from "../../portfolio/index.ts"
import type { ProcessStore } from "../../processes/index.ts"
import type { CorrectionsDue } from "../../runs/index.ts"
import { memoryExchange } from "./memoryExchange.ts"
import { memoryStores } from "./memoryStores.ts"

/**
 * All that handling messages needs, in memory and empty. Without settings we are the supplier 5790009990017, and price
 * areas are the published ones.
 */
export const memoryIntake = (
  settings: Partial<IntakeSettings["Service"]> = {}
): Layer.Layer<
  | AcontoPlans
  | ChargeStore
  | CorrectionsDue
  | DeadLetters
  | Inbox
  | IntakeSettings
  | MeteringLedger
  | Outbox
  | OutgoingIds
  | ParkedParts
  | Portfolio
  | ProcessStore
  | SpotPriceStore
  | Statements
  | Transactions
> =>
  Layer.mergeAll(
    Layer.fresh(memoryStores),
    Layer.fresh(memoryExchange),
    Layer.succeed(IntakeSettings, {
      gln: Gln.make("5790009990017"),
      priceAreaOf: priceAreaOfGridArea,
      keepsReadings: false,
      ...settings
    })
  )
