import {
  type AcontoOfPoint,
  AcontoPlans,
  type AcontoShare,
  type Gsrn,
  MarketCalendar,
  Portfolio,
  type Validity
} from "@datahub-settlement/core"
import { Effect } from "effect"
import { keptTwice, partsByHand, partsText, sumOfParts } from "../prepaidByHand.ts"
import type { Book } from "./bookState.ts"

/** What is paid in advance, as a database has it. */
export interface PrepaidState {
  readonly book: Book
  readonly plans: number
  readonly shares: number
  /** Shares that are not the supplied days of what is agreed, or were kept twice. */
  readonly wrong: ReadonlyArray<string>
}

/** Plans and shares that hold. When they were reckoned, and how often, does not show; that none was kept twice is looked at. */
export const readPrepaid = Effect.fn("readPrepaid")(function* (gsrns: ReadonlyArray<Gsrn>) {
  const store = yield* AcontoPlans
  const known = yield* store.of(gsrns)
  const points = yield* (yield* Portfolio).versions(gsrns)
  const book = new Map<string, string>()
  const wrong: Array<string> = []
  for (const [gsrn, ofPoint] of known) {
    write(book, gsrn, ofPoint)
    wrong.push(...faultsOf(gsrn, ofPoint, points.get(gsrn)?.supply ?? [], yield* store.history(gsrn)))
  }
  const all = [...known.values()]
  const sum = (of: (one: AcontoOfPoint) => number): number => all.reduce((total, one) => total + of(one), 0)
  const counts = { plans: sum(({ plans }) => plans.length), shares: sum(({ shares }) => shares.length) }
  return { book, wrong, ...counts } satisfies PrepaidState
})

const dateOf = (at: number | undefined): string => (at === undefined ? "" : MarketCalendar.localDateOf(at))

const write = (book: Map<string, string>, gsrn: Gsrn, { plans, shares }: AcontoOfPoint): void => {
  const agreed = plans.map(
    ({ agreedFrom, amountOere, from, interval, to }) =>
      `${dateOf(from)} – ${dateOf(to)}: ${amountOere} øre a ${interval}, agreed from ${dateOf(agreedFrom)}`
  )
  if (agreed.length > 0) book.set(`aconto/${gsrn}`, agreed.join("\n"))
  for (const { amountOere, interval, parts, period } of shares)
    book.set(`prepaid/${gsrn}/${interval}/${dateOf(period.from)}`, `${amountOere} øre: ${partsText(parts)}`)
}

const faultsOf = (
  gsrn: Gsrn,
  { plans, shares }: AcontoOfPoint,
  supply: ReadonlyArray<Validity>,
  history: ReadonlyArray<AcontoShare>
): ReadonlyArray<string> => [
  ...shares.flatMap((share) => {
    const [said, byHand] = [partsText(share.parts), partsByHand(share, plans, supply)]
    const isSame = said === partsText(byHand) && share.amountOere === sumOfParts(byHand)
    const what = `${gsrn}, ${share.interval} of ${dateOf(share.period.from)}, ${share.amountOere} øre`
    return isSame ? [] : [`${what}: ${said}; by hand ${partsText(byHand)}`]
  }),
  ...keptTwice(history).map((share) => `${gsrn}: kept twice: ${partsText(share.parts)}`)
]
