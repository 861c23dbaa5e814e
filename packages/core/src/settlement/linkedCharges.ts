import type { ChargeLink } from "../charges/index.ts"
import { clip, endOf, type Gsrn, type Period } from "../market/index.ts"
import { chargeId, type ChargePlan, chargePlans } from "./ChargePlan.ts"
import {
  ChargeLinkGap,
  InvalidLinkQuantity,
  OverlappingVersions,
  type SettlementProblem,
  UnknownCharge
} from "./SettlementProblem.ts"
import type { SettlementRequest } from "./SettlementRequest.ts"
import { checkValidities } from "./supplied.ts"

/** A link together with the charge it names. */
export interface LinkedCharge {
  readonly link: ChargeLink
  readonly plan: ChargePlan
}

/**
 * The links that matter in the supplied periods, each with its charge, ordered by charge, metering point and start, so
 * that the order in which they came does not show.
 */
export const linkedCharges = (
  request: SettlementRequest,
  supplied: ReadonlyArray<Period>,
  problems: Array<SettlementProblem>
): ReadonlyArray<LinkedCharge> => {
  const plans = chargePlans(request.charges)
  const linked: Array<LinkedCharge> = []
  for (const link of request.links) {
    const id = chargeId(link.charge)
    const plan = plans.get(id)
    if (plan !== undefined) linked.push({ link, plan })
    else if (meetsSupply(link, supplied)) {
      problems.push(new UnknownCharge({ gsrn: link.gsrn, charge: id, from: link.from, to: endOf(link) }))
    }
  }
  linked.sort(byChargeAndStart)
  checkSequences(linked, supplied, problems)
  const inSupply = linked.filter(({ link }) => meetsSupply(link, supplied))
  for (const one of inSupply) checkCharge(one, supplied, problems)
  return inSupply
}

const meetsSupply = (link: ChargeLink, supplied: ReadonlyArray<Period>): boolean =>
  supplied.some((period) => clip(link, period) !== undefined)

const byChargeAndStart = (a: LinkedCharge, b: LinkedCharge): number =>
  compare(a.plan.id, b.plan.id) || compare(a.link.gsrn, b.link.gsrn) || a.link.from - b.link.from

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Links of one charge and point follow each other without overlap, and without a gap inside our supply. */
const checkSequences = (
  linked: ReadonlyArray<LinkedCharge>,
  supplied: ReadonlyArray<Period>,
  problems: Array<SettlementProblem>
): void => {
  for (let first = 0; first < linked.length;) {
    const { link, plan } = linked[first]!
    let end = first + 1
    while (end < linked.length && linked[end]!.plan === plan && linked[end]!.link.gsrn === link.gsrn) end++
    // A fee is an event: the same fee may come again, and its link says when, not how long.
    if (plan.charge.kind !== "fee") {
      const links = linked.slice(first, end).map((one) => one.link)
      checkValidities(link.gsrn, "link", links, problems, plan.id)
      checkGaps(link.gsrn, plan.id, links, supplied, problems)
    }
    first = end
  }
}

const checkGaps = (
  gsrn: Gsrn,
  charge: string,
  links: ReadonlyArray<ChargeLink>,
  supplied: ReadonlyArray<Period>,
  problems: Array<SettlementProblem>
): void => {
  for (let i = 1; i < links.length; i++) {
    const gap = { from: endOf(links[i - 1]!), to: links[i]!.from }
    if (gap.from >= gap.to) continue
    for (const period of supplied) {
      const missed = clip(gap, period)
      if (missed !== undefined) problems.push(new ChargeLinkGap({ gsrn, charge, ...missed }))
    }
  }
}

const checkCharge = (
  { link, plan }: LinkedCharge,
  supplied: ReadonlyArray<Period>,
  problems: Array<SettlementProblem>
): void => {
  const place = { gsrn: link.gsrn, charge: plan.id }
  const { quantity } = link
  const countable = plan.charge.kind === "tariff" ? quantity === 1 : Number.isSafeInteger(quantity) && quantity >= 1
  if (!countable) problems.push(new InvalidLinkQuantity({ ...place, from: link.from, to: endOf(link), quantity }))
  for (const overlap of plan.overlaps) {
    for (const period of supplied) {
      const part = clip(overlap, period)
      if (part !== undefined && clip(link, part) !== undefined) {
        problems.push(new OverlappingVersions({ ...place, ...part, what: "price" }))
      }
    }
  }
}
