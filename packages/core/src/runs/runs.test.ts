import { describe, expect, it, layer } from "@effect/vitest"
import { Effect, Layer, Result } from "effect"
import { SpotPriceStore } from "../charges/index.ts"
import { GridArea, gsrnOf, LocalDate, MarketCalendar } from "../market/index.ts"
import { MeteringLedger } from "../metering/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { settle } from "../settlement/index.ts"
import {
  memorySettlementRunStore,
  memoryStores,
  RecordedRunWorld,
  type RunWorldPoint,
  seriesOf,
  settlementRunConformance,
  settlementRunStoreConformance,
  settlementRunWorld,
  spotOf,
  spotProductOf
} from "../testing/index.ts"
import { runSettlement } from "./runSettlement.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"

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

describe("readings of time that is not ours", () => {
  const period = MarketCalendar.monthPeriod(LocalDate.make("2025-03-01"))
  const lost = MarketCalendar.startOfDay(LocalDate.make("2025-03-11"))
  const gsrn = gsrnOf("57131399900000001")

  it.effect("are left out of a run, as when supply was lost back in time", () =>
    Effect.gen(function* () {
      const portfolio = yield* Portfolio
      const { from: _, to: __, ...terms } = spotProductOf({ margin: "0.05" })
      yield* portfolio.record({
        meteringPoints: [{ gsrn, from: period.from, type: "E17", gridArea: GridArea.make("791"), priceArea: "DK2" }],
        supply: [{ gsrn, from: period.from, to: lost }],
        contracts: [{ gsrn, from: period.from, terms }]
      })
      yield* (yield* SpotPriceStore).record(spotOf({ priceArea: "DK2", period, dkkPerKwh: "1.00" }), "test")
      const series = seriesOf({ gsrn, period, kwh: "1.000" })
      yield* (yield* MeteringLedger).append([{ messageId: series.messageId, series: [series] }])
      const runId = "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1"
      const { progress } = yield* runSettlement({ runId, period })
      expect([progress.settled, progress.failed]).toEqual([1, 0])
      const lines = yield* (yield* SettlementRunStore).lines(runId, { gsrn })
      expect(lines.find(({ kind }) => kind === "energy")).toMatchObject({ to: lost, quantityWh: 10 * 24 * 1000 })
    }).pipe(Effect.provide(Layer.mergeAll(memoryStores, memorySettlementRunStore)))
  )
})
