import {
  type AcontoPlan,
  type AcontoShare,
  type AcontoSharePart,
  endOf,
  joinEqual,
  MarketCalendar,
  type Validity
} from "@datahub-settlement/core"

/* What is prepaid, reckoned day by day, with nothing of the program's own reckoning in it. */

/** Day by day: under which plan it is, and whether that plan is good for the supply of that day. */
export const partsByHand = (
  { interval, period }: AcontoShare,
  plans: ReadonlyArray<AcontoPlan>,
  supply: ReadonlyArray<Validity>
): ReadonlyArray<AcontoSharePart> => {
  const days = MarketCalendar.localDays(period).map((date) => MarketCalendar.dayPeriod(date))
  const parts: Array<AcontoSharePart & { readonly plan: AcontoPlan }> = []
  for (const { from, to } of days) {
    const plan = planOn(plans, from)
    if (plan?.interval !== interval || !isGood(plan, supply, from)) continue
    const last = parts.at(-1)
    const goesOn = last?.plan === plan && last.to === from
    if (goesOn) parts[parts.length - 1] = { ...last, to, days: last.days + 1 }
    else parts.push({ plan, from, to, days: 1, planOere: plan.amountOere, amountOere: 0 })
  }
  return parts.map(({ from, planOere, to, days: count }) => {
    return { from, to, days: count, planOere, amountOere: shareByHand(planOere, count, days.length) }
  })
}

/** The plan that is agreed for a day. */
export const planOn = (plans: ReadonlyArray<AcontoPlan>, at: number): AcontoPlan | undefined =>
  plans.find((plan) => plan.from <= at && endOf(plan) > at)

/** A plan is good for one supply: that in which it begins, or the first one after. */
export const isGood = (plan: AcontoPlan, supply: ReadonlyArray<Validity>, at: number): boolean => {
  const stretch = joinEqual(supply, () => true).find((one) => endOf(one) > plan.from)
  return stretch !== undefined && stretch.from <= at && endOf(stretch) > at
}

/** To the øre, half to the even one. */
export const shareByHand = (amountOere: number, days: number, of: number): number => {
  const [whole, rest] = [Math.floor((amountOere * days) / of), (amountOere * days) % of]
  if (rest * 2 === of) return whole + (whole % 2)
  return rest * 2 > of ? whole + 1 : whole
}

/** Parts in words: the same in whichever order a store gives their fields. */
export const partsText = (parts: ReadonlyArray<AcontoSharePart>): string =>
  parts
    .map(({ amountOere, days, from, planOere, to }) => {
      const time = `${MarketCalendar.localDateOf(from)} to ${MarketCalendar.localDateOf(to)}`
      return `${time}, ${days} days: ${amountOere} of ${planOere} øre`
    })
    .join("; ")

/** Shares that say what was kept before of their period, word for word: something was done twice. */
export const keptTwice = (history: ReadonlyArray<AcontoShare>): ReadonlyArray<AcontoShare> => {
  const last = new Map<string, string>()
  return history.filter(({ amountOere, interval, parts, period }) => {
    const [slot, said] = [`${interval} ${period.from}`, `${amountOere}: ${partsText(parts)}`]
    const isSame = last.get(slot) === said
    last.set(slot, said)
    return isSame
  })
}

/** All that a share is for, in øre. */
export const sumOfParts = (parts: ReadonlyArray<AcontoSharePart>): number =>
  parts.reduce((sum, { amountOere }) => sum + amountOere, 0)
