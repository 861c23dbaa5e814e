import {
  billedOf,
  endOf,
  finalBasisOf,
  type Gsrn,
  joinEqual,
  type LastBill,
  MarketCalendar
} from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { shareByHand } from "../prepaidByHand.ts"
import { Broken } from "./Broken.ts"
import { cast } from "./cast.ts"
import type { Known } from "./known.ts"
import { dayAt } from "./modelCalendar.ts"
import type { Stage } from "./Stage.ts"

/** What a last bill says is what was settled less what was prepaid, wherever one can be made. */
export const expectLastBills = async ({ figures, story, system }: Stage, known: Known): Promise<void> => {
  for (const { gsrn, name } of cast) {
    if (!known.prepaid.has(gsrn)) continue
    const supply = joinEqual(known.points.get(gsrn)?.supply ?? [], () => true)
    const stretch = supply.findLast(({ from }) => from < dayAt(story.today))
    if (stretch === undefined) continue
    const end = Math.min(endOf(stretch), dayAt(story.today))
    const made = await system.look(billTo(gsrn, end))
    if (made === undefined) continue
    figures.lastBills += 1
    expectAddsUp(name, made, known)
  }
}

/** The bill, and each month of it that was billed as a whole; none where it cannot be settled yet. */
const billTo = (gsrn: Gsrn, end: number) =>
  Effect.gen(function* () {
    const bill = yield* finalBasisOf({ gsrn, end })
    const months = yield* Effect.forEach(bill.basis.costs, ({ period }) => {
      const month = MarketCalendar.monthPeriodOf(MarketCalendar.monthIndexOf(period.from))
      return Effect.map(billedOf(gsrn, month), ({ runIds, totalOere }) =>
        runIds.length > 0 && period.from === month.from && period.to === month.to ? totalOere : undefined
      )
    })
    return { bill, months }
  }).pipe(Effect.option, Effect.map(Option.getOrUndefined))

const expectAddsUp = (
  name: string,
  { bill, months }: { readonly bill: LastBill; readonly months: ReadonlyArray<number | undefined> },
  known: Known
): void => {
  const { basis, gsrn } = bill
  const wrong = (what: string): never => {
    throw new Broken("last bills add up", `${name}, ${MarketCalendar.localDateOf(basis.period.from)}: ${what}`)
  }
  let at = basis.period.from
  let settled = 0
  for (const [index, { period, subtotalOere, totalOere, vatOere }] of basis.costs.entries()) {
    if (period.from !== at) wrong(`a part begins on ${MarketCalendar.localDateOf(period.from)}`)
    if (subtotalOere + vatOere !== totalOere) wrong(`${subtotalOere} and ${vatOere} are not ${totalOere}`)
    if (months[index] !== undefined && months[index] !== totalOere)
      wrong(`${months[index]} was billed, not ${totalOere}`)
    at = period.to
    settled += totalOere
  }
  if (at !== basis.period.to) wrong(`the parts end on ${MarketCalendar.localDateOf(at)}`)
  const prepaid = (known.prepaid.get(gsrn)?.shares ?? []).reduce((sum, { parts, period }) => {
    const days = MarketCalendar.localDays(period).length
    return parts.reduce((total, part) => {
      const upTo = (end: number): number => {
        const to = Math.min(part.to, Math.max(part.from, end))
        return to <= part.from
          ? 0
          : shareByHand(part.planOere, MarketCalendar.localDays({ from: part.from, to }).length, days)
      }
      return total + upTo(basis.period.to) - upTo(basis.period.from)
    }, sum)
  }, 0)
  if (basis.prepaidOere !== prepaid) wrong(`${basis.prepaidOere} øre are prepaid, by hand ${prepaid}`)
  if (basis.totalDueOere !== settled - prepaid)
    wrong(`${basis.totalDueOere} is due, by hand ${settled} less ${prepaid}`)
}
