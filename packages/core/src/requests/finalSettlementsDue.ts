import { Clock, Effect } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import { type ListedTask, listOpenTasks } from "./listOpenTasks.ts"

/** A last bill that is not made yet. */
export interface FinalSettlementDue {
  /** `p-1#3.2`: what `markTaskDone` takes when the bill is made. */
  readonly taskId: string
  readonly processId: string
  readonly gsrn?: Gsrn | undefined
  /** What was used before this instant is on it. */
  readonly end: Instant
  /** Planned to be made before this instant, and at the latest before the other one. */
  readonly dueBy: Instant
  readonly latestBy: Instant
  /** `overdue`: the plan has passed; `tooLate`: the law's limit as well. */
  readonly standing: "ahead" | "overdue" | "tooLate"
}

/**
 * Final settlements that are to be made, the nearest first, those ahead as well: planned four weeks after the supply or the
 * customer relation ended, at the latest six (elleveringsbekendtgørelsen § 7, 5). Cancelled ones are left out, and those
 * that were marked as done.
 *
 * @example
 * import { Effect } from "effect"
 * import { finalSettlementsDue } from "@datahub-settlement/core"
 * import { memoryProcessStore } from "@datahub-settlement/core/testing"
 *
 * await Effect.runPromise(finalSettlementsDue().pipe(Effect.provide(memoryProcessStore))) // => []
 */
export const finalSettlementsDue = Effect.fn("finalSettlementsDue")(function* (now?: Instant) {
  const at = now ?? (yield* Clock.currentTimeMillis)
  return finalSettlementsAmong(yield* listOpenTasks({ kinds: ["finalSettlement"] }), at)
})

/** Those among some tasks. */
export const finalSettlementsAmong = (
  tasks: ReadonlyArray<ListedTask>,
  at: Instant
): ReadonlyArray<FinalSettlementDue> =>
  tasks.flatMap(({ effect, id: taskId, process: { gsrn, id: processId } }): ReadonlyArray<FinalSettlementDue> => {
    if (effect.kind !== "finalSettlement") return []
    const { dueBy, end, latestBy } = effect
    const standing = at >= latestBy ? "tooLate" : at >= dueBy ? "overdue" : "ahead"
    return [{ taskId, processId, gsrn, end, dueBy, latestBy, standing }]
  })
