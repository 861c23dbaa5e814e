import { Effect, Option } from "effect"
import {
  advanceProcess,
  type AdvancedProcess,
  type MarketProcess,
  type ProcessEvent,
  ProcessStore
} from "../processes/index.ts"
import { StorageError } from "../storage/index.ts"
import { customerEnds, supplyEffects } from "./processEffects.ts"

/** Somebody else may take the process further at the same moment so often before it is given up for now. */
const ATTEMPTS_MAX = 5

/**
 * Takes an event to a stored process: records the step, and carries out what it asks for of supply, customers and other
 * processes, in the transaction around it. Documents, billing and what people have to do stay in the history, see
 * `openTasks`.
 *
 * @example
 * import { Effect, Result } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, openProcess, ProcessStore, takeEvent } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const program = Effect.gen(function* () {
 *   const opened = openProcess({ id: "p-1", kind: "moveOut", role: "current", gsrn, effectiveAt, openedAt: at })
 *   yield* (yield* ProcessStore).open(Result.getOrThrow(opened))
 *   const sent = yield* takeEvent(Result.getOrThrow(opened), { kind: "sent", at, messageId: "m-1", transactionId: "t-1" })
 *   return sent.process.state
 * })
 * await Effect.runPromise(program.pipe(Effect.provide(memoryIntake()))) // => "sent"
 */
export const takeEvent = Effect.fn("takeEvent")(function* (process: MarketProcess, event: ProcessEvent) {
  const advanced = yield* recordStep(process, event)
  if (!advanced.known && advanced.legal) yield* carryOut(advanced, event)
  return advanced
})

const recordStep = Effect.fnUntraced(function* (process: MarketProcess, event: ProcessEvent) {
  const store = yield* ProcessStore
  let current = process
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const advanced = advanceProcess(current, event)
    const isRecorded = yield* store.record(advanced).pipe(
      Effect.as(true),
      Effect.catchTag("ProcessChanged", () => Effect.succeed(false))
    )
    if (isRecorded) return advanced
    current = Option.getOrElse(yield* store.find(process.id), () => current)
  }
  const reason = `process ${process.id} is taken further by somebody else again and again`
  return yield* new StorageError({ operation: "record a step of a process", reason, retryable: true })
})

const carryOut = Effect.fnUntraced(function* (advanced: AdvancedProcess, event: ProcessEvent) {
  yield* supplyEffects(advanced, event)
  yield* customerEnds(advanced, event)
  const store = yield* ProcessStore
  const { effects, process } = advanced
  if (process.gsrn === undefined) return
  for (const effect of effects) {
    if (effect.kind !== "undoProcess") continue
    const open = yield* store.openFor(process.gsrn)
    const undone = open.filter(
      ({ effectiveAt, kind, role }) => kind === effect.of && role === effect.role && effectiveAt === effect.effectiveAt
    )
    const came = event.messageId === undefined ? {} : { messageId: event.messageId }
    for (const one of undone) yield* recordStep(one, { kind: "undone", at: event.at, by: process.id, ...came })
  }
})
