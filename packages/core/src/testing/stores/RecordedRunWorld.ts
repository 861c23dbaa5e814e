import { Context, Effect, Layer } from "effect"
import { ChargeStore, SpotPriceStore } from "../../charges/index.ts"
import { type Gsrn, gsrnOf, type Instant, intervalMs } from "../../market/index.ts"
import { MeteringLedger, Quality } from "../../metering/index.ts"
import { Portfolio } from "../../portfolio/index.ts"
import type { RunId, SettlementPorts } from "../../runs/index.ts"
import { linkOf } from "../linkOf.ts"
import { spotOf } from "../spotOf.ts"
import { feeOf, tariffOf } from "../chargesOf.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import { runWorldCharges } from "./settlementRunCharges.ts"
import { runPeriod, type RunWorld, settlementRunWorld } from "./settlementRunWorld.ts"

/** A world that the stores around it know, and since when. */
export class RecordedRunWorld extends Context.Service<
  RecordedRunWorld,
  {
    readonly world: RunWorld
    /** When all of the world was known and nothing else. */
    readonly asOf: Instant
  }
>()("@datahub-settlement/core/testing/RecordedRunWorld") {
  /** Records a world of so many points in the stores around it. */
  static readonly layer = (points: number, seed = 1): Layer.Layer<RecordedRunWorld, unknown, SettlementPorts> =>
    Layer.effect(this, recordRunWorld(settlementRunWorld(points, seed)))
}

/** Ids of runs in tests: told apart by a number. */
export const runIdOf = (number: number): RunId => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`

/** Records a world in the stores. */
export const recordRunWorld = Effect.fnUntraced(function* (world: RunWorld) {
  yield* (yield* ChargeStore).record(world.charges, "run world")
  const spot = yield* SpotPriceStore
  for (const prices of world.spotPrices) yield* spot.record(prices, "run world")
  yield* (yield* Portfolio).record(world.portfolio)
  const ledger = yield* MeteringLedger
  yield* ledger.append(world.messages)
  return { world, asOf: yield* ledger.knownInstant }
})

/**
 * What can happen after a run: a correction of a day, prices revised from the start of the month, a new tariff and a fee
 * linked, supply that turns out never to have been, another customer, another spot price, and the missing readings.
 */
export const changeRunWorld = Effect.fnUntraced(function* ({ points }: RunWorld) {
  const [first, second, third] = points as [(typeof points)[0], (typeof points)[0], (typeof points)[0]]
  const portfolio = yield* Portfolio
  yield* (yield* MeteringLedger).append([
    { messageId: "run-world-later", series: laterReadings(points.map(({ gsrn }) => gsrn)) }
  ])
  const { grid, system } = runWorldCharges
  const revised = {
    ...grid,
    prices: tariffOf({ code: "NET", prices: [{ valid: ["2025-10-01"], price: "1.5" }] }).prices
  }
  const late = tariffOf({ code: "SENT", prices: "0.25" })
  const lateFee = feeOf({ code: "SENT-G", prices: "65" })
  yield* (yield* ChargeStore).record([revised, late, lateFee], "later")
  yield* portfolio.record({
    links: [linkOf(first.gsrn, late, ["2025-10-03"]), linkOf(second.gsrn, lateFee, ["2025-10-09", "2025-10-10"])],
    removed: {
      links: [{ gsrn: second.gsrn, charge: system.key, from: midnight("2025-10-05"), to: midnight("2025-10-09") }]
    }
  })
  yield* portfolio.annulSupply(third.gsrn, { from: midnight("2025-01-01") })
  const gsrn = gsrnOf("57131700000009999")
  const from = runPeriod.from
  yield* portfolio.record({
    meteringPoints: [{ gsrn, from, type: "E17", gridArea: first.gridArea, priceArea: "DK1" }],
    supply: [{ gsrn, from }]
  })
  const day = dates("2025-10-13", "2025-10-14")
  yield* (yield* SpotPriceStore).record(spotOf({ period: day, resolution: "PT15M", dkkPerKwh: "9.5" }), "later")
})

/** A newer registration of one day, with twice the energy of an ordinary one. */
const laterReadings = (gsrns: ReadonlyArray<Gsrn>) => {
  const { from, to } = dates("2025-10-05", "2025-10-06")
  const intervals = (to - from) / intervalMs.PT1H
  return gsrns.map((gsrn) => ({
    gsrn,
    meteringPointType: "E17",
    unit: "KWH",
    resolution: "PT1H" as const,
    start: from,
    quantitiesWh: new Int32Array(intervals).fill(1200),
    qualities: new Uint8Array(intervals).fill(Quality.measured),
    registeredAt: runPeriod.to,
    messageId: "run-world-later",
    transactionId: `later-${gsrn}`
  }))
}
