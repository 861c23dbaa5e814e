import { it } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import type { ChargeStore, SpotPriceStore } from "../../charges/index.ts"
import type { MeteringLedger } from "../../metering/index.ts"
import type { Portfolio } from "../../portfolio/index.ts"
import {
  chargeStoreAgrees,
  memoryStores,
  meteringLedgerAgrees,
  portfolioAgrees,
  spotPriceStoreAgrees
} from "./index.ts"

type Stores = ChargeStore | MeteringLedger | Portfolio | SpotPriceStore
type Agrees = (seed: number, world: number) => Effect.Effect<void, unknown, Stores>

const histories: Readonly<Record<string, Agrees>> = {
  meteringLedgerAgrees,
  portfolioAgrees,
  chargeStoreAgrees,
  spotPriceStoreAgrees
}

// Each history has a store of its own, so that a seed that failed can be run again as it is.
for (const [name, agrees] of Object.entries(histories)) {
  it(`stores in memory: ${name} for random histories`, () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), (seed) => Effect.runPromise(agrees(seed, 1).pipe(Effect.provide(memoryStores)))),
      { numRuns: 300 }
    ))
}
