import { chargeKeyText, gsrnOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
import { n1, national, nationalConsumption } from "./charges.ts"
import {
  daySeries,
  type ExampleFiles,
  periodOfDates,
  type PointReadings,
  replacing,
  weeklyFiles
} from "./exampleFolder.ts"
import { consumptionOf, productionOf } from "./load.ts"
import { priceListReply, type PriceListRow, type Recorded } from "./recorded.ts"
import { productFile, settlementFile } from "./settlementFile.ts"
import { rsm022, rsm031 } from "./structure.ts"
import { rsm012 } from "./wire.ts"

const consumptionGsrn = gsrnOf("57131399900000303")
const productionGsrn = gsrnOf("57131399900000304")
const period = periodOfDates("2025-03-01", "2025-05-01")
const supplyStart = MarketCalendar.startOfDay(LocalDate.make("2023-09-01"))

const drawn: PointReadings = {
  gsrn: consumptionGsrn,
  type: "E17",
  resolution: "PT1H",
  period,
  readings: consumptionOf({ seed: 2025_03, shape: "heatPump", dayWh: (day) => 38_000 - 310 * day }, period, "PT1H").map(
    (wh) => ({ wh })
  )
}

const made: PointReadings = {
  gsrn: productionGsrn,
  type: "E18",
  resolution: "PT1H",
  period,
  readings: productionOf({ seed: 2025_04, peakW: 6400 }, period, "PT1H").map((wh) => ({ wh }))
}

/** The production meter was silent on 9 April: zeros were registered first, what was produced came later. */
const correctedDay = LocalDate.make("2025-04-09")
const silent = replacing(made, MarketCalendar.dayPeriod(correctedDay), () => ({ wh: 0 }))
const correctedAt = Date.UTC(2025, 3, 14, 9, 3)

const address = { street: "Solsikkevej", number: "3", town: "Eksempelby", postalCode: "9999" }

const pointOf = (point: PointReadings, meterId: string) =>
  ({
    gsrn: point.gsrn,
    type: point.type,
    gridArea: n1.gridArea,
    gridCompany: n1.gln,
    readCycle: point.resolution,
    supplyStart,
    meterId,
    address
  }) as const

/** Energinet's feed-in tariff since 2025, as the price list has it; the recorded reply did not ask for it. */
const feedInRow = (like: PriceListRow): PriceListRow => ({
  ...like,
  ChargeType: national.feedIn.type,
  ChargeTypeCode: national.feedIn.code,
  ValidFrom: "2025-01-01T00:00:00",
  ValidTo: null,
  Price1: 0.005
})

const energinetPrices = (recorded: Recorded): unknown => {
  const rows = recorded.priceListRows("energinet.json", nationalConsumption, period)
  const daily = rows.find((row) => row["ResolutionDuration"] === "P1D")
  if (daily === undefined) throw new Error("The price list has no daily row of Energinet")
  return priceListReply([...rows, feedInRow(daily)])
}

/** A house in N1's grid (DK1) with heat pump and solar panels, March and April 2025. */
export const solarHeatPump = (recorded: Recorded): ExampleFiles => ({
  ...weeklyFiles([drawn, silent]),
  [`readings/${correctedDay}-correction.json`]: rsm012(correctedAt + 900_000, [
    daySeries(made, correctedDay, correctedAt)
  ]),
  "master-data/consumption.json": rsm022({ ...pointOf(drawn, "M-0030303"), annualKwh: 9600 }),
  "master-data/production.json": rsm022(pointOf(made, "M-0030304")),
  "charge-links.json": rsm031(supplyStart, [
    { gsrn: consumptionGsrn, charges: [n1.tariff, ...nationalConsumption] },
    { gsrn: productionGsrn, charges: [n1.feedIn, national.feedIn] }
  ]),
  "prices/elspot-dk1.json": recorded.elspotPrices("DK1", period),
  "prices/energinet.json": energinetPrices(recorded),
  "prices/energinet-reduced-tax.json": recorded.priceList(
    "full-fields-reduced-elafgift-2021.json",
    [national.reducedTax],
    period
  ),
  "prices/n1.json": recorded.priceList("n1-131.json", [n1.tariff, n1.feedIn], period),
  "product.json": productFile({
    name: "Spot Sol og Varme",
    from: "2023-09-01",
    energy: { kind: "spot", marginDkkPerKwh: "0.0450", supplementDkkPerKwh: "0.0090" },
    subscriptionDkkPerMonth: "35.00"
  }),
  "settlement.json": settlementFile(
    n1.gln,
    { from: "2025-03-01", to: "2025-05-01" },
    {
      gsrn: consumptionGsrn,
      priceArea: "DK1",
      customer: { name: "Familien Lærke Sørensen", number: "10039", address: ["Solsikkevej 3", "9999 Eksempelby"] },
      production: { gsrn: productionGsrn, netting: "hourly" },
      electricHeating: {
        tax: chargeKeyText(national.tax),
        reduced: chargeKeyText(national.reducedTax),
        allowances: [
          {
            from: "2025-01-01",
            to: "2026-01-01",
            limitKwh: "4000",
            used: { kwh: "3012.418", until: "2025-03-01" }
          }
        ]
      }
    }
  ),
  "SOURCE.md": `# Where these files come from

- \`prices/\`: Energinet, Energi Data Service (Elspotprices, DatahubPricelist), CC BY 4.0. Columns that settlement does not
  need, and those that the copy lacks, are left out as in a reply to a \`columns=\` request. Prices are unchanged. The row
  of charge 40010 is written from the recorded rate. The grid company's subscription is not in the recorded copy and so
  not in the example.
- \`readings/\`, \`master-data/\`, \`charge-links.json\`, \`product.json\`, \`settlement.json\`: invented. The household, its load
  and production, its supplier and all metering point numbers do not exist; the form is that of DataHub's documents.
- Written by \`examples/generate.ts\`.
`
})
