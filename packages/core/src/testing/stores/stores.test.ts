import { describe, layer } from "@effect/vitest"
import type { ChargeStore, SpotPriceStore } from "../../charges/index.ts"
import type { MeteringLedger } from "../../metering/index.ts"
import type { Portfolio } from "../../portfolio/index.ts"
import {
  chargeStoreConformance,
  type ConformanceCase,
  memoryStores,
  meteringLedgerConformance,
  portfolioConformance,
  spotPriceStoreConformance
} from "./index.ts"

type Stores = ChargeStore | MeteringLedger | Portfolio | SpotPriceStore

describe("stores in memory", () => {
  const suites: Readonly<Record<string, ReadonlyArray<ConformanceCase<Stores>>>> = {
    "metering ledger": meteringLedgerConformance,
    portfolio: portfolioConformance,
    "charge store": chargeStoreConformance,
    "spot price store": spotPriceStoreConformance
  }
  for (const [port, cases] of Object.entries(suites)) {
    layer(memoryStores)(port, (it) => {
      for (const { name, run } of cases) it.effect(name, () => run)
    })
  }
})
