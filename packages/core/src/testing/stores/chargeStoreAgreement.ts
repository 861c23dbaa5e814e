import { Effect } from "effect"
import { type Charge, chargeKeyText, ChargeStore, type TariffPrice } from "../../charges/index.ts"
import { covers, type Instant, intervalMs, type Period } from "../../market/index.ts"
import { MeteringLedger } from "../../metering/index.ts"
import { tariffOf } from "../chargesOf.ts"
import { seededRandom, type SeededRandom } from "../SeededRandom.ts"
import { expectSame } from "./conformance.ts"
import { dayAt, days, DAYS, randomValidity } from "./randomDays.ts"

const HOUR = intervalMs.PT1H

const randomPrice = (random: SeededRandom, from: Instant): TariffPrice => {
  const price = (): number => (random.chance(0.1) ? Number.NaN : random.int(0, 3))
  const kind = random.pick(["flat", "byLocalHour", "series"])
  if (kind === "flat") return { kind, nanoDkkPerKwh: price() }
  if (kind === "byLocalHour") return { kind, nanoDkkPerKwh: Float64Array.from({ length: 24 }, price) }
  return {
    kind: "series",
    resolution: "PT1H",
    start: from,
    nanoDkkPerKwh: Float64Array.from({ length: random.int(1, 100) }, price)
  }
}

/** The price of the first hour of each day, and of noon: enough to see a version out of place. */
const priceAt = (price: TariffPrice, at: Instant): number => {
  if (price.kind === "flat") return price.nanoDkkPerKwh
  if (price.kind === "series") return price.nanoDkkPerKwh[(at - price.start) / HOUR] ?? Number.NaN
  // Midnight UTC + 1 or 2 is not asked for: days begin at local midnight, and noon is twelve hours later.
  return price.nanoDkkPerKwh[days.includes(at) ? 0 : 12]!
}

const instants: ReadonlyArray<Instant> = days.flatMap((day) => [day, day + (day === dayAt(12) ? 13 : 12) * HOUR])

const pricesAt = (charge: Charge | undefined): ReadonlyArray<unknown> =>
  instants.map((at) => {
    const holding = charge?.kind === "tariff" ? charge.prices.filter((version) => covers(version, at)) : []
    return holding.length > 1 ? "two versions" : holding[0] === undefined ? null : priceAt(holding[0].price, at)
  })

/** Prices of one tariff, recorded again and again at random. */
export const chargeStoreAgrees = (
  seed: number,
  world: number
): Effect.Effect<void, unknown, ChargeStore | MeteringLedger> =>
  Effect.gen(function* () {
    const store = yield* ChargeStore
    const ledger = yield* MeteringLedger
    const random = seededRandom(seed)
    const tariff = tariffOf({ code: `AGREE-${world}`, prices: "0" })
    let model: ReadonlyArray<unknown> = pricesAt(undefined)
    const seen: Array<{ readonly asOf: Instant; readonly model: ReadonlyArray<unknown> }> = []
    for (let step = random.int(2, 8); step > 0; step--) {
      const version = randomValidity(random)
      const price = randomPrice(random, version.from)
      yield* store.record([{ ...tariff, prices: [{ ...version, price }] }], `step ${step}`)
      model = instants.map((at, i) => (covers(version, at) ? priceAt(price, at) : model[i]))
      if (random.chance(0.5)) seen.push({ asOf: yield* ledger.knownInstant, model })
    }
    const period: Period = { from: dayAt(0), to: dayAt(DAYS - 1) + 48 * HOUR }
    for (const { asOf, model: then } of [...seen, { asOf: undefined, model }]) {
      const [charge] = yield* store.charges({ keys: [tariff.key], period, asOf })
      yield* expectSame(`seed ${seed}, ${chargeKeyText(tariff.key)} as of ${asOf}`, pricesAt(charge), then)
    }
  })
