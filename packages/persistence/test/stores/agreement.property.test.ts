import type { ChargeStore, MeteringLedger, Portfolio, SpotPriceStore } from "@datahub-settlement/core"
import {
  chargeStoreAgrees,
  meteringLedgerAgrees,
  portfolioAgrees,
  spotPriceStoreAgrees
} from "@datahub-settlement/core/testing"
import { layer } from "@effect/vitest"
import { Effect } from "effect"
import * as fc from "fast-check"
import { testStores } from "./testStores.ts"

const RUNS = 25
type Stores = ChargeStore | MeteringLedger | Portfolio | SpotPriceStore
type Agrees = (seed: number, world: number) => Effect.Effect<void, unknown, Stores>

const histories: Readonly<Record<string, Agrees>> = {
  meteringLedgerAgrees,
  portfolioAgrees,
  chargeStoreAgrees,
  spotPriceStoreAgrees
}
let worlds = 1000

layer(testStores)("stores on PostgreSQL, random histories", (it) => {
  for (const [name, agrees] of Object.entries(histories)) {
    it.effect(name, () =>
      Effect.gen(function* () {
        const run = Effect.runPromiseWith(yield* Effect.context<Stores>())
        // Every history has a world of its own, also the one that is run again because its seed failed.
        const property = fc.asyncProperty(fc.integer(), (seed) => run(agrees(seed, worlds++)))
        yield* Effect.promise(() => fc.assert(property, { numRuns: RUNS }))
      })
    )
  }
})
