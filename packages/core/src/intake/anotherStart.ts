import { Effect } from "effect"
import { Statements } from "../exchange/index.ts"
import type { AdvancedProcess, ProcessEvent } from "../processes/index.ts"
import { pointSubject } from "./PreparedMessage.ts"

/** Master data of a switch or a move: they tell of a start as such, and not of one that is put on another date. */
const ownStarts: ReadonlySet<string> = new Set(["E03", "E65", "D29"])

/**
 * A step without the move of a start where what is told now is another start beside it, as when a customer moves in the day
 * after another one of ours, and both hold: DataHub itself has told the one before, or that supply of ours ends where the
 * other begins, which has begun before then.
 */
export const withoutAnotherStart = Effect.fnUntraced(function* (advanced: AdvancedProcess, event: ProcessEvent) {
  const { effects, process } = advanced
  const move = effects.find((effect) => effect.kind === "moveSupplyStart")
  if (move === undefined || process.gsrn === undefined) return advanced
  if (event.kind !== "masterData" || !ownStarts.has(event.processType)) return advanced
  const told = yield* (yield* Statements).of([pointSubject(process.gsrn)], ["supply"])
  const isAnother = told.some(
    ({ messageId, transactionId }) =>
      transactionId === `stop/${move.to}` || (messageId !== event.messageId && transactionId === `start/${move.from}`)
  )
  return isAnother ? { ...advanced, effects: effects.filter((effect) => effect !== move) } : advanced
})
