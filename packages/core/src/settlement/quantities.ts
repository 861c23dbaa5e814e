import { covers, type Gsrn, type Period } from "../market/index.ts"
import { type HeatingSplit, heatingSplit } from "./heatingSplit.ts"
import { appliesIn, type LinkedCharge } from "./linkedCharges.ts"
import { netHourly } from "./netting.ts"
import { checkOutsideSupply, type Findings, pointReadings } from "./pointReadings.ts"
import { blocksOf, type SegmentBlocks, sumWhOf } from "./ReadingBlock.ts"
import type { ReadingsBasis, Segment } from "./Settlement.ts"
import type { SettlementRequest } from "./SettlementRequest.ts"

/** A request with everything about it looked up. */
export interface Job {
  readonly request: SettlementRequest
  readonly supplied: ReadonlyArray<Period>
  /** From the first supplied day to the last. */
  readonly window: Period
  readonly linked: ReadonlyArray<LinkedCharge>
  readonly segments: ReadonlyArray<Segment>
}

/** Readings of a metering point, cut into segments, with what they rest on. */
export interface PointQuantities {
  readonly blocks: SegmentBlocks
  readonly basis: ReadingsBasis
}

/** All energy of a job, by what it is settled as. */
export interface Quantities {
  /** What energy, tariffs and tax of the point are settled on. */
  readonly net: PointQuantities
  /** What is credited at spot; undefined without production. */
  readonly surplus: PointQuantities | undefined
  readonly children: ReadonlyMap<Gsrn, PointQuantities>
  readonly heating: HeatingSplit | undefined
  readonly consumptionWh: number
  readonly productionWh: number
}

/** Reads, nets and splits the energy of a job; what is missing is listed. */
export const quantitiesOf = (job: Job, findings: Findings): Quantities => {
  const { request, segments } = job
  const { gsrn } = request.meteringPoint
  checkOutsideSupply(request, gsrn, job.supplied, findings)
  const measured = pointReadings(request, gsrn, job.window, segments, findings)
  const consumption = { blocks: blocksOf(measured.stretches, segments), basis: measured.basis }
  const consumptionWh = totalWh(consumption.blocks)
  const own =
    request.production === undefined
      ? { net: consumption, surplus: undefined, consumptionWh, productionWh: 0 }
      : withProduction(job, request.production, measured.stretches, consumption, findings)
  const children = childQuantities(job, findings)
  const { electricHeating } = request
  const heating =
    electricHeating === undefined
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
  const produces = ({ from }: Segment): boolean =>
    production.periods === undefined || production.periods.some((period) => covers(period, from))
  const fed = pointReadings(job.request, production.gsrn, job.window, job.segments.filter(produces), findings)
  const netted = production.netting === "hourly" ? netHourly(drawn, fed.stretches, job.window) : undefined
  /** Blocks of the segments in which there is production, others as they are without. */
  const where = (blocks: SegmentBlocks, otherwise: (index: number) => SegmentBlocks[number]): SegmentBlocks =>
    job.segments.map((segment) => (produces(segment) ? blocks[segment.index]! : otherwise(segment.index)))
  const none = (): SegmentBlocks[number] => []
  const fedBlocks = where(blocksOf(fed.stretches, job.segments), none)
  const net = netted && where(blocksOf([netted.net], job.segments), (index) => consumption.blocks[index]!)
  const surplus = netted && where(blocksOf([netted.surplus], job.segments), none)
  return {
    net: { blocks: net ?? consumption.blocks, basis: consumption.basis },
    surplus: { blocks: surplus ?? fedBlocks, basis: fed.basis },
    consumptionWh: totalWh(consumption.blocks),
    productionWh: totalWh(fedBlocks)
  }
}

/** Total energy of a point. */
export const totalWh = (blocks: SegmentBlocks): number => blocks.reduce((sum, segment) => sum + sumWhOf(segment), 0)

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
