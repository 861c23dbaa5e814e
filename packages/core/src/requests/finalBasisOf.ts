import { Effect, Result, Schema } from "effect"
import {
  acontoShare,
  AcontoPlans,
  type AcontoShare,
  type CostOfPeriod,
  type FinalBasis,
  finalBasis,
  prepaidWithin
} from "../invoicing/index.ts"
import { clip, covers, formatInstant, type Gsrn, type Instant, MarketCalendar, type Period } from "../market/index.ts"
import { Portfolio, type PortfolioPoint } from "../portfolio/index.ts"
import type { Oere } from "../quantity/index.ts"
import { billedOf, settleNow } from "../runs/index.ts"
import { joinEqual, uncovered } from "../storage/index.ts"

/** There is nothing that a last bill could be about. */
export class NothingToBill extends Schema.TaggedError<NothingToBill>()("NothingToBill", {
  gsrn: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `There is no last bill of ${this.gsrn}: ${this.reason}`
  }
}

/** Which last bill. */
export interface LastBillQuery {
  readonly gsrn: Gsrn
  /** Danish midnight: what was used before it is on the bill. */
  readonly end: Instant
  /**
   * Danish midnight from which nothing is settled against what was prepaid. Without it, the begin of the aconto period in
   * which the end lies, or of the customer or the supply if that is later; without a plan the begin of the month.
   */
  readonly from?: Instant | undefined
}

/** A last bill, and the prepayment that it is set against. */
export interface LastBill {
  readonly gsrn: Gsrn
  readonly basis: FinalBasis
  /** The shares of which something falls on the time of the bill. */
  readonly shares: ReadonlyArray<AcontoShare>
  /**
   * What the plan asks for the days of the period that come after the end: none of it is owed. Where the whole period was
   * paid, it is paid back besides what the basis says.
   */
  readonly beyondOere: Oere
}

/**
 * What a customer's last bill is made from: the months that were billed with their corrections, the rest as it settles now,
 * less what is prepaid for the same days by the shares that are kept. To the øre: a month that the customer did not use as a
 * whole is settled for their days alone. Fails where readings or prices are missing, with every reason.
 *
 * @example
 * import { Effect } from "effect"
 * import { finalBasisOf, gsrnOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 * import { memoryIntake, memorySettlementRunStore } from "@datahub-settlement/core/testing"
 *
 * const end = MarketCalendar.startOfDay(LocalDate.make("2025-02-20"))
 * const refused = Effect.flip(finalBasisOf({ gsrn: gsrnOf("57131399900000001"), end }))
 * const reason = Effect.map(refused, ({ message }) => message)
 * const words = await Effect.runPromise(reason.pipe(Effect.provide([memoryIntake(), memorySettlementRunStore])))
 * words // => "There is no last bill of 571313999000000010: it is not supplied before 2025-02-19T23:00:00Z"
 */
export const finalBasisOf = Effect.fn("finalBasisOf")(function* ({ end, from, gsrn }: LastBillQuery) {
  const point = (yield* (yield* Portfolio).versions([gsrn])).get(gsrn)
  const supply = joinEqual(point?.supply ?? [], () => true).find((one) => covers(one, end - 1))
  if (point === undefined || supply === undefined) {
    return yield* new NothingToBill({ gsrn, reason: `it is not supplied before ${formatInstant(end)}` })
  }
  const kept = (yield* (yield* AcontoPlans).of([gsrn])).get(gsrn)?.shares ?? []
  const period = { from: Math.max(supply.from, from ?? beginOf(point, kept, end)), to: end }
  const costs = yield* Effect.forEach(MarketCalendar.monthParts(period), ({ monthIndex }) =>
    costOf(point, MarketCalendar.monthPeriodOf(monthIndex), period)
  )
  const shares = kept.filter((share) => share.parts.some((part) => clip(part, period) !== undefined))
  const prepaid = shares.map((share) => ({ amountOere: prepaidWithin(share, period) }))
  const basis = Result.getOrThrow(finalBasis({ period, costs, prepaid }))
  return { gsrn, basis, shares, beyondOere: sum(shares.map((share) => beyond(share, end))) } satisfies LastBill
})

const sum = (amounts: ReadonlyArray<Oere>): Oere => amounts.reduce((total, amount) => total + amount, 0)

/** Since when nothing is settled yet, as far as the store tells. */
const beginOf = (point: PortfolioPoint, shares: ReadonlyArray<AcontoShare>, end: Instant): Instant => {
  const last = shares.findLast(({ parts }) => parts.some((part) => covers(part, end - 1)))
  const since = last === undefined ? MarketCalendar.monthPeriodOf(MarketCalendar.monthIndexOf(end - 1)) : last.period
  // A newer version of the same customer, with another address, is nobody new.
  const customers = joinEqual(point.customers, (a, b) => nameOf(a) === nameOf(b))
  const customer = customers.find((one) => covers(one, end - 1))
  return Math.max(since.from, customer?.from ?? since.from)
}

const nameOf = ({ customer: { cvr, name } }: PortfolioPoint["customers"][number]): string =>
  `${cvr ?? ""} ${name ?? ""}`

/** What the days of a month cost: as billed, where these are all of the month that we supply; else as they settle now. */
const costOf = Effect.fnUntraced(function* ({ gsrn, supply }: PortfolioPoint, month: Period, period: Period) {
  const days = clip(month, period)!
  const supplied = supply.flatMap((one) => clip(one, month) ?? [])
  if (uncovered(supplied, [days]).length === 0) {
    const { runIds, subtotalOere, totalOere, vatOere } = yield* billedOf(gsrn, month)
    if (runIds.length > 0) return { period: days, subtotalOere, vatOere, totalOere } satisfies CostOfPeriod
  }
  const settled = yield* settleNow(gsrn, days)
  const { subtotalOere, totalOere, vatOere } = settled ?? { subtotalOere: 0, vatOere: 0, totalOere: 0 }
  return { period: days, subtotalOere, vatOere, totalOere } satisfies CostOfPeriod
})

/** What the plan in force at the end asks for what is left of its period. */
const beyond = ({ parts, period }: AcontoShare, end: Instant): Oere => {
  const last = parts.find((part) => covers(part, end - 1))
  if (last === undefined || end >= period.to) return 0
  const upTo = (to: Instant): Oere =>
    acontoShare({ period, amountOere: last.planOere }, [{ from: last.from, to: Math.max(to, last.from) }])
  return upTo(period.to) - upTo(end)
}
