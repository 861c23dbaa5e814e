import { correctionRunConformance } from "@datahub-settlement/core/testing"
import { describe, layer } from "@effect/vitest"
import { Effect } from "effect"
import { runStores } from "./runStores.ts"

describe("correction runs on PostgreSQL", () => {
  layer(runStores, { timeout: 600_000 })((it) => {
    for (const { name, run } of correctionRunConformance) it.effect(name, () => Effect.asVoid(run), 600_000)
  })
})
