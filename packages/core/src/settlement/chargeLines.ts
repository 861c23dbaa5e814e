import type { ProductTerms } from "../charges/index.ts"
import { endOf, type Gsrn } from "../market/index.ts"
import { type ExactDkk, exactOfNano, halfEvenToOere, type NanoDkk } from "../quantity/index.ts"
import { versionAt } from "./ChargePlan.ts"
import type { LinkedCharge } from "./linkedCharges.ts"
import { monthlyAmount, monthlyParts } from "./monthlyAmount.ts"
import { type ReadingBlock, sumWhOf } from "./ReadingBlock.ts"
import { type LineTrace, type ReadingsBasis, type Segment, SettlementLine } from "./Settlement.ts"
import { MissingPrice, type SettlementProblem } from "./SettlementProblem.ts"
import { tariffAmount } from "./tariffAmount.ts"

/** A tariff of one segment, priced on the readings of the point it is linked to. */
export const tariffLine = (
  linked: LinkedCharge,
  segment: Segment,
  blocks: ReadonlyArray<ReadingBlock>,
  readings: ReadingsBasis,
  problems: Array<SettlementProblem>
): SettlementLine | undefined => {
  const { gsrn } = linked.link
  const priced = tariffAmount(linked.plan, gsrn, segment, blocks, problems)
  if (priced === undefined) return undefined
  const { exact, version } = priced
  const quantityWh = sumWhOf(blocks)
  return chargeLine(linked, segment, quantityWh, exact, () => ({
    priceVersion: version,
    readings,
    parts: [
      version.price.kind === "flat"
        ? { label: "flat price", quantityWh, price: version.price.nanoDkkPerKwh, amount: exact }
        : {
            label: version.price.kind === "series" ? "price of each interval" : "price of each local hour",
            quantityWh,
            amount: exact
          }
    ]
  }))
}

/** The electricity tax of a point with electric heating: the full price below the limit, the reduced one above it. */
export const heatingTaxLine = (
  linked: LinkedCharge,
  reducedPlan: LinkedCharge["plan"],
  segment: Segment,
  full: ReadonlyArray<ReadingBlock>,
  reduced: ReadonlyArray<ReadingBlock>,
  readings: ReadingsBasis,
  problems: Array<SettlementProblem>
): SettlementLine | undefined => {
  const { gsrn } = linked.link
  const below = tariffAmount(linked.plan, gsrn, segment, full, problems)
  const above = tariffAmount(reducedPlan, gsrn, segment, reduced, problems)
  if (below === undefined || above === undefined) return undefined
  return chargeLine(linked, segment, sumWhOf(full) + sumWhOf(reduced), below.exact + above.exact, () => ({
    priceVersion: below.version,
    readings,
    parts: [
      { label: "full tax up to the yearly limit", quantityWh: sumWhOf(full), amount: below.exact },
      { label: `reduced tax above it (${reducedPlan.id})`, quantityWh: sumWhOf(reduced), amount: above.exact }
    ]
  }))
}

/** A subscription: each local day of the segment carries its share of its own month, times the pieces linked. */
export const subscriptionLine = (
  linked: LinkedCharge,
  segment: Segment,
  problems: Array<SettlementProblem>
): SettlementLine | undefined => {
  const {
    link: { gsrn, quantity },
    plan
  } = linked
  const version = versionAt(plan, segment.from)
  if (version === undefined || Number.isNaN(version.price)) {
    problems.push(new MissingPrice({ gsrn, charge: plan.id, from: segment.from, to: segment.to }))
    return undefined
  }
  const price = version.price as NanoDkk
  const { amountOere, exact } = monthlyAmount(version, price, quantity, segment)
  const trace = () => ({
    priceVersion: { ...version, price },
    pieces: quantity,
    parts: monthlyParts(price, quantity, segment)
  })
  return chargeLine(linked, segment, 0, exact, trace, amountOere)
}

/** A fee: pieces × price, once, in the segment in which its link takes effect. */
export const feeLine = (
  linked: LinkedCharge,
  segment: Segment,
  problems: Array<SettlementProblem>
): SettlementLine | undefined => {
  const { link, plan } = linked
  const version = versionAt(plan, link.from)
  if (version === undefined || Number.isNaN(version.price)) {
    problems.push(
      new MissingPrice({ gsrn: link.gsrn, charge: plan.id, from: link.from, to: Math.min(endOf(link), segment.to) })
    )
    return undefined
  }
  const price = version.price as NanoDkk
  const exact = exactOfNano(BigInt(price) * BigInt(link.quantity))
  return chargeLine(linked, segment, 0, exact, () => ({
    priceVersion: { ...version, price },
    pieces: link.quantity,
    parts: [{ label: "fee, once", price, amount: exact }]
  }))
}

/** The supplier's own subscription; undefined when the product has none. */
export const productSubscriptionLine = (
  terms: ProductTerms,
  gsrn: Gsrn,
  segment: Segment
): SettlementLine | undefined => {
  const price = terms.subscriptionPerMonth
  if (price === 0) return undefined
  const { amountOere, exact } = monthlyAmount(terms, price, 1, segment)
  return new SettlementLine({
    kind: "productSubscription",
    id: "product/subscription",
    name: terms.name,
    gsrn,
    segment,
    quantityWh: 0,
    exact,
    amountOere,
    vatClass: "D02",
    isTax: false,
    trace: () => ({ pieces: 1, parts: monthlyParts(price, 1, segment) })
  })
}

const chargeLine = (
  { link, plan }: LinkedCharge,
  segment: Segment,
  quantityWh: number,
  exact: ExactDkk,
  trace: () => LineTrace,
  amountOere = halfEvenToOere(exact)
): SettlementLine =>
  new SettlementLine({
    kind: plan.charge.kind,
    id: plan.id,
    name: plan.charge.name,
    gsrn: link.gsrn,
    segment,
    quantityWh,
    exact,
    amountOere,
    vatClass: plan.charge.vatClass,
    isTax: plan.charge.kind === "tariff" && plan.charge.isTax,
    trace
  })
