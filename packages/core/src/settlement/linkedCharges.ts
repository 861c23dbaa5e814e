import type { ChargeLink } from "../charges/index.ts"
import { clip, covers, endOf, type Gsrn, type Period } from "../market/index.ts"
import { chargeId, type ChargePlan, chargePlans } from "./ChargePlan.ts"
import { invalidVersion } from "./priceFaults.ts"
import type { Segment } from "./Settlement.ts"
import {
  ChargeLinkGap,
  InvalidLinkQuantity,
  InvalidPeriod,
  InvalidPrice,
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
  // The others are problems already, and no sum can be made of half a piece.
  return inSupply.filter(isCountable)
}

/** Whether a link's line belongs in a segment: fees where they take effect, everything else while it is linked. */
export const appliesIn = ({ link, plan }: LinkedCharge, segment: Segment): boolean =>
  plan.charge.kind === "fee" ? covers(segment, link.from) : covers(link, segment.from)

const meetsSupply = (link: ChargeLink, supplied: ReadonlyArray<Period>): boolean =>
  supplied.some((period) => clip(link, period) !== undefined)

const byChargeAndStart = (a: LinkedCharge, b: LinkedCharge): number =>
  compare(a.plan.id, b.plan.id) ||
  compare(a.link.gsrn, b.link.gsrn) ||
  a.link.from - b.link.from ||
  a.link.quantity - b.link.quantity

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
      const links = end === first + 1 ? [link] : linked.slice(first, end).map((one) => one.link)
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

/** A tariff counts once, other charges a whole number of times. */
const isCountable = ({ link: { quantity }, plan }: LinkedCharge): boolean =>
  plan.charge.kind === "tariff" ? quantity === 1 : Number.isSafeInteger(quantity) && quantity >= 1

const checkCharge = (
  { link, plan }: LinkedCharge,
  supplied: ReadonlyArray<Period>,
  problems: Array<SettlementProblem>
): void => {
  const place = { gsrn: link.gsrn, charge: plan.id }
  if (!isCountable({ link, plan })) {
    problems.push(new InvalidLinkQuantity({ ...place, from: link.from, to: endOf(link), quantity: link.quantity }))
  }
  for (const period of supplied) {
    const linkedPart = clip(link, period)
    if (linkedPart === undefined) continue
    checkPlan(link.gsrn, plan, linkedPart, problems)
  }
}

/** The prices of a charge that are used in a period must be whole, begin and end at midnight, and not overlap. */
export const checkPlan = (gsrn: Gsrn, plan: ChargePlan, used: Period, problems: Array<SettlementProblem>): void => {
  const place = { gsrn, charge: plan.id }
  if (plan.isContradictory) {
    const reason = "the charge is given several times, with different kind, VAT class or tax flag"
    problems.push(new InvalidPrice({ ...place, ...used, reason }))
  }
  for (const overlap of plan.overlaps) {
    const part = clip(overlap, used)
    if (part !== undefined) problems.push(new OverlappingVersions({ ...place, ...part, what: "price" }))
  }
  for (const fault of plan.faults) {
    const part = clip(fault, used)
    if (part !== undefined) problems.push(invalidVersion(gsrn, plan.id, part))
  }
  for (const version of plan.misplaced) {
    if (clip(version, used) === undefined) continue
    const reason = "the price must begin and end at Danish midnight"
    problems.push(new InvalidPeriod({ ...place, from: version.from, to: endOf(version), reason }))
  }
}
