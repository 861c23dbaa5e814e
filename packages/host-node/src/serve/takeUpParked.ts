import { retryParked } from "@datahub-settlement/core"
import { Effect } from "effect"
import { ServeStatus } from "./ServeStatus.ts"

export const PARKED = "parked parts"

/** One round: takes up what has waited for something that is here now. */
export const takeUpParked = Effect.gen(function* () {
  const status = yield* ServeStatus
  const notes = yield* retryParked()
  yield* Effect.forEach(notes, (note) => Effect.andThen(status.count(PARKED, "taken up"), Effect.logInfo(note)), {
    discard: true
  })
  return "idle" as const
})
