import { formatInstant } from "../market/index.ts"
import { dkkOf, kwhText, oereText } from "../quantity/index.ts"
import { explain } from "./explain.ts"
import type { Settlement, SettlementLine } from "./Settlement.ts"

const lineJson = (line: SettlementLine) => ({
  kind: line.kind,
  id: line.id,
  name: line.name,
  gsrn: line.gsrn,
  from: formatInstant(line.segment.from),
  to: formatInstant(line.segment.to),
  kwh: kwhText(line.quantityWh),
  averagePrice: line.averagePrice?.toFixed(6),
  exactAmount: dkkOf(line.exact).toFixed(),
  amount: oereText(line.amountOere),
  vatClass: line.vatClass,
  isTax: line.isTax,
  why: explain(line)
})

/** A settlement as plain JSON: decimal strings (kWh with three decimals, DKK with two), instants in UTC. */
export const settlementJson = (settlement: Settlement) => ({
  gsrn: settlement.gsrn,
  from: formatInstant(settlement.period.from),
  to: formatInstant(settlement.period.to),
  consumptionKwh: kwhText(settlement.consumptionWh),
  productionKwh: kwhText(settlement.productionWh),
  netConsumptionKwh: kwhText(settlement.netConsumptionWh),
  surplusKwh: kwhText(settlement.surplusWh),
  segments: settlement.segments.map(({ from, to }) => ({ from: formatInstant(from), to: formatInstant(to) })),
  lines: settlement.lines.map(lineJson),
  subtotal: oereText(settlement.subtotalOere),
  vat: oereText(settlement.vatOere),
  total: oereText(settlement.totalOere),
  warnings: settlement.warnings.map(({ from, gsrn, intervals, kind, to }) => ({
    kind,
    gsrn,
    from: formatInstant(from),
    to: formatInstant(to),
    intervals
  }))
})
