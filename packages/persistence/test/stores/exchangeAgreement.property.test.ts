import { exchangeAnswers, type ExchangePorts, memoryExchange } from "@datahub-settlement/core/testing"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as fc from "fast-check"
import { stores } from "../../src/stores.ts"
import { migratedDatabase } from "./testStores.ts"

const RUNS = 60
let worlds = 1000

layer(stores.pipe(Layer.provide(migratedDatabase)))("exchange on PostgreSQL, random histories", (it) => {
  it.effect(
    "answers as the exchange in memory does",
    () =>
      Effect.gen(function* () {
        const stored = Effect.runPromiseWith(yield* Effect.context<ExchangePorts>())
        const property = fc.asyncProperty(fc.integer(), async (seed) => {
          const world = worlds++
          const answers = await stored(exchangeAnswers(seed, world))
          // A fresh store for every history: nothing of the one before is in it.
          const inMemory = exchangeAnswers(seed, world).pipe(Effect.provide(Layer.fresh(memoryExchange)))
          assert.deepStrictEqual(answers, await Effect.runPromise(inMemory), `seed ${seed}`)
        })
        yield* Effect.promise(() => fc.assert(property, { numRuns: RUNS }))
      }),
    600_000
  )
})
