import { Data } from "effect"
import { formatInstant, type Instant } from "../market/index.ts"
import type { RunId } from "./SettlementRun.ts"

/** Another process is running the same scope. */
export class RunInProgress extends Data.TaggedError("RunInProgress")<{ readonly scope: string }> {
  override get message(): string {
    return `A run of ${this.scope} is in progress: wait for it, or stop it; it can be resumed.`
  }
}

/** There is no such run, or it cannot be continued or compared. */
export class RunUnknown extends Data.TaggedError("RunUnknown")<{ readonly runId: RunId; readonly reason: string }> {
  override get message(): string {
    return `Run ${this.runId}: ${this.reason}`
  }
}

/**
 * A run was stopped, and a newer run of the same scope has finished since: finished after it, it would bill what was known
 * before, and corrections of that have been settled with the newer one already.
 */
export class RunSuperseded extends Data.TaggedError("RunSuperseded")<{
  readonly runId: RunId
  /** As of when the newer run settled. */
  readonly finishedAsOf: Instant
}> {
  override get message(): string {
    return (
      `Run ${this.runId} was stopped, and a newer run of the same scope has finished, as of ` +
      `${formatInstant(this.finishedAsOf)}: that one counts. There is nothing to go on with.`
    )
  }
}

/** What was asked for cannot be a run: nothing was begun. */
export class RunRefused extends Data.TaggedError("RunRefused")<{ readonly runId: RunId; readonly reason: string }> {
  override get message(): string {
    return `Run ${this.runId} was not begun: ${this.reason}`
  }
}

/**
 * A chunk of this number is stored already, and it holds something else: another process has gone on with the run, in
 * chunks of another size. Nothing was stored; resumed, the run goes on from where that process is.
 */
export class ChunkConflict extends Data.TaggedError("ChunkConflict")<{
  readonly runId: RunId
  readonly chunkNo: number
}> {
  override get message(): string {
    return `Run ${this.runId}: chunk ${this.chunkNo} was stored by another process with other metering points. Resume the run.`
  }
}
