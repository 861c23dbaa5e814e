import { clip, endOf, type Instant, type Period, type Validity } from "../market/index.ts"
import type { Oere } from "../quantity/index.ts"
import { joinEqual } from "../storage/index.ts"
import { type AcontoInterval, acontoPeriodOf } from "./acontoInterval.ts"
import { type AcontoPlan, joinedPlans } from "./AcontoPlan.ts"
import type { AcontoSharePart, ReckonedShare } from "./ReckonedShare.ts"
import { acontoShare, daysOf } from "./acontoShare.ts"

/** What the shares of a metering point are reckoned from. */
export interface AcontoBasis {
  readonly plans: ReadonlyArray<AcontoPlan>
  readonly supply: ReadonlyArray<Validity>
  /** Shares that are kept: their periods are reckoned anew, also where no plan is left. */
  readonly shares: ReadonlyArray<ReckonedShare>
}

/**
 * What is prepaid for each period that has begun by an instant, and for each that was reckoned before, by the plans and the
 * supply as they are known now. A plan is good for one supply: that in which it begins, else the first one after; a supply
 * that ends and comes back as if it had never ended is one. Who is supplied anew agrees anew.
 *
 * @example
 * import { acontoShares, gsrnOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
 *
 * const day = (text: string) => MarketCalendar.startOfDay(LocalDate.make(text))
 * const from = day("2025-01-16")
 * const plan = { gsrn: gsrnOf("57131399900000001"), from, agreedFrom: from, interval: "quarter", amountOere: 270_000 } as const
 * const shares = acontoShares({ plans: [plan], supply: [{ from }], shares: [] }, day("2025-05-01"))
 * shares.map(({ amountOere }) => amountOere).join(" and ") // => "225000 and 270000"
 */
export const acontoShares = ({ shares, supply, plans }: AcontoBasis, until: Instant): ReadonlyArray<ReckonedShare> => {
  const stretches = joinEqual(supply, () => true)
  const prepaid = joinedPlans(plans).map((plan): Prepaid => ({ plan, time: suppliedUnder(plan, stretches) }))
  const slots = new Map<string, Slot>()
  const add = (slot: Slot): void => void slots.set(`${slot.period.from} ${slot.interval}`, slot)
  for (const { plan } of prepaid) for (const period of periodsOf(plan, until)) add({ interval: plan.interval, period })
  for (const { interval, period } of shares) add({ interval, period })
  return [...slots.values()].sort(inTime).map((slot) => shareIn(slot, prepaid))
}

/** Shares that say something else than what is kept of their period. */
export const changedShares = (basis: AcontoBasis, until: Instant): ReadonlyArray<ReckonedShare> =>
  acontoShares(basis, until).filter((share) => !basis.shares.some((kept) => isSame(kept, share)))

/**
 * What of a share falls on a time: until its end less what falls on the days before, so that two customers who follow each
 * other within a period share its amount out to the øre.
 */
export const prepaidWithin = ({ parts, period }: ReckonedShare, time: Period): Oere =>
  parts.reduce((sum, { from, planOere, to }) => {
    const upTo = (at: Instant): Oere =>
      at <= from ? 0 : acontoShare({ period, amountOere: planOere }, [{ from, to: Math.min(at, to) }])
    return sum + upTo(Math.max(time.to, time.from)) - upTo(time.from)
  }, 0)

/** Which period of which interval. */
interface Slot {
  readonly interval: AcontoInterval
  readonly period: Period
}

/** A plan, and the time of our supply that it is for. */
interface Prepaid {
  readonly plan: AcontoPlan
  readonly time: Period | undefined
}

const suppliedUnder = (plan: AcontoPlan, stretches: ReadonlyArray<Validity>): Period | undefined => {
  const supply = stretches.find((one) => endOf(one) > plan.from)
  return supply && clip(supply, { from: plan.from, to: endOf(plan) })
}

const periodsOf = (plan: AcontoPlan, until: Instant): ReadonlyArray<Period> => {
  const periods: Array<Period> = []
  let period = acontoPeriodOf(plan.interval, plan.from)
  while (period.from <= until && period.from < endOf(plan)) {
    periods.push(period)
    period = acontoPeriodOf(plan.interval, period.to)
  }
  return periods
}

const shareIn = ({ interval, period }: Slot, prepaid: ReadonlyArray<Prepaid>): ReckonedShare => {
  const parts = prepaid.flatMap(({ plan, time }): ReadonlyArray<AcontoSharePart> => {
    const part = plan.interval === interval && time !== undefined ? clip(time, period) : undefined
    if (part === undefined) return []
    const planOere = plan.amountOere
    return [
      { ...part, days: daysOf(part), planOere, amountOere: acontoShare({ period, amountOere: planOere }, [part]) }
    ]
  })
  return { interval, period, amountOere: parts.reduce((sum, { amountOere }) => sum + amountOere, 0), parts }
}

const inTime = (a: Slot, b: Slot): number => a.period.from - b.period.from || a.period.to - b.period.to

const isSame = (a: ReckonedShare, b: ReckonedShare): boolean =>
  a.interval === b.interval &&
  a.period.from === b.period.from &&
  a.parts.length === b.parts.length &&
  a.parts.every((part, index) => {
    const other = b.parts[index]!
    return part.from === other.from && part.to === other.to && part.planOere === other.planOere
  })
