import { Result } from "effect"
import { gs1Fault } from "../market/gs1.ts"
import { type Gsrn, type Instant, intervalMs, type MeteringPointType, type Resolution } from "../market/index.ts"
import { cimCodeOfQuality, type MeteringSeries, periodOf, Quality } from "../metering/index.ts"
import { type CimHeader, headerJson, headerOf } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { documentLabel } from "./documentKind.ts"
import { addFault, type Faults, noFaults, type PathPart, refusal } from "./faults.ts"
import { cimRootOf, isObject, type JsonObject } from "./json.ts"
import type { MeasureData, OtherSeries } from "./MeasureData.ts"
import { readPoints, wirePoints } from "./readPoints.ts"
import { intervalOf } from "./seriesFields.ts"
import { INSTANT_EXPECTED, instantOf, wireInstant, wireMinute } from "./wireInstant.ts"

const NAME = "NotifyValidatedMeasureData"
const ROOT_KEY = `${NAME}_MarketDocument`

/** Readings reach three years back and answers span as much; a longer series is no series of readings. */
const SERIES_DAYS_MAX = 4 * 366

/** Product code of active energy. */
const ACTIVE_ENERGY = "8716867000030"

/**
 * Decodes RSM-012, validated measure data: JSON text or the parsed value, one document with any number of series.
 *
 * Quantities become whole Wh and qualities small numbers, one for each interval of the series' own time interval; a
 * position that is left out is missing (A02), a value without quality is measured. Unknown quality codes, units and
 * point types are carried. Series in other resolutions than PT15M and PT1H are carried beside as they came. Fails with
 * every fault of the document: a broken check digit, a quantity that is negative or not whole Wh, a position that is
 * repeated or outside the interval, an interval that is no whole number of readings.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeMeasureData, MarketCalendar, LocalDate } from "@datahub-settlement/core"
 *
 * const json = `{ "NotifyValidatedMeasureData_MarketDocument": {
 *   "mRID": "m-1", "createdDateTime": "2025-01-16T05:12:44Z", "type": { "value": "E66" },
 *   "process.processType": { "value": "E23" },
 *   "sender_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790001330552" },
 *   "sender_MarketParticipant.marketRole.type": { "value": "DGL" },
 *   "receiver_MarketParticipant.mRID": { "codingScheme": "A10", "value": "5790009990017" },
 *   "receiver_MarketParticipant.marketRole.type": { "value": "DDQ" },
 *   "Series": [{
 *     "mRID": "s-1",
 *     "marketEvaluationPoint.mRID": { "codingScheme": "A10", "value": "571313999000000010" },
 *     "marketEvaluationPoint.type": { "value": "E17" },
 *     "quantity_Measure_Unit.name": { "value": "KWH" },
 *     "registration_DateAndOrTime.dateTime": "2025-01-16T04:55:00Z",
 *     "Period": {
 *       "resolution": "PT1H",
 *       "timeInterval": { "start": { "value": "2025-01-14T23:00Z" }, "end": { "value": "2025-01-15T01:00Z" } },
 *       "Point": [{ "position": { "value": 1 }, "quantity": 0.212 }, { "position": { "value": 2 }, "quality": { "value": "A02" } }]
 *     }
 *   }]
 * } }`
 * const { series } = Result.getOrThrow(decodeMeasureData(json))
 * series[0]?.start === MarketCalendar.startOfDay(LocalDate.make("2025-01-15")) // => true
 * series[0]?.quantitiesWh[0] // => 212
 * series[0]?.qualities[1] // => 0
 */
export const decodeMeasureData = (input: unknown): Result.Result<MeasureData, CimError> =>
  Result.flatMap(cimRootOf(input, NAME), (root) => {
    const faults = noFaults()
    const header = headerOf(root, ROOT_KEY, faults)
    const data = { header, series: [], otherSeries: [], answers: new Map<string, string>() }
    if (Array.isArray(root.Series))
      for (let i = 0; i < root.Series.length; i++) readSeries(root.Series[i], i, data, faults)
    else addFault(faults, [ROOT_KEY, "Series"], "an array", root.Series)
    return faults.count === 0
      ? Result.succeed(data)
      : Result.fail(refusal(documentLabel(NAME), faults, header.messageId || undefined))
  })

/** A document in the making. */
interface Growing {
  readonly header: CimHeader
  readonly series: Array<MeteringSeries>
  readonly otherSeries: Array<OtherSeries>
  readonly answers: Map<string, string>
}

const readSeries = (wire: unknown, index: number, data: Growing, faults: Faults): void => {
  const path = [ROOT_KEY, "Series", index]
  if (!isObject(wire)) return addFault(faults, path, "an object", wire)
  const period = wire.Period
  if (!isObject(period)) return addFault(faults, [...path, "Period"], "an object", period)
  const points = period.Point
  if (!Array.isArray(points)) return addFault(faults, [...path, "Period", "Point"], "an array", points)
  const identity = identityOf(wire, path, data.header, faults)
  const interval = intervalOf(period, { faults, path })
  const reference = wire["originalTransactionIDReference_Series.mRID"]
  if (typeof reference === "string") data.answers.set(identity.transactionId, reference)
  if (interval === undefined) return
  const { from, resolution, to } = interval
  if (!isSettled(resolution)) {
    data.otherSeries.push({
      ...identity,
      resolution,
      period: { from, to },
      points: wirePoints(points, { faults, series: path })
    })
    return
  }
  const step = intervalMs[resolution]
  const intervals = (to - from) / step
  if (from % step !== 0 || !Number.isInteger(intervals) || to - from > SERIES_DAYS_MAX * 24 * intervalMs.PT1H) {
    return addFault(
      faults,
      [...path, "Period", "timeInterval"],
      `whole ${resolution} intervals, at most ${SERIES_DAYS_MAX} days`,
      period.timeInterval
    )
  }
  const { qualities, quantitiesWh, unknownQualities } = readPoints(points, intervals, { faults, series: path })
  data.series.push({
    gsrn: identity.gsrn,
    meteringPointType: identity.meteringPointType,
    unit: identity.unit,
    resolution,
    start: from,
    quantitiesWh,
    qualities,
    ...(unknownQualities === undefined ? undefined : { unknownQualities }),
    registeredAt: identity.registeredAt,
    messageId: identity.messageId,
    transactionId: identity.transactionId
  })
}

const isSettled = (resolution: string): resolution is Resolution => resolution === "PT1H" || resolution === "PT15M"

/** What a series says of itself besides its values. */
interface SeriesIdentity {
  readonly gsrn: Gsrn
  readonly meteringPointType: MeteringPointType
  readonly unit: string
  readonly registeredAt: Instant
  readonly messageId: string
  readonly transactionId: string
}

const identityOf = (
  wire: JsonObject,
  path: ReadonlyArray<PathPart>,
  header: CimHeader,
  faults: Faults
): SeriesIdentity => {
  const gsrn = codeOf(wire["marketEvaluationPoint.mRID"])
  const type = codeOf(wire["marketEvaluationPoint.type"])
  const unit = codeOf(wire["quantity_Measure_Unit.name"])
  const transactionId = wire.mRID
  const registered = wire["registration_DateAndOrTime.dateTime"]
  const registeredAt = registered === undefined ? header.createdAt : instantOf(registered)
  const gsrnFault = gsrn === undefined ? undefined : gs1Fault("GSRN", 18, gsrn)
  if (gsrn === undefined) codeFault(wire, "marketEvaluationPoint.mRID", path, faults)
  else if (gsrnFault !== undefined) addFault(faults, [...path, "marketEvaluationPoint.mRID", "value"], gsrnFault, gsrn)
  if (type === undefined) codeFault(wire, "marketEvaluationPoint.type", path, faults)
  if (unit === undefined) codeFault(wire, "quantity_Measure_Unit.name", path, faults)
  if (typeof transactionId !== "string") addFault(faults, [...path, "mRID"], "a text", transactionId)
  if (registeredAt === undefined) {
    addFault(faults, [...path, "registration_DateAndOrTime.dateTime"], INSTANT_EXPECTED, registered)
  }
  return {
    gsrn: gsrn as Gsrn,
    meteringPointType: type ?? "",
    unit: unit ?? "",
    registeredAt: registeredAt ?? Number.NaN,
    messageId: header.messageId,
    transactionId: String(transactionId)
  }
}

const codeOf = (wire: unknown): string | undefined => {
  const code = isObject(wire) ? wire.value : undefined
  return typeof code === "string" && code !== "" ? code : undefined
}

const codeFault = (wire: JsonObject, key: string, path: ReadonlyArray<PathPart>, faults: Faults): void =>
  addFault(faults, [...path, key], "a code {value}", wire[key])

/**
 * RSM-012 as JSON, the way DataHub writes it: what {@link decodeMeasureData} reads back unchanged. For simulators and
 * tests; a supplier receives this document and never sends it.
 */
export const encodeMeasureData = ({
  answers,
  header,
  otherSeries,
  series
}: Pick<MeasureData, "header" | "series"> & Partial<Pick<MeasureData, "otherSeries" | "answers">>): JsonObject => ({
  [ROOT_KEY]: {
    ...headerJson(header),
    Series: [
      ...series.map((one) => seriesJson({ ...one, period: periodOf(one) }, seriesPoints(one), answers)),
      ...(otherSeries ?? []).map((one) => seriesJson(one, one.points.map(otherPoint), answers))
    ]
  }
})

const seriesJson = (
  series: Omit<OtherSeries, "points">,
  points: ReadonlyArray<JsonObject>,
  answers: ReadonlyMap<string, string> | undefined
): JsonObject => ({
  mRID: series.transactionId,
  "marketEvaluationPoint.mRID": { codingScheme: "A10", value: series.gsrn },
  "marketEvaluationPoint.type": { value: series.meteringPointType },
  ...(answers?.has(series.transactionId)
    ? { "originalTransactionIDReference_Series.mRID": answers.get(series.transactionId) }
    : {}),
  product: ACTIVE_ENERGY,
  "quantity_Measure_Unit.name": { value: series.unit },
  "registration_DateAndOrTime.dateTime": wireInstant(series.registeredAt),
  Period: {
    resolution: series.resolution,
    timeInterval: { start: { value: wireMinute(series.period.from) }, end: { value: wireMinute(series.period.to) } },
    Point: points
  }
})

const seriesPoints = (series: MeteringSeries): ReadonlyArray<JsonObject> =>
  Array.from(series.quantitiesWh, (wh, index) => {
    const quality = series.qualities[index] as Quality
    const code = quality === Quality.unknown ? series.unknownQualities?.get(index) : undefined
    return {
      position: { value: index + 1 },
      quality: { value: code ?? cimCodeOfQuality[quality] },
      ...(quality === Quality.missing ? {} : { quantity: wh / 1000 })
    }
  })

const otherPoint = ({ position, quality, quantity }: OtherSeries["points"][number]): JsonObject => ({
  position: { value: position },
  ...(quality === undefined ? {} : { quality: { value: quality } }),
  ...(quantity === undefined ? {} : { quantity })
})
