import { Effect, type Stream } from "effect"
import type { Gsrn } from "../market/index.ts"
import type { StorageError } from "../storage/index.ts"
import { correctInChunks } from "./correctInChunks.ts"
import type { CorrectedPoint, PointResult, SettlementRun } from "./SettlementRun.ts"
import { SettlementRunStore } from "./SettlementRunStore.ts"
import { pointsOf, type SettlementPorts, settleInChunks } from "./settleScope.ts"

/** The points of a run, and how results of some of them are made: the same ones whenever it is done. */
export interface RunPlan {
  /** In order. */
  readonly gsrns: ReadonlyArray<Gsrn>
  readonly results: (
    gsrns: ReadonlyArray<Gsrn>,
    chunkPoints: number
  ) => Stream.Stream<ReadonlyArray<PointResult>, StorageError, SettlementPorts>
}

/** How a stored run is gone on with, or made again. */
export const planOf = (
  run: SettlementRun
): Effect.Effect<RunPlan, StorageError, SettlementPorts | SettlementRunStore> =>
  run.kind === "correction"
    ? Effect.map(
        SettlementRunStore.use((store) => store.corrected(run.runId)),
        (points) => correctionPlan(run, points)
      )
    : Effect.map(pointsOf(run), (gsrns) => settlementPlan(run, gsrns))

/** Settles every point of the run's scope. */
export const settlementPlan = (run: SettlementRun, gsrns: ReadonlyArray<Gsrn>): RunPlan => ({
  gsrns,
  results: (some, chunkPoints) => settleInChunks(run, some, chunkPoints)
})

/** Corrects points that were settled as of earlier instants. */
export const correctionPlan = (run: SettlementRun, points: ReadonlyArray<CorrectedPoint>): RunPlan => ({
  gsrns: points.map(({ gsrn }) => gsrn),
  results: (some, chunkPoints) => {
    const wanted = new Set(some)
    return correctInChunks(
      run,
      points.filter(({ gsrn }) => wanted.has(gsrn)),
      chunkPoints
    )
  }
})
