import { gsrnOf, LocalDate, MarketCalendar } from "@datahub-settlement/core"
import { nationalConsumption, radius } from "./charges.ts"
import {
  dailyFiles,
  daySeries,
  type ExampleFiles,
  periodOfDates,
  type PointReadings,
  replacing
} from "./exampleFolder.ts"
import { consumptionOf } from "./load.ts"
import type { Recorded } from "./recorded.ts"
import { productFile, settlementFile } from "./settlementFile.ts"
import { rsm022, rsm031 } from "./structure.ts"
import { rsm012 } from "./wire.ts"

const gsrn = gsrnOf("57131399900000101")
const period = periodOfDates("2026-01-01", "2026-02-01")
const supplyStart = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))

const measured: PointReadings = {
  gsrn,
  type: "E17",
  resolution: "PT15M",
  period,
  readings: consumptionOf(
    { seed: 202601, shape: "evening", dayWh: (day) => 12_600 + (day % 7 >= 2 && day % 7 <= 3 ? 2600 : 0) },
    period,
    "PT15M"
  ).map((wh) => ({ wh }))
}

/** The meter could not be read on the 14th: an estimate came first, and three days later what it had measured. */
const correctedDay = LocalDate.make("2026-01-14")
const estimated = replacing(measured, MarketCalendar.dayPeriod(correctedDay), () => ({ wh: 145, quality: "A03" }))
const correctedAt = Date.UTC(2026, 0, 18, 7, 12)

/** A household in Radius's grid (DK2), January 2026: quarter-hour readings at quarter-hour spot prices. */
export const householdJanuary = (recorded: Recorded): ExampleFiles => ({
  ...dailyFiles(estimated),
  [`readings/${correctedDay}-correction.json`]: rsm012(correctedAt + 900_000, [
    daySeries(measured, correctedDay, correctedAt)
  ]),
  "master-data.json": rsm022({
    gsrn,
    type: "E17",
    gridArea: radius.gridArea,
    gridCompany: radius.gln,
    readCycle: "PT15M",
    supplyStart,
    meterId: "M-0010101",
    address: { street: "Eksempelvej", number: "14", town: "Eksempelby", postalCode: "9999" },
    annualKwh: 4800
  }),
  "charge-links.json": rsm031(supplyStart, [
    { gsrn, charges: [radius.tariff, radius.subscription, ...nationalConsumption] }
  ]),
  "prices/day-ahead-dk2.json": recorded.dayAheadPrices("DK2", period),
  "prices/energinet.json": recorded.priceList("energinet.json", nationalConsumption, period),
  "prices/radius.json": recorded.priceList("radius.json", [radius.tariff, radius.subscription], period),
  "product.json": productFile({
    name: "Spot Basis",
    from: "2025-06-01",
    energy: { kind: "spot", marginDkkPerKwh: "0.0500", supplementDkkPerKwh: "0.0090" },
    subscriptionDkkPerMonth: "29.00"
  }),
  "settlement.json": settlementFile(
    radius.gln,
    { from: "2026-01-01", to: "2026-02-01" },
    {
      gsrn,
      priceArea: "DK2",
      customer: { name: "Åse Østergård", number: "10014", address: ["Eksempelvej 14", "9999 Eksempelby"] }
    }
  ),
  "SOURCE.md": `# Where these files come from

- \`prices/\`: Energinet, Energi Data Service (DayAheadPrices, DatahubPricelist), CC BY 4.0. The day-ahead prices of this
  month come from a copy that keeps two decimals; columns that settlement does not need, and those that the copy lacks,
  are left out as in a reply to a \`columns=\` request. Prices are unchanged.
- \`readings/\`, \`master-data.json\`, \`charge-links.json\`, \`product.json\`, \`settlement.json\`: invented. The household, its
  load, its supplier and all metering point numbers do not exist; the form is that of DataHub's documents.
- Written by \`examples/generate.ts\`.
`
})
