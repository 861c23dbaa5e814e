import { finalBasisOf, finalSettlementsDue, NothingToBill } from "@datahub-settlement/core"
import { Effect } from "effect"

/** What a last bill that is to be made comes to, by the id of its task. */
export const dueLastBill = Effect.fn("dueLastBill")(function* (taskId: string) {
  const due = (yield* finalSettlementsDue()).find((one) => one.taskId === taskId)
  if (due?.gsrn === undefined) {
    return yield* new NothingToBill({ gsrn: taskId, reason: "no final settlement of this id is due" })
  }
  return yield* finalBasisOf({ gsrn: due.gsrn, end: due.end })
})
