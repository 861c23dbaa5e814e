import {
  type AcontoInterval,
  type AcontoPlan,
  type AcontoShare,
  endOf,
  type Gsrn,
  MarketCalendar,
  type Period,
  prepaidWithin
} from "@datahub-settlement/core"
import { isGood, keptTwice, partsByHand, partsText, planOn, sumOfParts } from "../prepaidByHand.ts"
import { Broken } from "./Broken.ts"
import { cast } from "./cast.ts"
import { type Known, textOf } from "./known.ts"
import { dayAt } from "./modelCalendar.ts"
import type { Story } from "./Story.ts"

/** Shares are told a month before a period begins. */
const AHEAD_DAYS = 31

/** Shares are the supplied days of what is agreed, day by day, and none is kept twice. */
export const expectPrepaid = ({ today }: Story, known: Known): void => {
  for (const { gsrn, name } of cast) {
    const { plans = [], shares = [] } = known.prepaid.get(gsrn) ?? {}
    const supply = known.points.get(gsrn)?.supply ?? []
    for (const plan of plans) expectEveryPeriod(name, plan, shares, dayAt(today + AHEAD_DAYS))
    for (const share of shares) {
      const byHand = partsByHand(share, plans, supply)
      if (partsText(share.parts) !== partsText(byHand) || share.amountOere !== sumOfParts(byHand))
        throw new Broken(
          "prepaid is what is supplied",
          `${name}, ${MarketCalendar.localDateOf(share.period.from)}: ${partsText(share.parts)}, by hand ${partsText(byHand)}`
        )
      expectWhole(name, share)
    }
    for (const { amountOere, parts } of keptTwice(known.shares.get(gsrn) ?? []))
      throw new Broken("prepaid once", `${name}: a share of ${amountOere} øre is kept twice: ${partsText(parts)}`)
  }
}

/** Every period of a plan that has begun, or is about to with the plan, has a share. */
const expectEveryPeriod = (name: string, plan: AcontoPlan, shares: ReadonlyArray<AcontoShare>, until: number): void => {
  if (plan.from > until) return
  for (const period of periodsOf(plan.interval)) {
    if (period.to <= plan.from || period.from >= endOf(plan) || period.from > until) continue
    if (shares.some((share) => share.interval === plan.interval && share.period.from === period.from)) continue
    throw new Broken(
      "prepaid is what is supplied",
      `${name}: nothing is reckoned of ${MarketCalendar.localDateOf(period.from)}, and ${textOf(plan)} is agreed`
    )
  }
}

/** Months and quarters of the story's year. */
const periodsOf = (interval: AcontoInterval): ReadonlyArray<Period> => {
  const months = Array.from({ length: 12 }, (_, index) => MarketCalendar.monthPeriodOf(JANUARY + index))
  const size = interval === "month" ? 1 : 3
  return Array.from({ length: 12 / size }, (_, index) => ({
    from: months[index * size]!.from,
    to: months[(index + 1) * size - 1]!.to
  }))
}

const JANUARY = MarketCalendar.monthIndexOf(dayAt(0))

/** Two customers who follow each other on any day share a period out to the øre. */
const expectWhole = (name: string, share: AcontoShare): void => {
  const { from, to } = share.period
  for (const { from: at } of share.parts) {
    const [before, after] = [prepaidWithin(share, { from, to: at }), prepaidWithin(share, { from: at, to })]
    if (before + after !== share.amountOere)
      throw new Broken("prepaid once", `${name}: ${before} and ${after} øre are of ${share.amountOere}`)
  }
}

/** Which days of a point the plan with an amount is in effect. */
export const daysInEffect = (known: Known, gsrn: Gsrn, amountOere: number, days: number): ReadonlyArray<number> => {
  const plans = known.prepaid.get(gsrn)?.plans ?? []
  const supply = known.points.get(gsrn)?.supply ?? []
  return Array.from({ length: days }, (_, day) => day).filter((day) => {
    const plan = planOn(plans, dayAt(day))
    return plan?.amountOere === amountOere && isGood(plan, supply, dayAt(day))
  })
}
