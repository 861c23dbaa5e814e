import { describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { correctionRunConformance, memoryExchange, memorySettlementRunStore, memoryStores } from "../testing/index.ts"

describe("correction runs in memory", () => {
  layer(Layer.mergeAll(memoryStores, memoryExchange, memorySettlementRunStore))((it) => {
    for (const { name, run } of correctionRunConformance) it.effect(name, () => Effect.asVoid(run), 600_000)
  })
})
