import { memoryProcessStore, processStoreConformance } from "@datahub-settlement/core/testing"
import { layer } from "@effect/vitest"

layer(memoryProcessStore)("processes in memory", (it) => {
  for (const { name, run } of processStoreConformance) it.effect(name, () => run)
})
