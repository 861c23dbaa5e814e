import { Result } from "effect"
import {
  Gln,
  gsrnOf,
  type InvoicedPoint,
  type InvoiceHold,
  type InvoiceParty,
  LocalDate,
  MarketCalendar,
  Quality,
  settle
} from "@datahub-settlement/core"
import {
  feeOf,
  linkOf,
  seriesOf,
  spotOf,
  spotProductOf,
  subscriptionOf,
  tariffOf
} from "@datahub-settlement/core/testing"

/*
 * A household with panels over the clock change in October: 0.5 kWh an hour, 1 kWh made in each hour from 11 to 13, a
 * spot price of 0.40 DKK/kWh. Its names hold what HTML must not take for markup.
 */

export const testSeller: InvoiceParty = {
  name: "Strøm & Søn A/S",
  address: ["Gade 1"],
  cvr: "12345678",
  contact: "hej@strøm.invalid"
}
export const testCustomer: InvoiceParty = {
  name: 'Åse <b>"Østergård"</b>',
  address: ["Vej & Sti 2", "9999 By"],
  number: "17"
}
export const testOwners = { "5790009990031": "Netselskab <Nord>" }

export const testGsrn = gsrnOf("57131399900000901")
export const testProductionGsrn = gsrnOf("57131399900000902")
const grid = Gln.make("5790009990031")

export const testPeriod = MarketCalendar.datePeriod(LocalDate.make("2025-10-20"), LocalDate.make("2025-11-01"))

/** What is used of it from the 25th on is not to be billed. */
export const testHold: InvoiceHold = {
  gsrn: testGsrn,
  from: MarketCalendar.startOfDay(LocalDate.make("2025-10-25")),
  processId: "p-1",
  why: "It was wrong & is not <ours>."
}

/** The settled point; with a mark-up in every name that an invoice shows. */
export const testPoint = (): InvoicedPoint => {
  const period = testPeriod
  const net = tariffOf({
    code: "NET",
    name: "Nettarif <C>",
    owner: grid,
    prices: [
      { valid: ["2025-01-01", "2025-10-27"], price: "0.20" },
      { valid: ["2025-10-27"], price: "0.30" }
    ]
  })
  const tax = tariffOf({ code: "EA-001", name: "Elafgift", isTax: true, prices: "0.72" })
  const subscription = subscriptionOf({ code: "ABO", name: "Netabonnement", owner: grid, prices: "31" })
  const reminder = feeOf({ code: "RYK", name: "Rykker", owner: grid, vatClass: "D01", prices: "100" })
  const system = tariffOf({ code: "41000", name: "Systemtarif", prices: "0.05" })
  const charges = [net, tax, subscription, reminder, system]
  const isNoon = (start: number): boolean => [11, 12].includes(MarketCalendar.localHourOf(start))
  const request = {
    meteringPoint: { gsrn: testGsrn, priceArea: "DK2" as const },
    period,
    readings: [
      seriesOf({
        gsrn: testGsrn,
        period,
        kwh: "0.500",
        quality: (index) => (index === 0 ? Quality.estimated : Quality.measured)
      }),
      seriesOf({
        gsrn: testProductionGsrn,
        period,
        kwh: (_, start) => (isNoon(start) ? "1.000" : "0"),
        meteringPointType: "E18"
      })
    ],
    production: { gsrn: testProductionGsrn, netting: "hourly" as const },
    spotPrices: spotOf({ period, priceArea: "DK2", dkkPerKwh: "0.40" }),
    charges,
    links: [
      ...[net, tax, subscription, system].map((charge) => linkOf(testGsrn, charge)),
      linkOf(testGsrn, reminder, ["2025-10-22"], 2)
    ],
    product: [{ ...spotProductOf({ margin: "0.10", subscription: "31" }), name: "Spot & Mere" }]
  }
  return { settlement: Result.getOrThrow(settle(request)), request, gridArea: "991", meterId: "M-<1>" }
}
