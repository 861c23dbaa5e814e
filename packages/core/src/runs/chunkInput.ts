import { Effect } from "effect"
import type { Gsrn } from "../market/index.ts"
import { MeteringLedger } from "../metering/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { heatingOf } from "./heatingOf.ts"
import { type ChunkInput, otherPointsOf, type RunPrices } from "./settleChunk.ts"
import type { SettlementRun } from "./SettlementRun.ts"

/** What decides how a chunk's readings are read. */
export interface ChunkOfPoints {
  readonly gsrns: ReadonlyArray<Gsrn>
  /** Whether many points of other scopes lie between them, so that to read the whole range would read far too much. */
  readonly isSparse: boolean
}

/** What a chunk is settled from: master data of its points, their readings and those of their child points. */
export const chunkInput = Effect.fnUntraced(function* (
  run: SettlementRun,
  chunk: ChunkOfPoints,
  { charges }: RunPrices
) {
  const { asOf, gridAreas, period } = run
  const { gsrns } = chunk
  const range = { from: gsrns[0]!, to: gsrns.at(-1)! }
  const [points, readings] = yield* Effect.all(
    [(yield* Portfolio).points({ ...range, period, gridAreas, asOf }), chunkReadings(run, chunk)],
    { concurrency: 2 }
  )
  // The portfolio gives the same answer as of the same instant: a point that is gone would be lost without a word.
  if (points.length !== gsrns.length || points.some(({ gsrn }, i) => gsrn !== gsrns[i])) {
    return yield* Effect.die(
      new Error(
        `The portfolio has ${points.length} of the points ${range.from} to ${range.to}, ${gsrns.length} are to be settled`
      )
    )
  }
  yield* addReadings(readings, points.flatMap(otherPointsOf), run)
  const heating = yield* heatingOf(points, period, asOf, charges)
  return { points, readings, heating } satisfies ChunkInput
})

const chunkReadings = Effect.fnUntraced(function* (run: SettlementRun, { gsrns, isSparse }: ChunkOfPoints) {
  const readings: Mutable<ChunkInput["readings"]> = new Map()
  if (isSparse) yield* addReadings(readings, gsrns, run)
  else {
    const { asOf, period } = run
    const current = yield* (yield* MeteringLedger).currentReadings({ from: gsrns[0]!, to: gsrns.at(-1)!, period, asOf })
    for (const [gsrn, series] of current) readings.set(gsrn, series)
  }
  return readings
})

type Mutable<M> = M extends ReadonlyMap<infer K, infer V> ? Map<K, V> : never

/**
 * The same for points that lie anywhere, and of which some may not be supplied, or not as of that instant: they are left
 * out.
 */
export const scatteredInput = Effect.fnUntraced(function* (
  run: SettlementRun,
  gsrns: ReadonlyArray<Gsrn>,
  { charges }: RunPrices
) {
  const { asOf, period } = run
  const query = { from: gsrns[0]!, to: gsrns.at(-1)!, gsrns, period, asOf }
  const points = yield* (yield* Portfolio).points(query)
  const readings: Mutable<ChunkInput["readings"]> = new Map()
  yield* addReadings(
    readings,
    points.flatMap((point) => [point.gsrn, ...otherPointsOf(point)]),
    run
  )
  const heating = yield* heatingOf(points, period, asOf, charges)
  return { points, readings, heating } satisfies ChunkInput
})

/** Adds what the ledger has of points that are not there yet. */
const addReadings = Effect.fnUntraced(function* (
  readings: Mutable<ChunkInput["readings"]>,
  wanted: ReadonlyArray<Gsrn>,
  { asOf, period }: SettlementRun
) {
  const gsrns = [...new Set(wanted)].filter((gsrn) => !readings.has(gsrn)).sort()
  if (gsrns.length === 0) return
  const range = { from: gsrns[0]!, to: gsrns.at(-1)! }
  const current = yield* (yield* MeteringLedger).currentReadings({ ...range, gsrns, period, asOf })
  for (const [gsrn, series] of current) readings.set(gsrn, series)
})
