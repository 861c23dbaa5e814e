import { Result } from "effect"
import type { Gsrn, Instant, Period } from "../market/index.ts"
import { appliesIn, feeLine, heatingTaxLine, productSubscriptionLine, subscriptionLine, tariffLine } from "./chargeLines.ts"
import { chargeId, chargePlan } from "./ChargePlan.ts"
import { energyLine, productionCreditLine, termsOf } from "./energyLine.ts"
import { type HeatingSplit, heatingSplit } from "./heatingSplit.ts"
import { type LinkedCharge, linkedCharges } from "./linkedCharges.ts"
import { netHourly } from "./netting.ts"
import { checkOutsideSupply, type Findings, pointReadings } from "./pointReadings.ts"
import { blocksOf, type SegmentBlocks, sumWhOf } from "./ReadingBlock.ts"
import { segmentsOf } from "./segments.ts"
import type { ReadingsBasis, Segment, Settlement, SettlementLine } from "./Settlement.ts"
import { SettlementRefused } from "./SettlementProblem.ts"
import type { SettlementRequest } from "./SettlementRequest.ts"
import { checkValidities, suppliedPeriods } from "./supplied.ts"
import { totalsOf } from "./totals.ts"

/**
 * Settles one metering point over one period: the lines, their sums and what they rest on — or every reason why it
 * cannot be settled. Pure: the same request gives the same lines, in whatever order its parts come.
 *
 * Each segment (a stretch in which no price, link, product or supply changes) has its own lines, rounded half-even to
 * the øre once; VAT is 25 % of the rounded subtotal of what carries it.
 */
export const settle = (request: SettlementRequest): Result.Result<Settlement, SettlementRefused> =>
  settleSplitAt(request, [])

/** The same with further splits, so that two settlements can be compared line by line. */
export const settleSplitAt = (
  request: SettlementRequest,
  alsoAt: ReadonlyArray<Instant>
): Result.Result<Settlement, SettlementRefused> => {
  const findings: Findings = { problems: [], warnings: [] }
  const refused = () => Result.fail(new SettlementRefused({ gsrn: request.meteringPoint.gsrn, problems: findings.problems }))
  const supplied = suppliedPeriods(request, findings.problems)
  if (supplied.length === 0) return refused()
  const job = jobOf(request, supplied, alsoAt, findings)
  const quantities = quantitiesOf(job, findings)
  const lines = job.segments.flatMap((segment) => segmentLines(job, quantities, segment, findings))
  if (findings.problems.length > 0) return refused()
  return Result.succeed(settlementOf(job, quantities, lines, findings))
}

/** A request with everything about it looked up. */
interface Job {
  readonly request: SettlementRequest
  readonly supplied: ReadonlyArray<Period>
  /** From the first supplied day to the last. */
  readonly window: Period
  readonly linked: ReadonlyArray<LinkedCharge>
  readonly segments: ReadonlyArray<Segment>
}

const jobOf = (
  request: SettlementRequest,
  supplied: ReadonlyArray<Period>,
  alsoAt: ReadonlyArray<Instant>,
  { problems }: Findings
): Job => {
  const linked = linkedCharges(request, supplied, problems)
  const product = request.product.length > 1 ? request.product.toSorted((a, b) => a.from - b.from) : request.product
  checkValidities(request.meteringPoint.gsrn, "product", product, problems)
  const { electricHeating } = request
  const otherVersions = electricHeating === undefined ? [] : chargePlan(electricHeating.reduced).versions
  const segments = segmentsOf({ supplied, linked, product, otherVersions, alsoAt })
  return { request, supplied, window: { from: supplied[0]!.from, to: supplied.at(-1)!.to }, linked, segments }
}

/** Readings of a metering point, cut into segments, with what they rest on. */
interface PointQuantities {
  readonly blocks: SegmentBlocks
  readonly basis: ReadingsBasis
}

/** All energy of a job, by what it is settled as. */
interface Quantities {
  /** What energy, tariffs and tax of the point are settled on. */
  readonly net: PointQuantities
  /** What is credited at spot; undefined without production. */
  readonly surplus: PointQuantities | undefined
  readonly children: ReadonlyMap<Gsrn, PointQuantities>
  readonly heating: HeatingSplit | undefined
  readonly consumptionWh: number
  readonly productionWh: number
}

const quantitiesOf = (job: Job, findings: Findings): Quantities => {
  const { request, segments } = job
  const { gsrn } = request.meteringPoint
  checkOutsideSupply(request, gsrn, job.supplied, findings)
  const measured = pointReadings(request, gsrn, job.window, segments, findings)
  const consumption = { blocks: blocksOf(measured.stretches, segments), basis: measured.basis }
  const consumptionWh = totalWh(consumption.blocks)
  const own = request.production === undefined
    ? { net: consumption, surplus: undefined, consumptionWh, productionWh: 0 }
    : withProduction(job, request.production, measured.stretches, consumption, findings)
  const children = childQuantities(job, findings)
  const { electricHeating } = request
  const heating = electricHeating === undefined
    ? undefined
    : heatingSplit(gsrn, electricHeating.allowances, own.net.blocks, findings.problems)
  return { ...own, children, heating }
}

const withProduction = (
  job: Job,
  production: NonNullable<SettlementRequest["production"]>,
  drawn: Parameters<typeof netHourly>[0],
  consumption: PointQuantities,
  findings: Findings
): Pick<Quantities, "net" | "surplus" | "consumptionWh" | "productionWh"> => {
  checkOutsideSupply(job.request, production.gsrn, job.supplied, findings)
  const fed = pointReadings(job.request, production.gsrn, job.window, job.segments, findings)
  const fedBlocks = blocksOf(fed.stretches, job.segments)
  const energy = { consumptionWh: totalWh(consumption.blocks), productionWh: totalWh(fedBlocks) }
  if (production.netting === "none") {
    return { net: consumption, surplus: { blocks: fedBlocks, basis: fed.basis }, ...energy }
  }
  const { net, surplus } = netHourly(drawn, fed.stretches, job.window)
  return {
    net: { blocks: blocksOf([net], job.segments), basis: consumption.basis },
    surplus: { blocks: blocksOf([surplus], job.segments), basis: fed.basis },
    ...energy
  }
}

const totalWh = (blocks: SegmentBlocks): number => blocks.reduce((sum, segment) => sum + sumWhOf(segment), 0)

/** Readings of the child points that a tariff is linked to, needed only while it is. */
const childQuantities = (job: Job, findings: Findings): ReadonlyMap<Gsrn, PointQuantities> => {
  const { linked, request, segments } = job
  const children = new Map<Gsrn, PointQuantities>()
  for (const { link, plan } of linked) {
    const own = link.gsrn === request.meteringPoint.gsrn || link.gsrn === request.production?.gsrn
    if (own || plan.charge.kind !== "tariff" || children.has(link.gsrn)) continue
    const links = linked.filter((one) => one.link.gsrn === link.gsrn && one.plan.charge.kind === "tariff")
    const needed = segments.filter((segment) => links.some((one) => appliesIn(one, segment)))
    const { basis, stretches } = pointReadings(request, link.gsrn, job.window, needed, findings)
    children.set(link.gsrn, { blocks: blocksOf(stretches, segments), basis })
  }
  return children
}

/** The lines of one segment: energy, production credit, charges by key, product subscription. */
const segmentLines = (
  job: Job,
  quantities: Quantities,
  segment: Segment,
  { problems }: Findings
): ReadonlyArray<SettlementLine> => {
  const { meteringPoint: { gsrn }, product, production, spotPrices } = job.request
  const lines: Array<SettlementLine | undefined> = []
  const { net, surplus } = quantities
  const terms = termsOf(product, gsrn, segment, problems)
  if (terms !== undefined) {
    lines.push(energyLine(terms, spotPrices, gsrn, segment, net.blocks[segment.index]!, net.basis, problems))
  }
  if (surplus !== undefined && production !== undefined) {
    const blocks = surplus.blocks[segment.index]!
    lines.push(productionCreditLine(spotPrices, production.gsrn, segment, blocks, surplus.basis, problems))
  }
  for (const linked of job.linked) {
    if (appliesIn(linked, segment)) lines.push(linkedLine(job, quantities, linked, segment, problems))
  }
  if (terms !== undefined) lines.push(productSubscriptionLine(terms, gsrn, segment))
  return lines.filter((line) => line !== undefined)
}

const linkedLine = (
  { request }: Job,
  quantities: Quantities,
  linked: LinkedCharge,
  segment: Segment,
  problems: Findings["problems"]
): SettlementLine | undefined => {
  const { link, plan } = linked
  if (plan.charge.kind === "subscription") return subscriptionLine(linked, segment, problems)
  if (plan.charge.kind === "fee") return feeLine(linked, segment, problems)
  const isOwn = link.gsrn === request.meteringPoint.gsrn
  const { electricHeating } = request
  if (isOwn && electricHeating !== undefined && chargeId(electricHeating.tax) === plan.id) {
    const { full, reduced } = quantities.heating!
    const i = segment.index
    const basis = quantities.net.basis
    return heatingTaxLine(linked, chargePlan(electricHeating.reduced), segment, full[i]!, reduced[i]!, basis, problems)
  }
  const point = isOwn
    ? quantities.net
    : link.gsrn === request.production?.gsrn
    ? quantities.surplus!
    : quantities.children.get(link.gsrn)!
  return tariffLine(linked, segment, point.blocks[segment.index]!, point.basis, problems)
}

const settlementOf = (
  { request, segments }: Job,
  quantities: Quantities,
  lines: ReadonlyArray<SettlementLine>,
  { warnings }: Findings
): Settlement => ({
  gsrn: request.meteringPoint.gsrn,
  period: request.period,
  segments,
  lines,
  ...totalsOf(lines),
  consumptionWh: quantities.consumptionWh,
  productionWh: quantities.productionWh,
  netConsumptionWh: totalWh(quantities.net.blocks),
  surplusWh: quantities.surplus === undefined ? 0 : totalWh(quantities.surplus.blocks),
  readings: [
    quantities.net.basis,
    ...(quantities.surplus === undefined ? [] : [quantities.surplus.basis]),
    ...Array.from(quantities.children.values(), (child) => child.basis)
  ],
  warnings
})
