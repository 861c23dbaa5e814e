import { Effect } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import { type CustomerVersion, Portfolio } from "../portfolio/index.ts"
import type { AdvancedProcess } from "../processes/index.ts"

/**
 * A customer whose relation had not ended after all, or ended on another day: a move-out that was wrong (BRS-011) or
 * cancelled in time. Where somebody else is the customer by then, nothing is changed.
 */
export const customerReturns = Effect.fnUntraced(function* ({ effects, process: { gsrn } }: AdvancedProcess) {
  if (gsrn === undefined) return
  for (const effect of effects) {
    if (effect.kind === "restoreCustomerRelation") yield* moveEnd(gsrn, effect.from, undefined)
    if (effect.kind === "moveCustomerRelationEnd") yield* moveEnd(gsrn, effect.from, effect.to)
  }
})

const moveEnd = Effect.fnUntraced(function* (gsrn: Gsrn, from: Instant, to: Instant | undefined) {
  const portfolio = yield* Portfolio
  const customers = (yield* portfolio.versions([gsrn])).get(gsrn)?.customers ?? []
  const left = customers.find((one) => one.to === from)
  if (left === undefined || customers.some((one) => one.from >= from)) return
  yield* portfolio.record(
    to !== undefined && to < from
      ? { removed: { customers: [{ gsrn, from: to, to: from }] } }
      : { customers: [endingAt(left, to)] }
  )
})

const endingAt = ({ to: _, ...customer }: CustomerVersion, to: Instant | undefined): CustomerVersion =>
  to === undefined ? customer : { ...customer, to }
