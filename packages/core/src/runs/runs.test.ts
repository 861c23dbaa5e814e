import { describe, expect, it, layer } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { settle } from "../settlement/index.ts"
import {
  memorySettlementRunStore,
  memoryStores,
  RecordedRunWorld,
  type RunWorldPoint,
  settlementRunConformance,
  settlementRunStoreConformance,
  settlementRunWorld
} from "../testing/index.ts"

describe("settlement runs in memory", () => {
  layer(memorySettlementRunStore)("run store", (it) => {
    for (const { name, run } of settlementRunStoreConformance) it.effect(name, () => Effect.asVoid(run))
  })

  const stores = Layer.mergeAll(memoryStores, memorySettlementRunStore)
  layer(RecordedRunWorld.layer(30).pipe(Layer.provideMerge(stores)))("runs", (it) => {
    for (const { name, run } of settlementRunConformance) it.effect(name, () => Effect.asVoid(run))
  })
})

describe("the world of the run tests", () => {
  const settledAll = (kind: RunWorldPoint["kind"]) =>
    settlementRunWorld(24)
      .points.filter((point) => point.kind === kind)
      .map(({ request }) => ({ request: request!, settlement: Result.getOrThrow(settle(request!)) }))
  const settled = (kind: RunWorldPoint["kind"]) => settledAll(kind)[0]!

  it("has homes that use up the limit of electric heating within the month, also one whose readings begin in August", () => {
    const homes = settledAll("heating")
    expect(homes).toHaveLength(2)
    for (const { request, settlement } of homes) {
      const { limitWh, usedBeforeWh } = request.electricHeating!.allowances[0]!
      expect(usedBeforeWh).toBeLessThan(limitWh)
      expect(usedBeforeWh + settlement.netConsumptionWh).toBeGreaterThan(limitWh)
    }
  })

  it("has solar cells whose surplus begins in the middle of the month", () => {
    const { settlement } = settled("solar")
    const credits = settlement.lines.filter(({ kind }) => kind === "productionCredit")
    expect(settlement.surplusWh).toBeGreaterThan(0)
    expect(new Set(credits.map(({ segment }) => segment.from))).toEqual(new Set([Date.UTC(2025, 9, 15, 22)]))
  })

  it("has a month of 745 hours, in quarters too, and supply that begins within it", () => {
    expect(settled("hourly").settlement.readings[0]).toMatchObject({ intervals: 745 })
    expect(settled("quarterly").settlement.readings[0]).toMatchObject({ intervals: 2980 })
    expect(settled("newcomer").settlement.readings[0]).toMatchObject({ intervals: 20 * 24 + 1 })
    expect(settled("child").settlement.readings).toHaveLength(2)
  })
})
