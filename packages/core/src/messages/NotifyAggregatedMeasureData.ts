import type { Result } from "effect"
import type { MeteringPointType } from "../market/index.ts"
import { Quality } from "../metering/index.ts"
import { kwhText, whFromKwh } from "../quantity/index.ts"
import type { AggregatedData, AggregatedSeries } from "./AggregatedData.ts"
import type { CimError } from "./CimError.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { qualityJson } from "./qualityJson.ts"
import { needsQuantity, pointFault, type PointsPlace } from "./readPoints.ts"
import { decodeSeries, periodJson, seriesDocumentJson, type SeriesPlace } from "./seriesDocument.ts"
import {
  codeIn,
  codeJson,
  gridAreaIn,
  gridAreaJson,
  idJson,
  participantIn,
  periodIn,
  required,
  textIn,
  versionIn
} from "./seriesFields.ts"
import { valuesIn, type PointReader, walkPoints } from "./walkPoints.ts"

const NAME = "NotifyAggregatedMeasureData"

/** Ten digits before the point and three behind it: the most that a document may hold (RSM-012, RSM-014). */
export const SUM_WH_MAX = 10 ** 13 - 1

/**
 * Decodes RSM-014, aggregated measure data: the energy that DataHub has settled for each grid area (BRS-023), or the
 * answer to a request for it (RSM-016, BRS-026). JSON text or the parsed value, one document with any number of series.
 *
 * Quantities become whole Wh and qualities small numbers, one for each interval; no quality says measured, a position
 * that is left out is missing (A02). Unknown codes and resolutions are carried. Fails with every fault of the document:
 * a consumption or production below zero, a fourth decimal, a version that is no number, a repeated position.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeAggregatedData } from "@datahub-settlement/core"
 *
 * const json = `{ "NotifyAggregatedMeasureData_MarketDocument": {
 *   "mRID": "m-1", "createdDateTime": "2025-02-10T07:00:00Z", "type": { "value": "E31" },
 *   "process.processType": { "value": "D05" },
 *   "sender_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790001330552" },
 *   "sender_MarketParticipant.marketRole.type": { "value": "DGL" },
 *   "receiver_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790009990017" },
 *   "receiver_MarketParticipant.marketRole.type": { "value": "DDQ" },
 *   "Series": [{
 *     "mRID": "s-1", "version": "202502100700000003",
 *     "meteringGridArea_Domain.mRID": { "codingScheme": "NDK", "value": "991" },
 *     "energySupplier_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790009990017" },
 *     "marketEvaluationPoint.settlementMethod": { "value": "D01" },
 *     "marketEvaluationPoint.type": { "value": "E17" },
 *     "product": "8716867000030", "quantity_Measure_Unit.name": { "value": "KWH" },
 *     "Period": {
 *       "resolution": "PT15M",
 *       "timeInterval": { "start": { "value": "2025-01-14T23:00Z" }, "end": { "value": "2025-01-14T23:30Z" } },
 *       "Point": [{ "position": { "value": 1 }, "quantity": 1204.331 }, { "position": { "value": 2 }, "quality": { "value": "A02" } }]
 *     }
 *   }]
 * } }`
 * const { series } = Result.getOrThrow(decodeAggregatedData(json))
 * series[0]?.gridArea // => "991"
 * series[0]?.version // => 202502100700000003n
 * series[0]?.quantitiesWh[0] // => 1204331
 * series[0]?.qualities[1] // => 0
 */
export const decodeAggregatedData = (input: unknown): Result.Result<AggregatedData, CimError> =>
  decodeSeries(input, NAME, readSeries)

const readSeries = (wire: JsonObject, place: SeriesPlace): AggregatedSeries | undefined => {
  const meteringPointType = required<MeteringPointType>(codeIn, wire, "marketEvaluationPoint.type", place, "")
  const identity = present({
    transactionId: required(textIn, wire, "mRID", place, ""),
    answers: textIn(wire, "originalTransactionIDReference_Series.mRID", place),
    version: required(versionIn, wire, "version", place, 0n),
    gridArea: required(gridAreaIn, wire, "meteringGridArea_Domain.mRID", place, "" as AggregatedSeries["gridArea"]),
    supplier: participantIn(wire, "energySupplier_MarketParticipant.mRID", place),
    balanceResponsible: participantIn(wire, "balanceResponsibleParty_MarketParticipant.mRID", place),
    meteringPointType,
    settlementMethod: codeIn(wire, "marketEvaluationPoint.settlementMethod", place),
    settlementVersion: codeIn(wire, "settlement_Series.version", place),
    product: required(textIn, wire, "product", place, ""),
    unit: required(codeIn, wire, "quantity_Measure_Unit.name", place, "")
  })
  const period = periodIn(wire, place)
  if (period === undefined) return undefined
  const { interval, points } = period
  const intervals = valuesIn(interval, points, place)
  if (intervals === undefined) return undefined
  const quantitiesWh = new Float64Array(intervals)
  const pointsPlace = { faults: place.faults, series: place.path }
  const reader = quantityReader(quantitiesWh, quantityMin(meteringPointType), pointsPlace)
  return {
    ...identity,
    resolution: interval.resolution,
    period: { from: interval.from, to: interval.to },
    quantitiesWh,
    ...present(walkPoints(points, intervals, pointsPlace, reader))
  }
}

/** Exchange (E20) goes either way; what is consumed or produced is never below zero. */
const quantityMin = (meteringPointType: MeteringPointType): number =>
  meteringPointType === "E17" || meteringPointType === "E18" ? 0 : -SUM_WH_MAX

const quantityReader = (quantitiesWh: Float64Array, minWh: number, place: PointsPlace): PointReader => {
  const fault = (pointIndex: number, quantity: unknown): void => {
    const sign = minWh === 0 ? "a quantity ≥ 0" : "a quantity"
    const expected = `${sign} with at most 3 decimals, at most ${kwhText(SUM_WH_MAX)}`
    pointFault(place, pointIndex, ["quantity"], expected, quantity)
  }
  return ({ quantity }, index, quality, pointIndex) => {
    if (typeof quantity === "number") {
      const wh = whFromKwh(quantity)
      if (wh === undefined || wh < minWh || wh > SUM_WH_MAX) fault(pointIndex, quantity)
      else if (quality !== Quality.missing) quantitiesWh[index] = wh
    } else if (quantity != null || needsQuantity(quality)) fault(pointIndex, quantity)
  }
}

/**
 * RSM-014 as JSON, the way DataHub writes it: what {@link decodeAggregatedData} reads back unchanged. For simulators and
 * tests; a supplier receives this document and never sends it.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeAggregatedData, encodeAggregatedData } from "@datahub-settlement/core"
 *
 * const header = {
 *   messageId: "m-1", createdAt: Date.UTC(2025, 1, 10, 7), processType: "D05", type: "E31",
 *   sender: { id: "5790001330552", role: "DGL" }, receiver: { id: "5790009990017", role: "DDQ" }
 * }
 * Result.getOrThrow(decodeAggregatedData(encodeAggregatedData({ header, series: [] }))).header.processType // => "D05"
 */
export const encodeAggregatedData = (data: AggregatedData): JsonObject => seriesDocumentJson(NAME, data, seriesJson)

const seriesJson = (series: AggregatedSeries): JsonObject =>
  present({
    mRID: series.transactionId,
    version: String(series.version),
    "meteringGridArea_Domain.mRID": gridAreaJson(series.gridArea),
    "balanceResponsibleParty_MarketParticipant.mRID": idJson(series.balanceResponsible),
    "energySupplier_MarketParticipant.mRID": idJson(series.supplier),
    "marketEvaluationPoint.settlementMethod": codeJson(series.settlementMethod),
    "originalTransactionIDReference_Series.mRID": series.answers,
    "marketEvaluationPoint.type": codeJson(series.meteringPointType),
    product: series.product,
    "quantity_Measure_Unit.name": codeJson(series.unit),
    "settlement_Series.version": codeJson(series.settlementVersion),
    Period: periodJson(
      series.resolution,
      series.period,
      Array.from(series.quantitiesWh, (wh, index) =>
        present({
          position: { value: index + 1 },
          quality: qualityJson(series, index),
          quantity: series.qualities[index] === Quality.missing ? undefined : wh / 1000
        })
      )
    )
  })
