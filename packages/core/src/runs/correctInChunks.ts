import { Effect, Semaphore, Stream } from "effect"
import type { Instant } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import { scatteredInput } from "./chunkInput.ts"
import { correctChunk, type KnownThen } from "./correctChunk.ts"
import type { RunPrices } from "./settleChunk.ts"
import type { CorrectedPoint, PointResult, SettlementRun } from "./SettlementRun.ts"
import { runPrices, type SettlementPorts } from "./settleScope.ts"

/** A chunk of corrections reads everything at least twice. */
const CHUNK_POINTS_MAX = 500

/** Chunks that are read ahead while others are settled and stored. */
const CHUNKS_AHEAD = 2

/** Price lists of so many instants are kept: points of a run were mostly settled last by few runs. */
const INSTANTS_KEPT = 16

/** Results of some points of a correction run, chunk by chunk in GSRN order. */
export const correctInChunks = (
  run: SettlementRun,
  points: ReadonlyArray<CorrectedPoint>,
  chunkPoints: number
): Stream.Stream<ReadonlyArray<PointResult>, StorageError, SettlementPorts> => {
  const kept = new Map<Instant, RunPrices>()
  const turn = Semaphore.makeUnsafe(1)
  const pricesAsOf = (asOf: Instant) =>
    turn.withPermit(
      Effect.gen(function* () {
        const known = kept.get(asOf)
        if (known !== undefined) return known
        const prices = yield* runPrices({ ...run, asOf })
        if (kept.size >= INSTANTS_KEPT) kept.delete(kept.keys().next().value!)
        kept.set(asOf, prices)
        return prices
      })
    )
  const knownAsOf = Effect.fnUntraced(function* (asOf: Instant, some: ReadonlyArray<CorrectedPoint>) {
    const prices = yield* pricesAsOf(asOf)
    const input = yield* scatteredInput(
      { ...run, asOf },
      some.map(({ gsrn }) => gsrn),
      prices
    )
    return { prices, input } satisfies KnownThen
  })
  const readSome = Effect.fnUntraced(function* (some: ReadonlyArray<CorrectedPoint>) {
    const now = yield* knownAsOf(run.asOf, some)
    const before = new Map<Instant, KnownThen>()
    for (const [instant, same] of Map.groupBy(some, ({ settledAsOf }) => settledAsOf)) {
      if (instant !== undefined) before.set(instant, yield* knownAsOf(instant, same))
    }
    return { some, known: { before, now } }
  })
  return Stream.fromIterable(chunksOf(points, Math.min(chunkPoints, CHUNK_POINTS_MAX))).pipe(
    Stream.mapEffect(readSome, { concurrency: CHUNKS_AHEAD }),
    Stream.map(({ known, some }) => correctChunk(some, known, run.period)),
    Stream.buffer({ capacity: 1 })
  )
}

function* chunksOf<A>(all: ReadonlyArray<A>, size: number): Generator<ReadonlyArray<A>> {
  for (let first = 0; first < all.length; first += size) yield all.slice(first, first + size)
}
