import { Clock, Effect } from "effect"
import { type AcontoCause, AcontoPlans, type AcontoShare, changedShares } from "../invoicing/index.ts"
import { addDays, type Gsrn, type Instant, MarketCalendar } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"

/** Shares are reckoned for so long before a period begins: in time to ask for it in advance. */
const AHEAD_DAYS = 31

/** Periods that begin by this instant have a share. */
export const acontoHorizon = (now: Instant): Instant =>
  MarketCalendar.startOfDay(addDays(MarketCalendar.localDateOf(now), AHEAD_DAYS))

/**
 * Reckons anew what is prepaid for metering points, for every period that has begun or is about to, and keeps what has come
 * to something else: the supply is another one, or the plan. The same once more changes nothing, and points without a plan
 * have nothing to reckon. It belongs in the transaction of what changed them.
 */
export const reckonAconto = Effect.fn("reckonAconto")(function* (gsrns: ReadonlyArray<Gsrn>, cause: AcontoCause) {
  const store = yield* AcontoPlans
  const prepaid = [...(yield* store.of(gsrns)).keys()]
  if (prepaid.length === 0) return []
  yield* store.turn
  const known = yield* store.of(prepaid)
  const points = yield* (yield* Portfolio).versions(prepaid)
  const reckonedAt = yield* Clock.currentTimeMillis
  const until = acontoHorizon(reckonedAt)
  const changed = [...known].flatMap(([gsrn, { plans, shares }]) => {
    const supply = points.get(gsrn)?.supply ?? []
    return changedShares({ plans, shares, supply }, until).map((share): AcontoShare => ({
      ...share,
      gsrn,
      reckonedAt,
      ...cause
    }))
  })
  yield* store.keep(changed)
  return changed
})
