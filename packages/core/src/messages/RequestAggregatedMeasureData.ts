import type { Result } from "effect"
import type { GridArea, Instant, MeteringPointType } from "../market/index.ts"
import type { SettlementMethod, SettlementVersion } from "./AggregatedData.ts"
import type { CimError } from "./CimError.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { decodeSeries, type SeriesDocument, seriesDocumentJson, type SeriesPlace } from "./seriesDocument.ts"
import {
  codeIn,
  codeJson,
  gridAreaIn,
  gridAreaJson,
  idJson,
  instantIn,
  instantJson,
  participantIn,
  periodEndIn,
  required,
  textIn
} from "./seriesFields.ts"

const NAME = "RequestAggregatedMeasureData"

/** One set of sums that is asked for; what is left out is not narrowed down. */
export interface AggregatedDataRequestSeries {
  /** What the answer (RSM-014) or the reject refers to. */
  readonly transactionId: string
  readonly from: Instant
  readonly to?: Instant | undefined
  readonly gridArea?: GridArea | undefined
  /** GLN or EIC; so are the balance responsible's and the bidding zone's. */
  readonly supplier?: string | undefined
  readonly balanceResponsible?: string | undefined
  readonly biddingZone?: string | undefined
  readonly meteringPointType?: MeteringPointType | undefined
  readonly settlementMethod?: SettlementMethod | undefined
  readonly settlementVersion?: SettlementVersion | undefined
}

/** What one RSM-016 document asks for (BRS-026); the process type says of which run. */
export type AggregatedDataRequest = SeriesDocument<AggregatedDataRequestSeries>

/**
 * Decodes RSM-016, the request for aggregated measure data. For simulators and for reading back what was sent; the rules
 * that a request must keep are for {@link buildAggregatedDataRequest}. Fails with every fault of the document.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeAggregatedDataRequest } from "@datahub-settlement/core"
 *
 * const refused = decodeAggregatedDataRequest(`{ "RequestAggregatedMeasureData_MarketDocument": [] }`)
 * Result.isFailure(refused) && refused.failure.path // => "RequestAggregatedMeasureData_MarketDocument"
 */
export const decodeAggregatedDataRequest = (input: unknown): Result.Result<AggregatedDataRequest, CimError> =>
  decodeSeries(input, NAME, readSeries)

const readSeries = (wire: JsonObject, place: SeriesPlace): AggregatedDataRequestSeries => {
  const from = required(instantIn, wire, "start_DateAndOrTime.dateTime", place, Number.NaN)
  return present({
    transactionId: required(textIn, wire, "mRID", place, ""),
    from,
    to: periodEndIn(wire, from, place),
    gridArea: gridAreaIn(wire, "meteringGridArea_Domain.mRID", place),
    supplier: participantIn(wire, "energySupplier_MarketParticipant.mRID", place),
    balanceResponsible: participantIn(wire, "balanceResponsibleParty_MarketParticipant.mRID", place),
    biddingZone: participantIn(wire, "biddingZone_Domain.mRID", place),
    meteringPointType: codeIn(wire, "marketEvaluationPoint.type", place),
    settlementMethod: codeIn(wire, "marketEvaluationPoint.settlementMethod", place),
    settlementVersion: codeIn(wire, "settlement_Series.version", place)
  })
}

/**
 * RSM-016 as JSON: what {@link decodeAggregatedDataRequest} reads back unchanged.
 *
 * @example
 * import { encodeAggregatedDataRequest } from "@datahub-settlement/core"
 *
 * const header = {
 *   messageId: "m-1", createdAt: Date.UTC(2025, 2, 3, 9), processType: "D04", type: "E74",
 *   sender: { id: "5790009990017", role: "DDQ" }, receiver: { id: "5790001330552", role: "DGL" }
 * }
 * const series = [{ transactionId: "t-1", from: Date.UTC(2024, 11, 31, 23), to: Date.UTC(2025, 0, 31, 23) }]
 * Object.keys(encodeAggregatedDataRequest({ header, series })) // => ["RequestAggregatedMeasureData_MarketDocument"]
 */
export const encodeAggregatedDataRequest = (request: AggregatedDataRequest): JsonObject =>
  seriesDocumentJson(NAME, request, (series) =>
    present({
      mRID: series.transactionId,
      "balanceResponsibleParty_MarketParticipant.mRID": idJson(series.balanceResponsible),
      "biddingZone_Domain.mRID": idJson(series.biddingZone),
      "end_DateAndOrTime.dateTime": instantJson(series.to),
      "energySupplier_MarketParticipant.mRID": idJson(series.supplier),
      "marketEvaluationPoint.settlementMethod": codeJson(series.settlementMethod),
      "marketEvaluationPoint.type": codeJson(series.meteringPointType),
      "meteringGridArea_Domain.mRID": gridAreaJson(series.gridArea),
      "settlement_Series.version": codeJson(series.settlementVersion),
      "start_DateAndOrTime.dateTime": instantJson(series.from)
    })
  )
