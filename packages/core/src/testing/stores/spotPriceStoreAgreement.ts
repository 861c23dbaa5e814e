import { Effect } from "effect"
import { SpotPriceStore, type SpotStretch } from "../../charges/index.ts"
import { type Instant, intervalMs, type Period, type Resolution } from "../../market/index.ts"
import { MeteringLedger } from "../../metering/index.ts"
import { seededRandom } from "../SeededRandom.ts"
import { expectSame } from "./conformance.ts"
import { midnight } from "./conformanceWorld.ts"

const HOUR = intervalMs.PT1H
const QUARTER = intervalMs.PT15M

/** Spot prices of one day, revised at random, hours and quarters over each other. */
export const spotPriceStoreAgrees = (
  seed: number,
  world: number
): Effect.Effect<void, unknown, SpotPriceStore | MeteringLedger> =>
  Effect.gen(function* () {
    const store = yield* SpotPriceStore
    const ledger = yield* MeteringLedger
    const random = seededRandom(seed)
    const start = midnight("2008-01-01") + world * 48 * HOUR
    const period: Period = { from: start, to: start + 8 * HOUR }
    const quarters = Array.from({ length: 32 }, (_, i) => start + i * QUARTER)
    let model: ReadonlyArray<unknown> = quarters.map(() => null)
    const seen: Array<{ readonly asOf: Instant; readonly model: ReadonlyArray<unknown> }> = []
    for (let step = random.int(2, 8); step > 0; step--) {
      const resolution = random.pick<Resolution>(["PT15M", "PT1H"])
      const per = intervalMs[resolution]
      const first = random.int(0, (8 * HOUR) / per - 1)
      const nano = Float64Array.from({ length: random.int(1, (8 * HOUR) / per - first) }, () =>
        random.chance(0.2) ? Number.NaN : random.int(-2, 2)
      )
      const stretch: SpotStretch = { resolution, start: start + first * per, nanoDkkPerKwh: nano }
      yield* store.record({ priceArea: "DK1", stretches: [stretch] }, `step ${step}`)
      model = quarters.map((at, i) => {
        const price = spotAt(stretch, at)
        return Number.isNaN(price) ? model[i] : price
      })
      if (random.chance(0.5)) seen.push({ asOf: yield* ledger.knownInstant, model })
    }
    for (const { asOf, model: then } of [...seen, { asOf: undefined, model }]) {
      const { stretches } = yield* store.spotPrices({ priceArea: "DK1", period, asOf })
      const actual = quarters.map(
        (at) => stretches.map((stretch) => spotAt(stretch, at)).find((price) => !Number.isNaN(price)) ?? null
      )
      yield* expectSame(`seed ${seed}, spot prices as of ${asOf}`, actual, then)
      const gaps = yield* store.gaps({ priceArea: "DK1", period, asOf })
      const missing = quarters.map((at) => gaps.some((gap) => gap.from <= at && at < gap.to))
      yield* expectSame(
        `seed ${seed}, gaps as of ${asOf}`,
        missing,
        then.map((price) => price === null)
      )
    }
  })

const spotAt = ({ nanoDkkPerKwh, resolution, start }: SpotStretch, at: Instant): number =>
  nanoDkkPerKwh[Math.floor((at - start) / intervalMs[resolution])] ?? Number.NaN
