import { Result } from "effect"
import { aggregatedDocument, gln, gridArea, refusedBy, supplier, wirePeriod } from "./measurementFamily.ts"
import type { AggregatedSeries } from "../../src/messages/AggregatedData.ts"
import { decodeAggregatedData } from "../../src/messages/NotifyAggregatedMeasureData.ts"

export const points = [
  { position: { value: 1 }, quantity: 1204.331 },
  { position: { value: 2 }, quality: { value: "A03" }, quantity: 1188.07 },
  { position: { value: 3 }, quality: { value: "A06" }, quantity: 1175.5 },
  { position: { value: 4 }, quality: { value: "A05" }, quantity: 1169.912 }
]

export const wireSeries = (fields: object = {}, Point: ReadonlyArray<unknown> = points) => ({
  mRID: "11112222333344445555666677778888",
  version: "3",
  "meteringGridArea_Domain.mRID": gridArea("991"),
  "energySupplier_MarketParticipant.mRID": gln(supplier),
  "marketEvaluationPoint.settlementMethod": { value: "D01" },
  "marketEvaluationPoint.type": { value: "E17" },
  product: "8716867000030",
  "quantity_Measure_Unit.name": { value: "KWH" },
  Period: wirePeriod("PT15M", "2025-01-14T23:00Z", "2025-01-15T00:00Z", Point),
  ...fields
})

export const header = {
  mRID: "f00dfeed0123456789abcdef01234567",
  createdDateTime: "2025-02-10T07:00:00Z",
  processType: "D05",
  type: "E31"
}
export const document = (...series: ReadonlyArray<unknown>) => aggregatedDocument(header, ...series)
export const only = (fields?: object, Point?: ReadonlyArray<unknown>): AggregatedSeries =>
  Result.getOrThrow(decodeAggregatedData(document(wireSeries(fields, Point)))).series[0]!
export const refused = refusedBy(decodeAggregatedData)

export const correction = aggregatedDocument(
  { ...header, mRID: "d1d2d3d4d5d6d7d8d9d0dadbdcdddedf", createdDateTime: "2025-05-12T07:00:00Z", processType: "D32" },
  wireSeries(
    {
      version: "77",
      "marketEvaluationPoint.settlementMethod": { value: "E02" },
      "settlement_Series.version": { value: "D01" }
    },
    [1204.331, 1190.2, 1175.5, 1169.912].map((quantity, i) => ({ position: { value: i + 1 }, quantity }))
  )
)
export const answer = aggregatedDocument(
  { ...header, createdDateTime: "2025-03-03T09:00:31Z", processType: "D04" },
  wireSeries({
    version: "41",
    "originalTransactionIDReference_Series.mRID": "5eed0016-0000-4000-8000-000000000002",
    Period: wirePeriod("PT15M", "2024-12-31T23:00Z", "2025-01-01T00:00Z", [
      { position: { value: 1 }, quantity: 980.004 },
      { position: { value: 2 }, quantity: 975.1 },
      { position: { value: 3 }, quality: { value: "A02" } },
      { position: { value: 4 }, quantity: 969.72 }
    ])
  })
)
