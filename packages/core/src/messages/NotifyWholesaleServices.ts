import type { Result } from "effect"
import type { Gln } from "../market/index.ts"
import { nanoFromDkk, whFromKwh, wholeOf } from "../quantity/index.ts"
import type { CimError } from "./CimError.ts"
import { isObject, type JsonObject } from "./json.ts"
import { SUM_WH_MAX } from "./NotifyAggregatedMeasureData.ts"
import { present } from "./present.ts"
import { qualityJson } from "./qualityJson.ts"
import { needsQuantity, pointFault, type PointsPlace } from "./readPoints.ts"
import { decodeSeries, periodJson, seriesDocumentJson, type SeriesPlace } from "./seriesDocument.ts"
import {
  codeIn,
  codeJson,
  glnIn,
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
import type { WholesaleData, WholesaleSeries, WholesaleSeriesBase } from "./WholesaleData.ts"

const NAME = "NotifyWholesaleServices"

const AMOUNT = "energySum_Quantity.quantity"
const VOLUME = "energy_Quantity.quantity"
const PRICE = "price.amount"
const CODE = "chargeType.mRID"
const TYPE = "chargeType.type"
const OWNER = "chargeType.chargeTypeOwner_MarketParticipant.mRID"

/**
 * Below 2^32 DKK neighbouring doubles lie less than a micro-DKK apart, so that a JSON number still says which amount was
 * written: whole micro-DKK in a double are exact, and sums of them as long as they stay under nine milliard DKK.
 */
const AMOUNT_MICRO_MAX = 4_000_000_000 * 1_000_000

/**
 * Decodes RSM-019, wholesale services: what a supplier owes grid companies and Energinet (BRS-027), or the answer to a
 * request for it (RSM-017, BRS-028). JSON text or the parsed value, one document with any number of series.
 *
 * A series is one of three: the amounts of a charge by hour or day, the month's sum of a charge, the month's sum over all
 * charges. Amounts become whole micro-DKK, volumes whole Wh, prices whole nano-DKK; where the document has none they are
 * `NaN`. Fails with every fault of the document; unknown codes and resolutions are carried.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeWholesaleServices } from "@datahub-settlement/core"
 *
 * const json = `{ "NotifyWholesaleServices_MarketDocument": {
 *   "mRID": "m-1", "createdDateTime": "2025-03-03T09:06:10Z", "type": { "value": "E31" },
 *   "process.processType": { "value": "D05" },
 *   "sender_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790001330552" },
 *   "sender_MarketParticipant.marketRole.type": { "value": "DGL" },
 *   "receiver_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790009990017" },
 *   "receiver_MarketParticipant.marketRole.type": { "value": "DDQ" },
 *   "Series": [{
 *     "mRID": "s-1", "version": "12",
 *     "chargeType.mRID": "NET-C", "chargeType.type": { "value": "D03" },
 *     "chargeType.chargeTypeOwner_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790009990031" },
 *     "meteringGridArea_Domain.mRID": { "codingScheme": "NDK", "value": "991" },
 *     "energySupplier_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790009990017" },
 *     "currency_Unit.name": { "value": "DKK" },
 *     "Period": {
 *       "resolution": "P1M",
 *       "timeInterval": { "start": { "value": "2024-12-31T23:00Z" }, "end": { "value": "2025-01-31T23:00Z" } },
 *       "Point": [{ "position": { "value": 1 }, "energySum_Quantity.quantity": 85012.345678 }]
 *     }
 *   }]
 * } }`
 * const { series } = Result.getOrThrow(decodeWholesaleServices(json))
 * series[0]?.kind // => "monthlyPerCharge"
 * series[0]?.amountsMicroDkk[0] // => 85012345678
 */
export const decodeWholesaleServices = (input: unknown): Result.Result<WholesaleData, CimError> =>
  decodeSeries(input, NAME, readSeries)

const readSeries = (wire: JsonObject, place: SeriesPlace): WholesaleSeries | undefined => {
  const identity = present({
    transactionId: required(textIn, wire, "mRID", place, ""),
    answers: textIn(wire, "originalTransactionIDReference_Series.mRID", place),
    version: required(versionIn, wire, "version", place, 0n),
    gridArea: required(gridAreaIn, wire, "meteringGridArea_Domain.mRID", place, "" as WholesaleSeries["gridArea"]),
    supplier: required(participantIn, wire, "energySupplier_MarketParticipant.mRID", place, ""),
    meteringPointType: codeIn(wire, "marketEvaluationPoint.type", place),
    settlementMethod: codeIn(wire, "marketEvaluationPoint.settlementMethod", place),
    settlementVersion: codeIn(wire, "settlement_Series.version", place),
    product: textIn(wire, "product", place),
    quantityUnit: codeIn(wire, "quantity_Measure_Unit.name", place),
    priceUnit: codeIn(wire, "price_Measure_Unit.name", place),
    currency: required(codeIn, wire, "currency_Unit.name", place, "")
  })
  const period = periodIn(wire, place)
  const subject = subjectOf(wire, period?.interval.resolution, place)
  if (period === undefined) return undefined
  const { interval, points } = period
  const intervals = valuesIn(interval, points, place)
  if (intervals === undefined) return undefined
  const values = {
    amountsMicroDkk: new Float64Array(intervals).fill(Number.NaN),
    volumesWh: new Float64Array(intervals).fill(Number.NaN),
    pricesNanoDkk: new Float64Array(intervals).fill(Number.NaN)
  }
  const pointsPlace = { faults: place.faults, series: place.path }
  return {
    ...identity,
    ...subject,
    resolution: interval.resolution,
    period: { from: interval.from, to: interval.to },
    ...values,
    ...present(walkPoints(points, intervals, pointsPlace, valuesReader(values, pointsPlace)))
  }
}

type Subject = WholesaleSeries extends infer Series
  ? Series extends WholesaleSeries
    ? Omit<Series, keyof WholesaleSeriesBase>
    : never
  : never

/** A series that names no charge is the sum over all of them. */
const subjectOf = (wire: JsonObject, resolution: string | undefined, place: SeriesPlace): Subject => {
  if (wire[CODE] == null && wire[TYPE] == null) {
    return { kind: "totalMonthly", ...present({ chargeOwner: glnIn(wire, OWNER, place) }) }
  }
  const charge = {
    owner: required(glnIn, wire, OWNER, place, "" as Gln),
    type: required(codeIn, wire, TYPE, place, ""),
    code: required(textIn, wire, CODE, place, "")
  }
  return { kind: resolution === "P1M" ? "monthlyPerCharge" : "perCharge", charge }
}

type Values = Pick<WholesaleSeriesBase, "amountsMicroDkk" | "volumesWh" | "pricesNanoDkk">

const valuesReader =
  ({ amountsMicroDkk, pricesNanoDkk, volumesWh }: Values, place: PointsPlace): PointReader =>
  (point, index, quality, pointIndex) => {
    const amount = point[AMOUNT] ?? undefined
    const micro = amount === undefined ? Number.NaN : within(wholeOfNumber(amount, microFromDkk), AMOUNT_MICRO_MAX)
    if (micro === undefined || (amount === undefined && needsQuantity(quality)))
      pointFault(place, pointIndex, [AMOUNT], "an amount with at most 6 decimals, at most 4000000000", amount)
    else amountsMicroDkk[index] = micro
    const volume = point[VOLUME] ?? undefined
    const wh = volume === undefined ? Number.NaN : within(wholeOfNumber(volume, whFromKwh), SUM_WH_MAX)
    if (wh === undefined) pointFault(place, pointIndex, [VOLUME], "a quantity with at most 3 decimals", volume)
    else volumesWh[index] = wh
    const wirePrice = point[PRICE]
    const price = (isObject(wirePrice) ? wirePrice.value : wirePrice) ?? undefined
    const nano = price === undefined ? Number.NaN : wholeOfNumber(price, nanoFromDkk)
    if (nano === undefined) pointFault(place, pointIndex, [PRICE], "a price with at most 9 decimals", wirePrice)
    else pricesNanoDkk[index] = nano
  }

const microFromDkk = (dkk: number): number | undefined => wholeOf(dkk, 1e6)

const wholeOfNumber = (value: unknown, whole: (value: number) => number | undefined): number | undefined =>
  typeof value === "number" ? whole(value) : undefined

const within = (whole: number | undefined, max: number): number | undefined =>
  whole !== undefined && Math.abs(whole) <= max ? whole : undefined

/**
 * RSM-019 as JSON, the way DataHub writes it: what {@link decodeWholesaleServices} reads back unchanged. For simulators
 * and tests; a supplier receives this document and never sends it.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeWholesaleServices, encodeWholesaleServices } from "@datahub-settlement/core"
 *
 * const header = {
 *   messageId: "m-1", createdAt: Date.UTC(2025, 2, 3, 9), processType: "D32", type: "E31",
 *   sender: { id: "5790001330552", role: "DGL" }, receiver: { id: "5790009990017", role: "DDQ" }
 * }
 * Result.getOrThrow(decodeWholesaleServices(encodeWholesaleServices({ header, series: [] }))).header.processType // => "D32"
 */
export const encodeWholesaleServices = (data: WholesaleData): JsonObject => seriesDocumentJson(NAME, data, seriesJson)

const seriesJson = (series: WholesaleSeries): JsonObject => {
  const charge = series.kind === "totalMonthly" ? undefined : series.charge
  const owner = series.kind === "totalMonthly" ? series.chargeOwner : series.charge.owner
  return present({
    mRID: series.transactionId,
    version: String(series.version),
    "originalTransactionIDReference_Series.mRID": series.answers,
    "marketEvaluationPoint.type": codeJson(series.meteringPointType),
    "marketEvaluationPoint.settlementMethod": codeJson(series.settlementMethod),
    [CODE]: charge?.code,
    [TYPE]: codeJson(charge?.type),
    [OWNER]: idJson(owner),
    "meteringGridArea_Domain.mRID": gridAreaJson(series.gridArea),
    "energySupplier_MarketParticipant.mRID": idJson(series.supplier),
    product: series.product,
    "quantity_Measure_Unit.name": codeJson(series.quantityUnit),
    "price_Measure_Unit.name": codeJson(series.priceUnit),
    "currency_Unit.name": codeJson(series.currency),
    "settlement_Series.version": codeJson(series.settlementVersion),
    Period: periodJson(
      series.resolution,
      series.period,
      Array.from(series.amountsMicroDkk, (_, index) => pointJson(series, index))
    )
  })
}

const pointJson = (series: WholesaleSeries, index: number): JsonObject => {
  const price = decimalOf(series.pricesNanoDkk[index]!, 1e9)
  return present({
    [AMOUNT]: decimalOf(series.amountsMicroDkk[index]!, 1e6),
    [VOLUME]: decimalOf(series.volumesWh[index]!, 1e3),
    position: { value: index + 1 },
    [PRICE]: price === undefined ? undefined : { value: price },
    quality: qualityJson(series, index)
  })
}

const decimalOf = (whole: number, perUnit: number): number | undefined =>
  Number.isNaN(whole) ? undefined : whole / perUnit
