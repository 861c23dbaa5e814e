import { Effect } from "effect"
import { type AdvancedProcess, type MarketProcess, type ProcessEvent, ProcessStore } from "../processes/index.ts"
import { acontoEffects } from "./acontoEffects.ts"
import { withoutAnotherStart } from "./anotherStart.ts"
import { customerReturns } from "./customerReturns.ts"
import { startMoves } from "./movedStart.ts"
import { noteFulfilled } from "./noteFulfilled.ts"
import { customerEnds, supplyEffects } from "./processEffects.ts"
import { recordStep } from "./recordStep.ts"

/**
 * Takes an event to a stored process: records the step, and carries out what it asks for of supply, customers,
 * prepayment and other processes, in the transaction around it. Documents, billing and what people have to do stay in the
 * history, see `openTasks`; what the event shows to be done of that is noted with those that asked for it.
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
  if (!advanced.known && advanced.legal) {
    yield* carryOut(advanced, event)
    yield* noteFulfilled(advanced.process, event)
  }
  return advanced
})

const carryOut = Effect.fnUntraced(function* (step: AdvancedProcess, event: ProcessEvent) {
  const advanced = yield* withoutAnotherStart(step, event)
  yield* supplyEffects(advanced, event)
  yield* customerEnds(advanced, event)
  yield* customerReturns(advanced)
  yield* startMoves(advanced)
  yield* acontoEffects(advanced, event)
  const store = yield* ProcessStore
  const { effects, process } = advanced
  if (process.gsrn === undefined) return
  for (const effect of effects) {
    if (effect.kind !== "undoProcess") continue
    const open = yield* store.openFor(process.gsrn)
    const undone = open.filter(
      ({ effectiveAt, kind, role }) => kind === effect.of && role === effect.role && effectiveAt === effect.effectiveAt
    )
    const came = {
      ...(event.messageId === undefined ? {} : { messageId: event.messageId }),
      ...(effect.correctedAt === undefined ? {} : { effectiveAt: effect.correctedAt })
    }
    for (const one of undone) yield* recordStep(one, { kind: "undone", at: event.at, by: process.id, ...came })
  }
})
