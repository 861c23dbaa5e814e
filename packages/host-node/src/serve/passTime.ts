import { advanceDueProcesses, noteCompleteReadings, reckonNewPeriods } from "@datahub-settlement/core"
import { Effect } from "effect"
import { ServeStatus } from "./ServeStatus.ts"

export const PROCESSES = "processes"

/**
 * One round: takes to every process the dates and deadlines that have come, and that readings are complete; reckons what is
 * prepaid for periods that are about to begin.
 */
export const passTime = Effect.gen(function* () {
  const status = yield* ServeStatus
  const { isMore, notes } = yield* advanceDueProcesses()
  const complete = yield* noteCompleteReadings()
  yield* Effect.forEach(
    [...notes, ...complete],
    (note) => Effect.andThen(status.count(PROCESSES, "advanced"), Effect.logInfo(note)),
    {
      discard: true
    }
  )
  const aconto = yield* reckonNewPeriods()
  if (aconto.shares > 0) yield* Effect.logInfo(`Payment in advance: ${aconto.shares} share(s) of periods that begin`)
  return isMore || aconto.isMore ? ("more" as const) : ("idle" as const)
})
