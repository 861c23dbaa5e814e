import { chargeKeyText, kwhText, oereText, type SettlementLine, type Totals } from "@datahub-settlement/core"
import { lineNames, type LineName } from "./Expected.ts"
import { chargeKeys } from "./request.ts"

/** Figures in the shape in which a case states what it expects. */
export interface Figures {
  readonly [name: string]: string | Figures | ReadonlyArray<string>
}

/** What settlements and corrections have in common. */
interface Settled extends Totals {
  readonly lines: ReadonlyArray<SettlementLine>
  readonly consumptionWh: number
  readonly netConsumptionWh: number
  readonly surplusWh: number
}

const lineIds: Readonly<Record<LineName, string>> = {
  energy: "product/energy",
  grid_tariff: chargeKeyText(chargeKeys.grid_tariff),
  system_tariff: chargeKeyText(chargeKeys.system_tariff),
  transmission_tariff: chargeKeyText(chargeKeys.transmission_tariff),
  electricity_tax: chargeKeyText(chargeKeys.electricity_tax),
  grid_subscription: chargeKeyText(chargeKeys.grid_subscription),
  supplier_subscription: "product/subscription",
  production_credit: "production/credit"
}

/** All figures of a settlement or correction. A line that there is not comes to 0.00. */
export const figuresOf = (settled: Settled): Figures => ({
  totalKwh: kwhText(settled.consumptionWh),
  netKwh: kwhText(settled.netConsumptionWh),
  surplusKwh: kwhText(settled.surplusWh),
  lines: Object.fromEntries(
    lineNames.map((name) => {
      const segments = settled.lines.filter((line) => line.id === lineIds[name])
      return [name, oereText(segments.reduce((sum, line) => sum + line.amountOere, 0))]
    })
  ),
  subtotal: oereText(settled.subtotalOere),
  vat: oereText(settled.vatOere),
  total: oereText(settled.totalOere)
})
