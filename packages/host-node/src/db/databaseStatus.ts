import { type DatabaseStatus as StoredStatus, databaseStatus as storedStatus } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import { type LatestRun, latestRuns } from "./latestRuns.ts"

/** How a database stands, with its newest runs. */
export interface DatabaseStatus extends StoredStatus {
  /** The newest first. */
  readonly runs: ReadonlyArray<LatestRun>
}

/** Reads how a database stands, without changing anything; one of an older or newer level too. */
export const databaseStatus = Effect.gen(function* () {
  const status = yield* storedStatus
  return { ...status, runs: status.hasRuns ? yield* latestRuns : [] } satisfies DatabaseStatus
})
