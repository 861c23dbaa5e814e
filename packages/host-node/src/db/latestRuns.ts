import { type RunProgress, type SettlementRun, SettlementRunStore } from "@datahub-settlement/core"
import { Effect } from "effect"

/** A run with how far it is. */
export interface LatestRun {
  readonly run: SettlementRun
  readonly progress: RunProgress
}

/** Runs that a status names; `runs list` has them all. */
const LATEST_MAX = 5

/** The newest runs first. */
export const latestRuns = Effect.gen(function* () {
  const store = yield* SettlementRunStore
  const runs = yield* store.list(LATEST_MAX)
  return yield* Effect.forEach(runs, (run) =>
    Effect.map(store.progress(run.runId), (progress): LatestRun => ({ run, progress }))
  )
})
