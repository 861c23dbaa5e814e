import { oereText, runCorrections } from "@datahub-settlement/core"
import { Effect } from "effect"
import { randomUUID } from "node:crypto"
import { periodText } from "../output/periodText.ts"
import { ServeStatus } from "./ServeStatus.ts"

export const CORRECTIONS = "corrections"

/** One round: settles what newer knowledge has touched. Where another process is doing so there is nothing to do. */
export const settleCorrections = Effect.gen(function* () {
  const status = yield* ServeStatus
  const { hasMore, runs, waiting } = yield* runCorrections({ drawRunId: randomUUID })
  for (const { progress, run } of runs) {
    yield* status.count(CORRECTIONS, "run")
    const { failed, lines, settled, totalOere } = progress
    const notSettled = failed === 0 ? "" : `, ${failed} could not be settled`
    yield* Effect.logInfo(
      `Corrections of ${periodText(run.period)}: ${settled} metering point(s), ${lines} line(s), ${oereText(totalOere)} DKK${notSettled}; run ${run.runId}`
    )
  }
  if (waiting > 0) yield* Effect.logDebug(`${waiting} correction(s) wait for a settlement run that has not finished`)
  return hasMore ? ("more" as const) : ("idle" as const)
}).pipe(Effect.catchTag("RunInProgress", () => Effect.succeed("idle" as const)))
