import { Effect } from "effect"
import {
  definitionOf,
  eventTitles,
  type MarketProcess,
  mayFulfilElsewhere,
  type ProcessEvent,
  ProcessStore,
  tasksFulfilledBy
} from "../processes/index.ts"
import { recordStep } from "./recordStep.ts"

/** More than can be at work for a metering point. */
const PROCESSES_MAX = 200

/**
 * Keeps with the other processes of a metering point what an event of this one shows to be done that they asked for: new
 * customer data were sent, readings were asked for, a customer was signed up after all. Each as if somebody had said so,
 * with the process and the message that show it.
 */
export const noteFulfilled = Effect.fn("noteFulfilled")(function* (process: MarketProcess, event: ProcessEvent) {
  const { gsrn, id } = process
  if (gsrn === undefined || !mayFulfilElsewhere(process, event)) return
  const store = yield* ProcessStore
  const waiting = yield* store.waiting({ gsrn, limit: PROCESSES_MAX })
  const message = event.messageId === undefined ? {} : { messageId: event.messageId }
  const said = { by: `process ${id}`, remark: `${definitionOf(process).title}: ${eventTitles[event.kind]}`, ...message }
  for (const { process: asking } of waiting) {
    if (asking.id === id) continue
    for (const { stepNo, taskNo } of tasksFulfilledBy(asking, process, event)) {
      yield* recordStep(asking, { kind: "taskDone", at: event.at, stepNo, taskNo, ...said })
    }
  }
})
