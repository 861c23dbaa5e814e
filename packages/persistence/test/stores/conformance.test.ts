import type { ChargeStore, MeteringLedger, Portfolio, SpotPriceStore } from "@datahub-settlement/core"
import {
  chargeStoreConformance,
  type ConformanceCase,
  meteringLedgerConformance,
  portfolioConformance,
  spotPriceStoreConformance
} from "@datahub-settlement/core/testing"
import { layer } from "@effect/vitest"
import { testStores } from "./testStores.ts"

type Stores = ChargeStore | MeteringLedger | Portfolio | SpotPriceStore

layer(testStores)("stores on PostgreSQL", (it) => {
  const suites: Readonly<Record<string, ReadonlyArray<ConformanceCase<Stores>>>> = {
    "metering ledger": meteringLedgerConformance,
    portfolio: portfolioConformance,
    "charge store": chargeStoreConformance,
    "spot price store": spotPriceStoreConformance
  }
  for (const [port, cases] of Object.entries(suites)) {
    for (const { name, run } of cases) it.effect(`${port}: ${name}`, () => run)
  }
})
