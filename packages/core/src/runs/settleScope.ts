import { Effect, Stream } from "effect"
import { ChargeStore, SpotPriceStore } from "../charges/index.ts"
import type { Gsrn, PriceArea } from "../market/index.ts"
import type { MeteringLedger } from "../metering/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import type { StorageError } from "../storage/index.ts"
import { chunkInput, type ChunkOfPoints } from "./chunkInput.ts"
import { type RunPrices, settleChunk } from "./settleChunk.ts"
import type { PointResult, SettlementRun } from "./SettlementRun.ts"

/** Where the settlement of a scope takes what it needs from. */
export type SettlementPorts = Portfolio | MeteringLedger | ChargeStore | SpotPriceStore

/** Chunks whose readings are read ahead while others are settled and stored. */
const CHUNKS_AHEAD = 2

/** A range with more than so many supplied points for each that is wanted is read point by point. */
const SPARSE_FROM = 3

/** Metering points of a run, in GSRN order. */
export const pointsOf = Effect.fnUntraced(function* ({ asOf, gridAreas, period }: SettlementRun) {
  return yield* (yield* Portfolio).pointsInSupply({ period, gridAreas, asOf })
})

/**
 * Results of some points of a run, chunk by chunk in GSRN order: readings of the next chunks are read while one is
 * settled and the caller stores another, and no more than that is in memory.
 */
export const settleInChunks = (
  run: SettlementRun,
  points: ReadonlyArray<Gsrn>,
  chunkPoints: number
): Stream.Stream<ReadonlyArray<PointResult>, StorageError, SettlementPorts> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const prices = yield* runPrices(run)
      const all = run.gridAreas === undefined ? points : yield* pointsOf({ ...run, gridAreas: undefined })
      return Stream.fromIterable(chunksOf(points, chunkPoints, all)).pipe(
        Stream.mapEffect((chunk) => chunkInput(run, chunk, prices), { concurrency: CHUNKS_AHEAD }),
        Stream.map((input) => settleChunk(input, run.period, prices)),
        Stream.buffer({ capacity: 1 })
      )
    })
  )

function* chunksOf(points: ReadonlyArray<Gsrn>, size: number, all: ReadonlyArray<Gsrn>): Generator<ChunkOfPoints> {
  const places = all === points ? undefined : new Map(all.map((gsrn, place) => [gsrn, place]))
  for (let first = 0; first < points.length; first += size) {
    const gsrns = points.slice(first, first + size)
    const between = places === undefined ? gsrns.length : places.get(gsrns.at(-1)!)! - places.get(gsrns[0]!)! + 1
    yield { gsrns, isSparse: between >= gsrns.length * SPARSE_FROM }
  }
}

const PRICE_AREAS: ReadonlyArray<PriceArea> = ["DK1", "DK2"]

/** Charges and spot prices of the period, as they were known; loaded once and shared by all points. */
export const runPrices = Effect.fnUntraced(function* ({ asOf, period }: SettlementRun) {
  const charges = yield* (yield* ChargeStore).charges({ period, asOf })
  const spot = yield* SpotPriceStore
  const spotPrices = yield* Effect.forEach(PRICE_AREAS, (priceArea) =>
    Effect.map(spot.spotPrices({ priceArea, period, asOf }), (prices) => [priceArea, prices] as const)
  )
  return { charges, spotPrices: new Map(spotPrices) } satisfies RunPrices
})
