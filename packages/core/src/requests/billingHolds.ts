import { Effect } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import { listOpenTasks } from "./listOpenTasks.ts"

/** Nothing of a metering point is to be billed from an instant on, because a process says so. */
export interface BillingHold {
  /** `p-1#3.2`: what `markTaskDone` takes to end it by hand. */
  readonly taskId: string
  readonly processId: string
  readonly gsrn: Gsrn
  readonly from: Instant
  readonly why: string
}

/** The processes that hold bills back. */
const holding = ["erroneousSwitch", "erroneousMove"] as const

/** Billing holds that are not released: of one metering point, or of all. */
export const billingHolds = Effect.fn("billingHolds")(function* (gsrn?: Gsrn) {
  const found = yield* Effect.forEach(holding, (processKind) =>
    listOpenTasks({ gsrn, processKind, kinds: ["holdBilling"] })
  )
  return found
    .flat()
    .flatMap(({ effect, id: taskId, process, why }): ReadonlyArray<BillingHold> =>
      effect.kind === "holdBilling" && process.gsrn !== undefined
        ? [{ taskId, processId: process.id, gsrn: process.gsrn, from: effect.from, why }]
        : []
    )
})

/**
 * Whether a use of a metering point at an instant is not to be billed for now. Settlement runs settle it as ever, because
 * what they say are facts; who makes invoices asks this before, and `runs show` lists the hold beside the run.
 *
 * @example
 * import { Effect } from "effect"
 * import { gsrnOf, isOnHold } from "@datahub-settlement/core"
 * import { memoryProcessStore } from "@datahub-settlement/core/testing"
 *
 * const asked = isOnHold(gsrnOf("57131399900000001"), Date.UTC(2025, 5, 1))
 * await Effect.runPromise(asked.pipe(Effect.provide(memoryProcessStore))) // => false
 */
export const isOnHold = Effect.fn("isOnHold")(function* (gsrn: Gsrn, at: Instant) {
  return (yield* billingHolds(gsrn)).some(({ from }) => from <= at)
})
