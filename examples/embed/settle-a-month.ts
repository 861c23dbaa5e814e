import {
  energinet,
  explain,
  Gsrn,
  LocalDate,
  MarketCalendar,
  Quality,
  SettlementEngine
} from "@datahub-settlement/core"
import { kwhText, nanoFromDkk, oereText, type SettlementRequest, whFromKwh } from "@datahub-settlement/core"
import { Effect } from "effect"

const gsrn = Gsrn.make("571313999000000010")
const period = MarketCalendar.monthPeriod(LocalDate.make("2026-01-01"))
const hours = (period.to - period.from) / 3_600_000
const electricityTax = { owner: energinet, type: "D03", code: "EA-001" } as const
const always = { from: MarketCalendar.startOfDay(LocalDate.make("2026-01-01")) }

const request: SettlementRequest = {
  meteringPoint: { gsrn, priceArea: "DK1" },
  period,
  // What DataHub sends in RSM-012: here 0.550 kWh in each of the 744 hours.
  readings: [
    {
      gsrn,
      meteringPointType: "E17",
      unit: "KWH",
      resolution: "PT1H",
      start: period.from,
      registeredAt: period.to,
      quantitiesWh: new Int32Array(hours).fill(whFromKwh(0.55)!),
      qualities: new Uint8Array(hours).fill(Quality.measured),
      messageId: "m-1",
      transactionId: "t-1"
    }
  ],
  // Day-ahead prices of the price area: here 0.50 DKK/kWh throughout.
  spotPrices: {
    priceArea: "DK1",
    stretches: [
      { resolution: "PT1H", start: period.from, nanoDkkPerKwh: new Float64Array(hours).fill(nanoFromDkk(0.5)!) }
    ]
  },
  charges: [
    {
      kind: "tariff",
      key: electricityTax,
      name: "Elafgift",
      vatClass: "D02",
      isTax: true,
      transparentInvoicing: true,
      prices: [{ ...always, price: { kind: "flat", nanoDkkPerKwh: nanoFromDkk(0.008)! } }]
    }
  ],
  links: [{ ...always, gsrn, charge: electricityTax, quantity: 1 }],
  product: [
    {
      ...always,
      name: "Spot",
      energy: { kind: "spot", margin: nanoFromDkk(0.04)!, supplement: 0 },
      subscriptionPerMonth: nanoFromDkk(29)!
    }
  ]
}

const program = Effect.gen(function* () {
  const engine = yield* SettlementEngine
  const settlement = yield* engine.settle(request)
  for (const line of settlement.lines)
    console.log(`${line.name}: ${kwhText(line.quantityWh)} kWh, ${oereText(line.amountOere)} DKK`)
  console.log(`VAT ${oereText(settlement.vatOere)}, total ${oereText(settlement.totalOere)} DKK`)
  console.log(explain(settlement.lines[0]!).join("\n"))
})

await Effect.runPromise(Effect.provide(program, SettlementEngine.layer))
