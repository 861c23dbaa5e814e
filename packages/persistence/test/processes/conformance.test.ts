import { processStoreConformance } from "@datahub-settlement/core/testing"
import { layer } from "@effect/vitest"
import { Layer } from "effect"
import { PgProcessStore } from "../../src/processes/PgProcessStore.ts"
import { migratedDatabase } from "../stores/testStores.ts"

layer(PgProcessStore.pipe(Layer.provide(migratedDatabase)))("processes on PostgreSQL", (it) => {
  for (const { name, run } of processStoreConformance) it.effect(name, () => run)
})
