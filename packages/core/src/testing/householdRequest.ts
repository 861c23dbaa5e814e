import { Gln, type Gsrn, gsrnOf, LocalDate, MarketCalendar, type Period } from "../market/index.ts"
import type { SettlementRequest } from "../settlement/index.ts"
import { subscriptionOf, tariffOf } from "./chargesOf.ts"
import { linkOf } from "./linkOf.ts"
import { spotProductOf } from "./productOf.ts"
import { seriesOf } from "./seriesOf.ts"
import { spotOf } from "./spotOf.ts"

const gridCompany = Gln.make("5790001089030")

/** Charges of {@link householdRequest}: a grid tariff by local hour, a flat tariff, the electricity tax, a subscription. */
export const householdCharges = {
  grid: tariffOf({
    code: "C",
    owner: gridCompany,
    prices: {
      byLocalHour: Array.from({ length: 24 }, (_, hour) =>
        hour < 6 ? "0.06" : hour >= 17 && hour < 21 ? "0.54" : "0.18"
      )
    }
  }),
  system: tariffOf({ code: "41000", prices: "0.054" }),
  tax: tariffOf({ code: "EA-001", isTax: true, prices: "0.72" }),
  subscription: subscriptionOf({ code: "C", owner: gridCompany, prices: "49" })
} as const

/**
 * A household in DK1 with 0.4 kWh in every hour of January 2025, spot at 0.5 DKK/kWh, a margin and the charges of
 * {@link householdCharges}: a request that can be settled, of which a test changes what it is about. Another `period`
 * has readings and spot prices of its own.
 *
 * @example
 * import { Result } from "effect"
 * import { settle } from "@datahub-settlement/core"
 * import { householdRequest } from "@datahub-settlement/core/testing"
 *
 * const settlement = Result.getOrThrow(settle(householdRequest()))
 * settlement.consumptionWh // => 297600
 */
export const householdRequest = (changes: Partial<SettlementRequest> = {}): SettlementRequest => {
  const gsrn: Gsrn = changes.meteringPoint?.gsrn ?? gsrnOf("57131399900000001")
  const period: Period =
    changes.period ?? MarketCalendar.datePeriod(LocalDate.make("2025-01-01"), LocalDate.make("2025-02-01"))
  const charges = Object.values(householdCharges)
  return {
    meteringPoint: { gsrn, priceArea: "DK1" },
    period,
    charges,
    links: charges.map((charge) => linkOf(gsrn, charge)),
    product: [spotProductOf({ margin: "0.04", subscription: "39" })],
    ...changes,
    readings: changes.readings ?? [seriesOf({ gsrn, period, kwh: "0.4" })],
    spotPrices: changes.spotPrices ?? spotOf({ period, dkkPerKwh: "0.5" })
  }
}
