import { Result } from "effect"
import type { Gsrn, Instant, Period } from "../market/index.ts"
import { feeLine, heatingTaxLine, productSubscriptionLine, subscriptionLine, tariffLine } from "./chargeLines.ts"
import { chargeId, chargePlan } from "./ChargePlan.ts"
import { energyLine, productionCreditLine, termsOf } from "./energyLine.ts"
import { appliesIn, checkPlan, type LinkedCharge, linkedCharges } from "./linkedCharges.ts"
import { checkSpot, checkTerms } from "./priceFaults.ts"
import type { Findings } from "./pointReadings.ts"
import { type Job, type Quantities, quantitiesOf, totalWh } from "./quantities.ts"
import { segmentsOf } from "./segments.ts"
import type { Segment, Settlement, SettlementLine } from "./Settlement.ts"
import { SettlementRefused } from "./SettlementProblem.ts"
import type { ElectricHeating, SettlementRequest } from "./SettlementRequest.ts"
import { checkValidities, suppliedPeriods } from "./supplied.ts"
import { totalsOf } from "./totals.ts"

/**
 * Settles one metering point over one period: the lines, their sums and what they rest on — or every reason why it
 * cannot be settled. Pure: the same request gives the same lines, in whatever order its parts come.
 *
 * Each segment (a stretch in which no price, link, product or supply changes) has its own lines, rounded half-even to
 * the øre once; VAT is 25 % of the rounded subtotal of what carries it.
 *
 * @example
 * import { gsrnOf, LocalDate, MarketCalendar, settle } from "@datahub-settlement/core"
 * import { linkOf, seriesOf, spotOf, spotProductOf, tariffOf } from "@datahub-settlement/core/testing"
 * import { Result } from "effect"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))
 * const tax = tariffOf({ code: "EA-001", isTax: true, prices: "0.720" })
 *
 * const settled = settle({
 *   meteringPoint: { gsrn, priceArea: "DK1" },
 *   period: day,
 *   readings: [seriesOf({ gsrn, period: day, kwh: "0.300" })],
 *   spotPrices: spotOf({ period: day, dkkPerKwh: "0.45" }),
 *   charges: [tax],
 *   links: [linkOf(gsrn, tax)],
 *   product: [spotProductOf({ margin: "0.04" })]
 * })
 * // The long day has 25 hours: 7.5 kWh.
 * Result.getOrThrow(settled).lines.map((line) => line.amount.toFixed(2)) // => ["3.68", "5.40"]
 * Result.getOrThrow(settled).totalOere // => 1135
 */
export const settle = (request: SettlementRequest): Result.Result<Settlement, SettlementRefused> =>
  settleSplitAt(request, [])

/** The same with further splits, so that two settlements can be compared line by line. */
export const settleSplitAt = (
  request: SettlementRequest,
  alsoAt: ReadonlyArray<Instant>
): Result.Result<Settlement, SettlementRefused> => {
  const findings: Findings = { problems: [], warnings: [] }
  const refused = () =>
    Result.fail(new SettlementRefused({ gsrn: request.meteringPoint.gsrn, problems: findings.problems }))
  const supplied = suppliedPeriods(request, findings.problems)
  if (supplied.length === 0) return refused()
  const job = jobOf(request, supplied, alsoAt, findings)
  // No sum can be made of prices or times that are not whole.
  if (findings.problems.some(({ _tag }) => _tag === "InvalidPrice" || _tag === "InvalidPeriod")) return refused()
  const quantities = quantitiesOf(job, findings)
  const lines = job.segments.flatMap((segment) => segmentLines(job, quantities, segment, findings))
  if (findings.problems.length > 0) return refused()
  return Result.succeed(settlementOf(job, quantities, lines, findings))
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
  checkTerms(request.meteringPoint.gsrn, product, problems)
  checkSpot(request.meteringPoint.gsrn, request.meteringPoint.priceArea, request.spotPrices, request.period, problems)
  const { electricHeating } = request
  if (electricHeating !== undefined) checkHeating(request.meteringPoint.gsrn, electricHeating, supplied, problems)
  const otherVersions = [
    ...(electricHeating === undefined ? [] : chargePlan(electricHeating.reduced).versions),
    ...(request.production?.periods ?? [])
  ]
  const segments = segmentsOf({ supplied, linked, product, otherVersions, alsoAt })
  return { request, supplied, window: { from: supplied[0]!.from, to: supplied.at(-1)!.to }, linked, segments }
}

/** Allowances must begin and end at midnight and not overlap; of the reduced tax the same is asked as of linked charges. */
const checkHeating = (
  gsrn: Gsrn,
  { allowances, reduced }: ElectricHeating,
  supplied: ReadonlyArray<Period>,
  problems: Findings["problems"]
): void => {
  checkValidities(
    gsrn,
    "heating allowance",
    allowances.toSorted((a, b) => a.from - b.from),
    problems
  )
  for (const period of supplied) checkPlan(gsrn, chargePlan(reduced), period, problems)
}

/** The lines of one segment: energy, production credit, charges by key, product subscription. */
const segmentLines = (
  job: Job,
  quantities: Quantities,
  segment: Segment,
  { problems }: Findings
): ReadonlyArray<SettlementLine> => {
  const {
    meteringPoint: { gsrn },
    product,
    production,
    spotPrices
  } = job.request
  const lines: Array<SettlementLine | undefined> = []
  const { net, surplus } = quantities
  const terms = termsOf(product, gsrn, segment, problems)
  if (terms !== undefined) {
    lines.push(energyLine(terms, spotPrices, gsrn, segment, net.blocks[segment.index]!, net.basis, problems))
  }
  if (surplus !== undefined && production !== undefined) {
    const blocks = surplus.blocks[segment.index]!
    if (blocks.length > 0) {
      lines.push(productionCreditLine(spotPrices, production.gsrn, segment, blocks, surplus.basis, problems))
    }
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
