import type { Result } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import type { CimError } from "./CimError.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { decodeSeries, type SeriesDocument, seriesDocumentJson, type SeriesPlace } from "./seriesDocument.ts"
import { gsrnIn, idJson, instantIn, instantJson, periodEndIn, required, textIn } from "./seriesFields.ts"

const NAME = "RequestValidatedMeasureData"

/** One metering point whose data is asked for. */
export interface MeasureDataRequestSeries {
  /** What the answer (RSM-012) or the reject refers to. */
  readonly transactionId: string
  readonly gsrn: Gsrn
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
}

/** What one RSM-015 document asks for: readings (process E23, BRS-025) or yearly sums (E30, BRS-024). */
export type MeasureDataRequest = SeriesDocument<MeasureDataRequestSeries>

/**
 * Decodes RSM-015, the request for validated measure data. For simulators and for reading back what was sent; the
 * windows that a request must keep are for {@link buildHistoricalDataRequest}. Fails with every fault of the document.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeMeasureDataRequest } from "@datahub-settlement/core"
 *
 * const refused = decodeMeasureDataRequest({ RequestValidatedMeasureData_MarketDocument: { mRID: "m-1" } })
 * Result.isFailure(refused) && refused.failure.document // => "RSM-015 RequestValidatedMeasureData_MarketDocument"
 */
export const decodeMeasureDataRequest = (input: unknown): Result.Result<MeasureDataRequest, CimError> =>
  decodeSeries(input, NAME, readSeries)

const readSeries = (wire: JsonObject, place: SeriesPlace): MeasureDataRequestSeries => {
  const from = instantIn(wire, "start_DateAndOrTime.dateTime", place)
  return present({
    transactionId: required(textIn, wire, "mRID", place, ""),
    gsrn: required(gsrnIn, wire, "marketEvaluationPoint.mRID", place, "" as Gsrn),
    from,
    to: periodEndIn(wire, from, place)
  })
}

/**
 * RSM-015 as JSON: what {@link decodeMeasureDataRequest} reads back unchanged.
 *
 * @example
 * import { encodeMeasureDataRequest, Gsrn } from "@datahub-settlement/core"
 *
 * const header = {
 *   messageId: "m-1", createdAt: Date.UTC(2025, 2, 3, 8, 15), processType: "E23", type: "E73",
 *   sender: { id: "5790009990017", role: "DDQ" }, receiver: { id: "5790001330552", role: "DGL" }
 * }
 * const series = [{
 *   transactionId: "t-1", gsrn: Gsrn.make("571313999000000010"),
 *   from: Date.UTC(2024, 11, 31, 23), to: Date.UTC(2025, 0, 31, 23)
 * }]
 * Object.keys(encodeMeasureDataRequest({ header, series })) // => ["RequestValidatedMeasureData_MarketDocument"]
 */
export const encodeMeasureDataRequest = (request: MeasureDataRequest): JsonObject =>
  seriesDocumentJson(NAME, request, (series) =>
    present({
      mRID: series.transactionId,
      "end_DateAndOrTime.dateTime": instantJson(series.to),
      "marketEvaluationPoint.mRID": idJson(series.gsrn),
      "start_DateAndOrTime.dateTime": instantJson(series.from)
    })
  )
