import { energinet, type Gln, MarketCalendar } from "../market/index.ts"
import { dkkOf, kwhOf } from "../quantity/index.ts"
import type { SettlementLine } from "../settlement/index.ts"
import { energyProfile } from "./energyProfile.ts"
import type {
  GroupKind,
  Invoice,
  InvoicedPoint,
  InvoiceGroup,
  InvoiceHold,
  InvoiceLine,
  InvoicePoint,
  InvoiceRequest
} from "./Invoice.ts"

/**
 * An invoice from settled metering points: lines grouped by who gets the money, the segments of a charge added up to one
 * line, sums as settled (nothing is rounded again), consumption by day and hour for the chart. With a billing hold of what
 * it is about it is a basis and no bill: `holds` says so, and so does every rendering.
 *
 * @throws RangeError without a metering point
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, invoiceOf, LocalDate, MarketCalendar, settle } from "@datahub-settlement/core"
 * import { seriesOf, spotOf, spotProductOf } from "@datahub-settlement/core/testing"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const period = MarketCalendar.datePeriod(LocalDate.make("2026-01-01"), LocalDate.make("2026-02-01"))
 * const request = {
 *   meteringPoint: { gsrn, priceArea: "DK1" as const },
 *   period,
 *   readings: [seriesOf({ gsrn, period, kwh: "0.500" })],
 *   spotPrices: spotOf({ period, dkkPerKwh: "0.60" }),
 *   charges: [],
 *   links: [],
 *   product: [spotProductOf({ margin: "0.05" })]
 * }
 * const invoice = invoiceOf({
 *   seller: { name: "Strøm A/S", address: [] },
 *   customer: { name: "A. Jensen", address: ["Vejen 1", "9999 Byen"] },
 *   points: [{ settlement: Result.getOrThrow(settle(request)), request }]
 * })
 * invoice.totalOere // => 30225
 * invoice.points[0]?.profile.days.length // => 31
 */
export const invoiceOf = (request: InvoiceRequest): Invoice => {
  const settlements = request.points.map(({ settlement }) => settlement)
  if (settlements.length === 0) throw new RangeError("An invoice needs a metering point")
  const sum = (of: "subtotalOere" | "vatOere" | "totalOere"): number =>
    settlements.reduce((total, one) => total + one[of], 0)
  const period = {
    from: Math.min(...settlements.flatMap(({ segments }) => segments.map(({ from }) => from))),
    to: Math.max(...settlements.flatMap(({ segments }) => segments.map(({ to }) => to)))
  }
  return {
    seller: request.seller,
    customer: request.customer,
    issuedOn: request.issuedOn,
    period,
    points: request.points.map(invoicePoint),
    groups: groupsOf(
      settlements.flatMap(({ lines }) => lines),
      request.ownerNames ?? {}
    ),
    subtotalOere: sum("subtotalOere"),
    vatOere: sum("vatOere"),
    totalOere: sum("totalOere"),
    warnings: settlements.flatMap(({ warnings }) => warnings),
    holds: (request.holds ?? []).filter((hold) => request.points.some((point) => reaches(hold, point)))
  }
}

/** What the point produced is on the same bill. */
const reaches = ({ from, gsrn }: InvoiceHold, { request, settlement }: InvoicedPoint): boolean =>
  (gsrn === settlement.gsrn || gsrn === request.production?.gsrn) && settlement.segments.some(({ to }) => from < to)

const invoicePoint = ({ address, gridArea, meterId, request, settlement }: InvoicedPoint): InvoicePoint => ({
  gsrn: settlement.gsrn,
  priceArea: request.meteringPoint.priceArea,
  productionGsrn: request.production?.gsrn,
  address: address ?? [],
  gridArea,
  meterId,
  consumptionWh: settlement.consumptionWh,
  productionWh: settlement.productionWh,
  netConsumptionWh: settlement.netConsumptionWh,
  surplusWh: settlement.surplusWh,
  profile: energyProfile(request, settlement.segments)
})

const ORDER: ReadonlyArray<GroupKind> = ["supply", "grid", "system", "tax"]

/** Lines of one charge belong together, and so do charges of one owner; taxes are shown for themselves. */
const groupsOf = (
  lines: ReadonlyArray<SettlementLine>,
  ownerNames: Readonly<Record<string, string>>
): ReadonlyArray<InvoiceGroup> => {
  const groups = Map.groupBy(
    lines,
    (line) => `${groupKindOf(line)} ${groupKindOf(line) === "grid" ? ownerOf(line) : ""}`
  )
  return Array.from(groups.values(), (ofGroup): InvoiceGroup => {
    const first = ofGroup[0]!
    const owner = ownerOf(first)
    const grouped = Map.groupBy(ofGroup, (line) => `${line.id} ${line.gsrn} ${line.name}`)
    return {
      kind: groupKindOf(first),
      owner,
      ownerName: owner === undefined ? undefined : ownerNames[owner],
      lines: Array.from(grouped.values(), invoiceLine),
      amountOere: ofGroup.reduce((sum, line) => sum + line.amountOere, 0)
    }
  }).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
}

const groupKindOf = (line: SettlementLine): GroupKind => {
  const owner = ownerOf(line)
  if (owner === undefined) return "supply"
  if (line.isTax) return "tax"
  return owner === energinet ? "system" : "grid"
}

/** The id of a charge's line begins with its owner's number. */
const ownerOf = ({ id, kind }: SettlementLine): Gln | undefined =>
  kind === "tariff" || kind === "subscription" || kind === "fee" ? (id.slice(0, id.indexOf("/")) as Gln) : undefined

const invoiceLine = (segments: ReadonlyArray<SettlementLine>): InvoiceLine => {
  const first = segments[0]!
  const quantityWh = segments.reduce((sum, line) => sum + line.quantityWh, 0)
  const exact = segments.reduce((sum, line) => sum + line.exact, 0n)
  return {
    id: first.id,
    kind: first.kind,
    name: first.name,
    gsrn: first.gsrn,
    quantityWh,
    days: segments.reduce((sum, { segment }) => sum + MarketCalendar.localDays(segment).length, 0),
    averagePrice: quantityWh === 0 ? undefined : dkkOf(exact).div(kwhOf(quantityWh)),
    exact,
    amountOere: segments.reduce((sum, line) => sum + line.amountOere, 0),
    withVat: first.vatClass === "D02",
    segments
  }
}
