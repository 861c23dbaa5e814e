import { Clock, Effect } from "effect"
import { Transactions } from "../exchange/index.ts"
import { type AcontoPlanChanges, AcontoPlans } from "../invoicing/index.ts"
import { newsFrom } from "./newsFrom.ts"
import { acontoHorizon, reckonAconto } from "./reckonAconto.ts"

/**
 * Records what customers pay in advance, as it is agreed, and reckons what falls on the time that we supply, in one
 * transaction; also for periods that are past. The same once more changes nothing. Gives the shares that have changed.
 *
 * @example
 * import { Effect } from "effect"
 * import { GridArea, gsrnOf, LocalDate, MarketCalendar, takeAcontoPlans, takePortfolio } from "@datahub-settlement/core"
 * import { memoryIntake } from "@datahub-settlement/core/testing"
 * import { TestClock } from "effect/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const from = MarketCalendar.startOfDay(LocalDate.make("2025-01-16"))
 * const point = { gsrn, from, type: "E17", gridArea: GridArea.make("791"), priceArea: "DK2" } as const
 * const plan = { gsrn, from, agreedFrom: from, interval: "quarter", amountOere: 270_000 } as const
 * const program = Effect.gen(function* () {
 *   yield* TestClock.setTime(from)
 *   yield* takePortfolio({ meteringPoints: [point], supply: [{ gsrn, from }] }, "a file")
 *   const { shares } = yield* takeAcontoPlans({ plans: [plan] }, "a file")
 *   return shares.map(({ amountOere }) => amountOere)
 * })
 * await Effect.runPromise(program.pipe(Effect.provide([memoryIntake(), TestClock.layer()]))) // => [225000]
 */
export const takeAcontoPlans = Effect.fn("takeAcontoPlans")(function* (changes: AcontoPlanChanges, source: string) {
  const store = yield* AcontoPlans
  const { atomically } = yield* Transactions
  const { messageId } = yield* newsFrom(source)
  const { plans = [], removed = [] } = changes
  const gsrns = [...new Set([...plans, ...removed].map(({ gsrn }) => gsrn))]
  return yield* atomically(
    Effect.gen(function* () {
      const outcome = yield* store.record(changes)
      return { ...outcome, shares: yield* reckonAconto(gsrns, { source: messageId }) }
    })
  )
})

/** So many metering points at a time, so that a round ends. */
const ROUND_MAX = 500

/**
 * Reckons what is prepaid for periods that begin now: time has brought them, and nothing else has changed. Gives how many
 * shares there are now, and whether there may be more.
 */
export const reckonNewPeriods = Effect.fn("reckonNewPeriods")(function* (limit = ROUND_MAX) {
  const store = yield* AcontoPlans
  const { atomically } = yield* Transactions
  const gsrns = yield* store.unreckoned(acontoHorizon(yield* Clock.currentTimeMillis), limit)
  if (gsrns.length === 0) return { shares: 0, isMore: false }
  const shares = yield* atomically(reckonAconto(gsrns, { source: "a period begins" }))
  return { shares: shares.length, isMore: gsrns.length === limit && shares.length > 0 }
})
