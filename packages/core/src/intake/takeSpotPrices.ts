import { Effect } from "effect"
import { type SpotPrices, SpotPriceStore } from "../charges/index.ts"
import { Transactions } from "../exchange/index.ts"
import { intervalMs, type Period } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { CorrectionsDue } from "../runs/index.ts"
import { changedSpotTime } from "./changedSpotTime.ts"
import { newsFrom } from "./newsFrom.ts"
import { noteCorrections } from "./noteCorrections.ts"

/**
 * Records spot prices. Prices of settled time that are revised, or had been missing, are noted for correction at every
 * point of the price area that we supplied then, in the same transaction.
 *
 * @example
 * import { Effect } from "effect"
 * import { LocalDate, MarketCalendar, takeSpotPrices } from "@datahub-settlement/core"
 * import { memoryIntake, spotOf } from "@datahub-settlement/core/testing"
 *
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-25"))
 * const taken = takeSpotPrices(spotOf({ period: day, dkkPerKwh: "0.45" }), "a file")
 * await Effect.runPromise(Effect.provide(taken, memoryIntake())) // => { added: 24, revised: 0 }
 */
export const takeSpotPrices = Effect.fn("takeSpotPrices")(function* (prices: SpotPrices, source: string) {
  const { atomically } = yield* Transactions
  return yield* atomically(recordAndNote(prices, source))
})

const recordAndNote = Effect.fnUntraced(function* (prices: SpotPrices, source: string) {
  const store = yield* SpotPriceStore
  const settledUntil = yield* (yield* CorrectionsDue).settledUntil
  const told = timeOf(prices)
  if (told === undefined || settledUntil === undefined || told.from >= settledUntil) {
    return yield* store.record(prices, source)
  }
  const query = { priceArea: prices.priceArea, period: { from: told.from, to: Math.min(told.to, settledUntil) } }
  const before = yield* store.spotPrices(query)
  const recorded = yield* store.record(prices, source)
  const changed = changedSpotTime(before, yield* store.spotPrices(query))
  if (changed === undefined) return recorded
  const gsrns = yield* (yield* Portfolio).pointsInSupply({ period: changed, priceArea: prices.priceArea })
  const touched = gsrns.map((gsrn) => ({ gsrn, ...changed }))
  yield* noteCorrections("spotPrices", touched, yield* newsFrom(source))
  return recorded
})

const timeOf = ({ stretches }: SpotPrices): Period | undefined =>
  stretches.length === 0
    ? undefined
    : {
        from: stretches.reduce((first, { start }) => Math.min(first, start), Number.POSITIVE_INFINITY),
        to: stretches.reduce(
          (end, { nanoDkkPerKwh, resolution, start }) =>
            Math.max(end, start + nanoDkkPerKwh.length * intervalMs[resolution]),
          Number.NEGATIVE_INFINITY
        )
      }
