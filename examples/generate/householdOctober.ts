import { type ChargeKey, gsrnOf, intervalMs, LocalDate, MarketCalendar } from "@datahub-settlement/core"
import { cerius, nationalConsumption } from "./charges.ts"
import {
  daySeries,
  type ExampleFiles,
  periodOfDates,
  type PointReadings,
  replacing,
  weeklyFiles
} from "./exampleFolder.ts"
import { consumptionOf } from "./load.ts"
import type { PriceListRow, Recorded } from "./recorded.ts"
import { productFile, settlementFile } from "./settlementFile.ts"
import { rsm022, rsm031, rsm034MasterData, rsm034Prices, type WireCharge } from "./structure.ts"
import { rsm012 } from "./wire.ts"

const gsrn = gsrnOf("57131399900000202")
const period = periodOfDates("2025-10-01", "2025-11-01")
const supplyStart = MarketCalendar.startOfDay(LocalDate.make("2024-03-01"))

const measured: PointReadings = {
  gsrn,
  type: "E17",
  resolution: "PT1H",
  period,
  readings: consumptionOf({ seed: 202510, shape: "evening", dayWh: (day) => 9_800 + 90 * day }, period, "PT1H").map(
    (wh) => ({ wh })
  )
}

/** Two hours on the 9th stay estimates; the 20th came wrong first and was registered again two days later. */
const estimatedHours = {
  from: Date.UTC(2025, 9, 9, 11),
  to: Date.UTC(2025, 9, 9, 13)
}
const correctedDay = LocalDate.make("2025-10-20")
const registered = replacing(measured, estimatedHours, () => ({ wh: 400, quality: "A03" }))
const wrongFirst = replacing(registered, MarketCalendar.dayPeriod(correctedDay), ({ wh }) => ({ wh: wh + 250 }))
const correctedAt = Date.UTC(2025, 9, 22, 8, 41)

const tariff: WireCharge = {
  key: cerius.tariff,
  name: "Nettarif C",
  description: "Tidsdifferentieret nettarif for C-kunder",
  resolution: "PT1H"
}
const subscription: WireCharge = {
  key: cerius.subscription,
  name: "Netabonnement C",
  description: "Abonnement for C-kunder",
  resolution: "P1M"
}

const rowOf = (rows: ReadonlyArray<PriceListRow>, key: ChargeKey): PriceListRow => {
  const row = rows.find((one) => one["ChargeTypeCode"] === key.code)
  if (row === undefined) throw new Error(`The price list has no ${key.code}`)
  return row
}

/** The grid company's recorded prices, put into the documents in which DataHub sends them. */
const gridPrices = (recorded: Recorded): ExampleFiles => {
  const rows = recorded.priceListRows("cerius.json", [cerius.tariff, cerius.subscription], period)
  const tariffRow = rowOf(rows, cerius.tariff)
  const hours = (period.to - period.from) / intervalMs.PT1H
  const hourly = Array.from({ length: hours }, (_, index) =>
    Number(tariffRow[`Price${MarketCalendar.localHourOf(period.from + index * intervalMs.PT1H) + 1}`])
  )
  const createdAt = Date.UTC(2025, 8, 12, 6)
  return {
    "prices/grid-charges.json": rsm034MasterData(createdAt, period.from, [tariff, subscription]),
    "prices/grid-prices.json": rsm034Prices(createdAt + 5000, period, [
      { ...tariff, prices: hourly },
      { ...subscription, prices: [Number(rowOf(rows, cerius.subscription)["Price1"])] }
    ])
  }
}

/** A household in Cerius's grid (DK2), October 2025: hourly readings at quarter-hour prices, over the clock change. */
export const householdOctober = (recorded: Recorded): ExampleFiles => ({
  ...weeklyFiles([wrongFirst]),
  [`readings/${correctedDay}-correction.json`]: rsm012(correctedAt + 900_000, [
    daySeries(registered, correctedDay, correctedAt)
  ]),
  "master-data.json": rsm022({
    gsrn,
    type: "E17",
    gridArea: cerius.gridArea,
    gridCompany: cerius.gln,
    readCycle: "PT1H",
    supplyStart,
    meterId: "M-0020202",
    address: { street: "Skovbrynet", number: "7", town: "Eksempelby", postalCode: "9999" },
    annualKwh: 4100
  }),
  "charge-links.json": rsm031(supplyStart, [
    { gsrn, charges: [cerius.tariff, cerius.subscription, ...nationalConsumption] }
  ]),
  ...gridPrices(recorded),
  "prices/day-ahead-dk2.json": recorded.dayAheadPrices("DK2", period),
  "prices/energinet.json": recorded.priceList("energinet.json", nationalConsumption, period),
  "product.json": productFile(
    {
      name: "Fastpris 2025",
      from: "2024-03-01",
      to: "2025-10-15",
      energy: { kind: "fixed", priceDkkPerKwh: "0.6950" },
      subscriptionDkkPerMonth: "19.00"
    },
    {
      name: "Spot Basis",
      from: "2025-10-15",
      energy: { kind: "spot", marginDkkPerKwh: "0.0500", supplementDkkPerKwh: "0.0090" },
      subscriptionDkkPerMonth: "29.00"
    }
  ),
  "settlement.json": settlementFile(
    cerius.gln,
    { from: "2025-10-01", to: "2025-11-01" },
    {
      gsrn,
      priceArea: "DK2",
      customer: { name: "Jens & Maja Skov", number: "10027", address: ["Skovbrynet 7", "9999 Eksempelby"] }
    }
  ),
  "SOURCE.md": `# Where these files come from

- \`prices/day-ahead-dk2.json\`, \`prices/energinet.json\`: Energinet, Energi Data Service (DayAheadPrices, DatahubPricelist),
  CC BY 4.0. The day-ahead prices of this month come from a copy that keeps two decimals; columns that settlement does
  not need, and those that the copy lacks, are left out as in a reply to a \`columns=\` request. Prices are unchanged.
- \`prices/grid-charges.json\`, \`prices/grid-prices.json\`: Cerius's prices of the same price list, put into RSM-034
  documents of the form in which DataHub sends them.
- \`readings/\`, \`master-data.json\`, \`charge-links.json\`, \`product.json\`, \`settlement.json\`: invented. The household, its
  load, its supplier and all metering point numbers do not exist; the form is that of DataHub's documents.
- Written by \`examples/generate.ts\`.
`
})
