import { Effect, Option } from "effect"
import { advanceProcess, keepMisfit, type MarketProcess, type ProcessEvent, ProcessStore } from "../processes/index.ts"
import { StorageError } from "../storage/index.ts"

/** Somebody else may take the process further at the same moment so often before it is given up for now. */
const ATTEMPTS_MAX = 5

/** Takes an event to a stored process and records the outcome, to the process as it is by then. */
export const recordStep = Effect.fnUntraced(function* (process: MarketProcess, event: ProcessEvent) {
  const store = yield* ProcessStore
  let current = process
  let activeId: string | undefined
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const advanced =
      activeId === undefined ? advanceProcess(current, event) : keepMisfit(current, event, besides(activeId))
    const isRecorded = yield* store.record(advanced).pipe(
      Effect.as(true),
      Effect.catchTags({
        ProcessChanged: () => Effect.succeed(false),
        ProcessActive: (active) => Effect.sync(() => void (activeId = active.activeId)).pipe(Effect.as(false))
      })
    )
    if (isRecorded) return advanced
    current = Option.getOrElse(yield* store.find(process.id), () => current)
  }
  const reason = `process ${process.id} is taken further by somebody else again and again`
  return yield* new StorageError({ operation: "record a step of a process", reason, retryable: true })
})

/** It had ended, and goes back to work only where nothing of its kind was begun in its place. */
const besides = (activeId: string): string => `process ${activeId} of the same kind is at work in its place`
