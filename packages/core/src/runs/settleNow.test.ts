import { assert, describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { memoryExchange, memorySettlementRunStore, memoryStores } from "../testing/index.ts"
import { addPoint, billMonths, correctionWorld, month, tellReadings } from "../testing/stores/correctionRunWorld.ts"
import { billedOf } from "./billedOf.ts"
import { settleNow } from "./settleNow.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"

const january = month(1)

describe("settling a metering point now", () => {
  layer(Layer.mergeAll(memoryStores, memoryExchange, memorySettlementRunStore))((it) => {
    it.effect("says what a bill of today would, and stores nothing", () =>
      Effect.gen(function* () {
        const world = correctionWorld(1)
        const gsrn = world.gsrn(1)
        yield* addPoint(world, 1, "plain")
        yield* tellReadings(world, { gsrn, period: january, kwh: "0.500" })
        yield* billMonths(world, january)
        const first = yield* billedOf(gsrn, january)
        assert.strictEqual((yield* settleNow(gsrn, january))?.totalOere, first.totalOere)

        yield* tellReadings(world, { gsrn, period: january, kwh: "0.700" })
        const now = (yield* settleNow(gsrn, january))!
        assert.strictEqual(now.consumptionWh, 744 * 700)
        assert.isAbove(now.totalOere, first.totalOere)
        assert.deepStrictEqual(yield* billedOf(gsrn, january), first)
        assert.lengthOf(yield* SettlementRunStore.use((store) => store.list(10)), 1)
      })
    )

    it.effect("takes any whole days: parts of a month have their part of it", () =>
      Effect.gen(function* () {
        const world = correctionWorld(2)
        const gsrn = world.gsrn(1)
        yield* addPoint(world, 1, "plain")
        yield* tellReadings(world, { gsrn, period: january, kwh: "0.500" })
        const middle = january.from + 16 * 24 * 3_600_000
        const parts = [
          { from: january.from, to: middle },
          { from: middle, to: january.to }
        ]
        const settled = yield* Effect.forEach(parts, (part) => settleNow(gsrn, part))
        const exact = (lines: ReadonlyArray<{ readonly exact: bigint }> = []) =>
          lines.reduce((sum, line) => sum + line.exact, 0n)
        const whole = yield* settleNow(gsrn, january)
        const difference = settled.reduce((sum, one) => sum + exact(one?.lines), 0n) - exact(whole?.lines)
        // A monthly price shared out by days is rounded to an exact unit in each part.
        assert.isAtMost(Number(difference < 0n ? -difference : difference), 2)
      })
    )

    it.effect("gives nothing outside our supply, and every reason where it cannot settle", () =>
      Effect.gen(function* () {
        const world = correctionWorld(3)
        const gsrn = world.gsrn(1)
        assert.isUndefined(yield* settleNow(gsrn, january))
        yield* addPoint(world, 1, "plain")
        const refused = yield* Effect.flip(settleNow(gsrn, january))
        assert.deepInclude(refused, { _tag: "SettlementRefused", gsrn })
      })
    )
  })
})
