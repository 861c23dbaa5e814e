import { Effect } from "effect"
import { SpotPriceStore, type SpotPrices } from "../../charges/index.ts"
import { intervalMs, type Period, type PriceArea, type Resolution } from "../../market/index.ts"
import { MeteringLedger } from "../../metering/index.ts"
import { type ConformanceCase, expectFailure, expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"

type Store = SpotPriceStore["Service"]
type Ledger = MeteringLedger["Service"]

const HOUR = intervalMs.PT1H
const QUARTER = intervalMs.PT15M

const cases: Array<ConformanceCase<SpotPriceStore | MeteringLedger>> = []

/** Each case has a time of its own. */
const spotCase = (name: string, test: (store: Store, ledger: Ledger) => Effect.Effect<void, unknown>): void => {
  cases.push({
    name,
    run: Effect.gen(function* () {
      yield* test(yield* SpotPriceStore, yield* MeteringLedger)
    })
  })
}

const pricesOf = (
  start: number,
  resolution: Resolution,
  prices: ReadonlyArray<number>,
  priceArea: PriceArea = "DK1"
): SpotPrices => ({
  priceArea,
  stretches: [{ resolution, start, nanoDkkPerKwh: Float64Array.from(prices) }]
})

const stretchesOf = ({ stretches }: SpotPrices) =>
  stretches.map(({ nanoDkkPerKwh, resolution, start }) => [start, resolution, ...nanoDkkPerKwh])

const hoursFrom = (from: number, hours: number): Period => ({ from, to: from + hours * HOUR })

spotCase("prices come back, hours before the seam and quarters after it", (store) =>
  Effect.gen(function* () {
    const seam = midnight("2025-10-01")
    const prices: SpotPrices = {
      priceArea: "DK1",
      stretches: [
        { resolution: "PT1H", start: seam - 2 * HOUR, nanoDkkPerKwh: Float64Array.of(727_198_034, -5) },
        { resolution: "PT15M", start: seam, nanoDkkPerKwh: Float64Array.of(766_000_000, 0, 1, 2) }
      ]
    }
    yield* expectSame("recorded", yield* store.record(prices, "seam"), { added: 6, revised: 0 })
    const period = { from: seam - 2 * HOUR, to: seam + HOUR }
    yield* expectSame("prices", yield* store.spotPrices({ priceArea: "DK1", period }), prices)
    yield* expectSame("no gaps", yield* store.gaps({ priceArea: "DK1", period }), [])
    const part = yield* store.spotPrices({ priceArea: "DK1", period: { from: seam - HOUR, to: seam + 2 * QUARTER } })
    yield* expectSame("a part", stretchesOf(part), [
      [seam - HOUR, "PT1H", -5],
      [seam, "PT15M", 766_000_000, 0]
    ])
    yield* expectSame("the other area", stretchesOf(yield* store.spotPrices({ priceArea: "DK2", period })), [])
  })
)

spotCase("gaps stay gaps and are listed", (store) =>
  Effect.gen(function* () {
    const from = midnight("2020-02-01")
    yield* store.record(pricesOf(from + HOUR, "PT1H", [1, Number.NaN, 3]), "with a hole")
    const period = hoursFrom(from, 6)
    const found = yield* store.spotPrices({ priceArea: "DK1", period })
    yield* expectSame("prices", stretchesOf(found), [
      [from + HOUR, "PT1H", 1],
      [from + 3 * HOUR, "PT1H", 3]
    ])
    const gaps = [hoursFrom(from, 1), hoursFrom(from + 2 * HOUR, 1), hoursFrom(from + 4 * HOUR, 2)]
    yield* expectSame("gaps", yield* store.gaps({ priceArea: "DK1", period }), gaps)
    yield* expectSame("all is a gap", yield* store.gaps({ priceArea: "DK2", period }), [period])
  })
)

spotCase("the same price again adds nothing, another one is a revision that holds from then on", (store, ledger) =>
  Effect.gen(function* () {
    const from = midnight("2020-03-01")
    const query = { priceArea: "DK1" as const, period: hoursFrom(from, 3) }
    const before = yield* ledger.knownInstant
    yield* store.record(pricesOf(from, "PT1H", [1, 2]), "first")
    const first = yield* ledger.knownInstant
    yield* expectSame("again", yield* store.record(pricesOf(from, "PT1H", [1, 2]), "again"), { added: 0, revised: 0 })
    yield* expectSame("revised", yield* store.record(pricesOf(from, "PT1H", [1, 7, 3]), "newer"), {
      added: 1,
      revised: 1
    })
    const second = yield* ledger.knownInstant
    yield* expectSame("back", yield* store.record(pricesOf(from, "PT1H", [1, 2]), "newest"), { added: 0, revised: 1 })
    yield* expectSame("nothing said", yield* store.record(pricesOf(from, "PT1H", [Number.NaN]), "empty"), {
      added: 0,
      revised: 0
    })
    yield* expectSame("now", stretchesOf(yield* store.spotPrices(query)), [[from, "PT1H", 1, 2, 3]])
    yield* expectSame("then", stretchesOf(yield* store.spotPrices({ ...query, asOf: second })), [
      [from, "PT1H", 1, 7, 3]
    ])
    yield* expectSame("first", stretchesOf(yield* store.spotPrices({ ...query, asOf: first })), [[from, "PT1H", 1, 2]])
    yield* expectSame("gaps first", yield* store.gaps({ ...query, asOf: first }), [hoursFrom(from + 2 * HOUR, 1)])
    yield* expectSame("before", stretchesOf(yield* store.spotPrices({ ...query, asOf: before })), [])
  })
)

spotCase("a quarter revises its part of an hour, an hour all of its quarters", (store) =>
  Effect.gen(function* () {
    const from = midnight("2020-04-01")
    const query = { priceArea: "DK2" as const, period: hoursFrom(from, 2) }
    yield* store.record(pricesOf(from, "PT1H", [10, 20], "DK2"), "hours")
    const recorded = yield* store.record(pricesOf(from + QUARTER, "PT15M", [11], "DK2"), "a quarter")
    yield* expectSame("outcome", recorded, { added: 0, revised: 1 })
    const mixed = [
      [from, "PT15M", 10, 11, 10, 10],
      [from + HOUR, "PT1H", 20]
    ]
    yield* expectSame("quarters", stretchesOf(yield* store.spotPrices(query)), mixed)
    const inHour = { from: from + 2 * QUARTER, to: from + 3 * QUARTER }
    yield* expectSame("within", stretchesOf(yield* store.spotPrices({ ...query, period: inHour })), [
      [from + 2 * QUARTER, "PT15M", 10]
    ])
    yield* store.record(pricesOf(from, "PT1H", [12], "DK2"), "the hour")
    yield* expectSame("hours", stretchesOf(yield* store.spotPrices(query)), [[from, "PT1H", 12, 20]])
    const later = from + 5 * HOUR
    yield* store.record(pricesOf(later, "PT15M", [1], "DK2"), "one quarter is known")
    const hour = yield* store.record(pricesOf(later, "PT1H", [1, 2], "DK2"), "its hour and another")
    yield* expectSame("an hour of which a part is known is revised", hour, { added: 1, revised: 1 })
  })
)

spotCase("prices that contradict each other or are not whole are refused, and none is recorded", (store) =>
  Effect.gen(function* () {
    const from = midnight("2020-05-01")
    const twice: SpotPrices = {
      priceArea: "DK1",
      stretches: [...pricesOf(from, "PT1H", [1]).stretches, ...pricesOf(from + QUARTER, "PT15M", [2]).stretches]
    }
    yield* expectFailure("an hour against its quarter", store.record(twice, "twice"), "ContradictorySpotPrices")
    const fraction = yield* expectFailure(
      "a fraction",
      store.record(pricesOf(from, "PT1H", [1, 0.45]), "DKK"),
      "PricesRefused"
    )
    yield* expectSame(
      "where",
      [fraction.charge, fraction.from, fraction.to],
      ["spot DK1", from + HOUR, from + 2 * HOUR]
    )
    yield* expectFailure("off the hour", store.record(pricesOf(from + 1, "PT1H", [1]), "shifted"), "PricesRefused")
    const found = yield* store.spotPrices({ priceArea: "DK1", period: dates("2020-05-01", "2020-05-02") })
    yield* expectSame("nothing recorded", found.stretches, [])
  })
)

/** What every adapter of {@link SpotPriceStore} must do. */
export const spotPriceStoreConformance: ReadonlyArray<ConformanceCase<SpotPriceStore | MeteringLedger>> = cases
