import type { Result } from "effect"
import type { ChargeType } from "../charges/index.ts"
import type { Gln, GridArea, Instant } from "../market/index.ts"
import type { SettlementVersion } from "./AggregatedData.ts"
import type { CimError } from "./CimError.ts"
import { addFault } from "./faults.ts"
import { isObject, type JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { decodeSeries, type SeriesDocument, seriesDocumentJson, type SeriesPlace } from "./seriesDocument.ts"
import {
  codeIn,
  codeJson,
  glnIn,
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

const NAME = "RequestWholesaleSettlement"

/** A charge that is asked for: by type, by the owner's code, or by both. */
export interface RequestedCharge {
  readonly code?: string | undefined
  readonly type?: ChargeType | (string & {}) | undefined
}

/** One set of results that is asked for; what is left out is not narrowed down. */
export interface WholesaleRequestSeries {
  /** What the answer (RSM-019) or the reject refers to. */
  readonly transactionId: string
  readonly from: Instant
  readonly to?: Instant | undefined
  readonly gridArea?: GridArea | undefined
  /** GLN or EIC. */
  readonly supplier?: string | undefined
  readonly chargeOwner?: Gln | undefined
  /** None of them: all charges. */
  readonly charges: ReadonlyArray<RequestedCharge>
  /** P1M for monthly sums; left out for amounts by hour and day. */
  readonly resolution?: string | undefined
  readonly settlementVersion?: SettlementVersion | undefined
  readonly version?: string | undefined
}

/** What one RSM-017 document asks for (BRS-028): wholesale fixing (D05) or correction (D32). */
export type WholesaleRequest = SeriesDocument<WholesaleRequestSeries>

/**
 * Decodes RSM-017, the request for wholesale settlement. For simulators and for reading back what was sent; the rules
 * that a request must keep are for {@link buildWholesaleRequest}. Fails with every fault of the document.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeWholesaleRequest } from "@datahub-settlement/core"
 *
 * const refused = decodeWholesaleRequest({ RequestAggregatedMeasureData_MarketDocument: {} })
 * Result.isFailure(refused) && refused.failure.expected // => "the root key RequestWholesaleSettlement_MarketDocument"
 */
export const decodeWholesaleRequest = (input: unknown): Result.Result<WholesaleRequest, CimError> =>
  decodeSeries(input, NAME, readSeries)

const readSeries = (wire: JsonObject, place: SeriesPlace): WholesaleRequestSeries => {
  const from = required(instantIn, wire, "start_DateAndOrTime.dateTime", place, Number.NaN)
  return present({
    transactionId: required(textIn, wire, "mRID", place, ""),
    from,
    to: periodEndIn(wire, from, place),
    gridArea: gridAreaIn(wire, "meteringGridArea_Domain.mRID", place),
    supplier: participantIn(wire, "energySupplier_MarketParticipant.mRID", place),
    chargeOwner: glnIn(wire, "chargeTypeOwner_MarketParticipant.mRID", place),
    charges: chargesOf(wire.ChargeType, place),
    resolution: textIn(wire, "aggregationSeries_Period.resolution", place),
    settlementVersion: codeIn(wire, "settlement_Series.version", place),
    version: textIn(wire, "version", place)
  })
}

const chargesOf = (wire: unknown, { faults, path }: SeriesPlace): ReadonlyArray<RequestedCharge> => {
  if (wire == null) return []
  const at = [...path, "ChargeType"]
  if (!Array.isArray(wire)) {
    addFault(faults, at, "an array", wire)
    return []
  }
  return wire.map((charge: unknown, index) => {
    const place = { faults, path: [...at, index] }
    if (isObject(charge)) return present({ code: textIn(charge, "mRID", place), type: codeIn(charge, "type", place) })
    addFault(faults, place.path, "an object", charge)
    return {}
  })
}

/**
 * RSM-017 as JSON: what {@link decodeWholesaleRequest} reads back unchanged.
 *
 * @example
 * import { encodeWholesaleRequest } from "@datahub-settlement/core"
 *
 * const header = {
 *   messageId: "m-1", createdAt: Date.UTC(2025, 2, 3, 9, 5), processType: "D05", type: "D21",
 *   sender: { id: "5790009990017", role: "DDQ" }, receiver: { id: "5790001330552", role: "DGL" }
 * }
 * const series = [{ transactionId: "t-1", from: Date.UTC(2024, 11, 31, 23), to: Date.UTC(2025, 0, 31, 23), charges: [] }]
 * Object.keys(encodeWholesaleRequest({ header, series })) // => ["RequestWholesaleSettlement_MarketDocument"]
 */
export const encodeWholesaleRequest = (request: WholesaleRequest): JsonObject =>
  seriesDocumentJson(NAME, request, (series) =>
    present({
      mRID: series.transactionId,
      version: series.version,
      "aggregationSeries_Period.resolution": series.resolution,
      "chargeTypeOwner_MarketParticipant.mRID": idJson(series.chargeOwner),
      "end_DateAndOrTime.dateTime": instantJson(series.to),
      "energySupplier_MarketParticipant.mRID": idJson(series.supplier),
      "meteringGridArea_Domain.mRID": gridAreaJson(series.gridArea),
      "settlement_Series.version": codeJson(series.settlementVersion),
      "start_DateAndOrTime.dateTime": instantJson(series.from),
      ChargeType:
        series.charges.length === 0
          ? undefined
          : series.charges.map(({ code, type }) => present({ mRID: code, type: codeJson(type) }))
    })
  )
