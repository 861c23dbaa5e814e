import {
  RecordedRunWorld,
  settlementRunConformance,
  settlementRunStoreConformance
} from "@datahub-settlement/core/testing"
import { describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { runStores } from "./runStores.ts"

const patience = { timeout: 600_000 }

describe("settlement runs on PostgreSQL", () => {
  layer(runStores, patience)("run store", (it) => {
    for (const { name, run } of settlementRunStoreConformance) it.effect(name, () => Effect.asVoid(run))
  })

  layer(RecordedRunWorld.layer(30).pipe(Layer.provideMerge(runStores)), patience)("runs", (it) => {
    for (const { name, run } of settlementRunConformance) it.effect(name, () => Effect.asVoid(run), 600_000)
  })
})
