import { Result } from "effect"
import { gln, gridArea, gridCompany, refusedBy, supplier, wholesaleDocument, wirePeriod } from "./measurementFamily.ts"
import { decodeWholesaleServices } from "../../src/messages/NotifyWholesaleServices.ts"
import type { WholesaleSeries } from "../../src/messages/WholesaleData.ts"

export const AMOUNT = "energySum_Quantity.quantity"
export const VOLUME = "energy_Quantity.quantity"
export const A06 = { value: "A06" }

export const hours = [
  { [AMOUNT]: 118.842, [VOLUME]: 990.35, position: { value: 1 }, "price.amount": { value: 0.12 }, quality: A06 },
  { [AMOUNT]: 112.2, [VOLUME]: 935, position: { value: 2 }, "price.amount": { value: 0.12 }, quality: A06 }
]

export const wireSeries = (fields: object = {}, Point: ReadonlyArray<unknown> = hours) => ({
  mRID: "29292929292929292929292929292929",
  version: "12",
  "originalTransactionIDReference_Series.mRID": "5eed0017-0000-4000-8000-000000000002",
  "marketEvaluationPoint.type": { value: "E17" },
  "marketEvaluationPoint.settlementMethod": { value: "D01" },
  "chargeType.mRID": "NET-C",
  "chargeType.type": { value: "D03" },
  "chargeType.chargeTypeOwner_MarketParticipant.mRID": gln(gridCompany),
  "meteringGridArea_Domain.mRID": gridArea("991"),
  "energySupplier_MarketParticipant.mRID": gln(supplier),
  product: "5790001330590",
  "quantity_Measure_Unit.name": { value: "KWH" },
  "price_Measure_Unit.name": { value: "KWH" },
  "currency_Unit.name": { value: "DKK" },
  Period: wirePeriod("PT1H", "2024-12-31T23:00Z", "2025-01-01T01:00Z", Point),
  ...fields
})

export const january = (amount: number, fields: object = {}) => ({
  mRID: "39393939393939393939393939393939",
  version: "12",
  "meteringGridArea_Domain.mRID": gridArea("991"),
  "energySupplier_MarketParticipant.mRID": gln(supplier),
  "currency_Unit.name": { value: "DKK" },
  "settlement_Series.version": { value: "D02" },
  Period: wirePeriod("P1M", "2024-12-31T23:00Z", "2025-01-31T23:00Z", [{ [AMOUNT]: amount, position: { value: 1 } }]),
  ...fields
})
export const netC = {
  "chargeType.mRID": "NET-C",
  "chargeType.type": { value: "D03" },
  "chargeType.chargeTypeOwner_MarketParticipant.mRID": gln(gridCompany)
}

export const header = {
  mRID: "19191919191919191919191919191919",
  createdDateTime: "2025-03-03T09:06:10Z",
  processType: "D05",
  type: "E31"
}
export const document = (...series: ReadonlyArray<unknown>) => wholesaleDocument(header, ...series)
export const decoded = (...series: ReadonlyArray<unknown>): ReadonlyArray<WholesaleSeries> =>
  Result.getOrThrow(decodeWholesaleServices(document(...series))).series
export const refused = refusedBy(decodeWholesaleServices)
