import {
  type AggregatedDataRequestSeries,
  decodeAggregatedDataRequest,
  decodeMeasureDataRequest,
  decodeWholesaleRequest,
  encodeMeasureData,
  type Instant,
  MarketCalendar,
  type MeasureDataRequestSeries,
  type WholesaleRequestSeries
} from "@datahub-settlement/core"
import { Result } from "effect"
import { transactionIdOf } from "../chance/ids.ts"
import { aggregatedDocument, allGridAreas, wholesaleDocument } from "../documents/aggregates.ts"
import { bytesOfJson, headerFrom } from "../documents/header.ts"
import type { Submission } from "../submission/checkSubmission.ts"
import { dayNumberAt } from "../world/World.ts"
import type { WorldPoint } from "../world/WorldPoint.ts"
import { type AnswerTo, type Desk, sendAnswer } from "./Desk.ts"

const YEARLY = "E30"
const CORRECTION = "D32"
const MONTH_MS_MAX = 31 * 24 * 3_600_000 + 3_600_000
const REQUEST_MONTHS_MAX = 38

/** RSM-015: readings of a point for a period (BRS-025), or its yearly sum (BRS-024). */
export const answerMeasureDataRequest = (desk: Desk, submission: Submission): void => {
  const request = Result.getOrThrow(decodeMeasureDataRequest(submission.body))
  const { processType, sender } = submission
  for (const record of request.series) {
    const to = { receiver: sender, processType, answers: record.transactionId, gsrn: record.gsrn }
    const point = desk.world.pointOf(record.gsrn)
    const reject = (code: string): void => sendAnswer(desk, "RejectRequestValidatedMeasureData", to, [code])
    if (point === undefined) reject("E10")
    else if (processType === YEARLY) sendYearlySum(desk, point, to)
    else {
      const code = measureFault(desk, record, point, sender)
      if (code !== undefined) reject(code)
      else if (sendReadings(desk, record, point, to) === 0) reject("E0H")
    }
  }
}

const measureFault = (
  desk: Desk,
  { from, to }: MeasureDataRequestSeries,
  point: WorldPoint,
  sender: string
): string | undefined => {
  if (from === undefined || to === undefined || to <= from) return "E50"
  if (MarketCalendar.monthIndexOf(to) - MarketCalendar.monthIndexOf(from) > REQUEST_MONTHS_MAX) return "E50"
  const isOwn = point.supplies.some(
    (supply) => supply.supplier === sender && supply.from <= from && to <= (supply.to ?? Number.POSITIVE_INFINITY)
  )
  if (!isOwn) return "E16"
  return from > desk.engine.clock.now() ? "E0H" : undefined
}

const sendReadings = (
  desk: Desk,
  { from, to }: MeasureDataRequestSeries,
  point: WorldPoint,
  { answers, receiver }: AnswerTo
): number =>
  desk.readings.sendDays({
    receiver,
    points: [point],
    fromDay: dayNumberAt(from!),
    endDay: Math.min(dayNumberAt(to! - 1), dayNumberAt(desk.engine.clock.now())) + 1,
    answers
  })

const sendYearlySum = (desk: Desk, point: WorldPoint, { answers, processType, receiver }: AnswerTo): void => {
  const now = desk.engine.clock.now()
  const to = MarketCalendar.startOfDay(MarketCalendar.localDateOf(now))
  const from = MarketCalendar.monthPeriodOf(MarketCalendar.monthIndexOf(to) - 12).from
  desk.engine.deliver({
    receiver,
    queue: "measuredata",
    document: "NotifyValidatedMeasureData",
    processType,
    write: (messageId, createdAt) => {
      const transactionId = transactionIdOf(messageId, 0)
      const header = headerFrom({
        messageId,
        createdAt,
        receiver,
        processType,
        document: "NotifyValidatedMeasureData",
        role: "DGL"
      })
      const identity = { gsrn: point.gsrn, meteringPointType: point.type, unit: "KWH", messageId, transactionId }
      const points = [{ position: 1, quality: "A04", quantity: point.annualKwh }]
      const sum = { ...identity, resolution: "P1Y", period: { from, to }, points, registeredAt: to }
      const answer = new Map([[transactionId, answers]])
      return bytesOfJson(encodeMeasureData({ header, series: [], otherSeries: [sum], answers: answer }))
    }
  })
}

/** RSM-016: sums of a grid area (BRS-026). */
export const answerAggregatedRequest = (desk: Desk, submission: Submission): void => {
  const request = Result.getOrThrow(decodeAggregatedDataRequest(submission.body))
  const { processType, sender } = submission
  for (const record of request.series) {
    const to = { receiver: sender, processType, answers: record.transactionId }
    const codes = aggregatedFaults(desk, record, submission)
    const document =
      codes.length > 0
        ? undefined
        : aggregatedDocument(desk.world, {
            ...to,
            ...daysOf(record.from, record.to!),
            asOf: desk.engine.clock.now(),
            version: desk.nextCalculation++,
            gridAreas: record.gridArea === undefined ? allGridAreas : [record.gridArea],
            types: record.meteringPointType === undefined ? ["E17", "E18"] : [record.meteringPointType as "E17"],
            settlementVersion: record.settlementVersion
          })
    if (document === undefined) {
      sendAnswer(desk, "RejectRequestAggregatedMeasureData", to, codes.length > 0 ? codes : ["E0H"])
    } else sendSums(desk, "NotifyAggregatedMeasureData", to, document)
  }
}

const daysOf = (from: Instant, to: Instant): { readonly fromDay: number; readonly endDay: number } => ({
  fromDay: dayNumberAt(from),
  endDay: dayNumberAt(to)
})

const aggregatedFaults = (
  desk: Desk,
  { from, gridArea, meteringPointType, settlementMethod, settlementVersion, supplier, to }: AggregatedDataRequestSeries,
  { processType, sender }: Submission
): ReadonlyArray<string> => {
  if (to === undefined || to <= from) return ["E50"]
  const monthsBack = MarketCalendar.monthIndexOf(desk.engine.clock.now()) - MarketCalendar.monthIndexOf(from)
  const isKnownType = meteringPointType === undefined || meteringPointType === "E17" || meteringPointType === "E18"
  return [
    ...(MarketCalendar.isLocalMidnight(from) && MarketCalendar.isLocalMidnight(to) ? [] : ["D66"]),
    ...(to - from > MONTH_MS_MAX || monthsBack > 42 ? ["E17"] : []),
    ...(supplier === sender ? [] : ["E16"]),
    ...(isKnownType ? [] : meteringPointType === "E20" ? ["D11"] : ["D18"]),
    ...(settlementMethod !== undefined && meteringPointType !== "E17" ? ["D15"] : []),
    ...(meteringPointType === "E17" && settlementMethod === undefined ? ["D11"] : []),
    ...(settlementVersion !== undefined && processType !== CORRECTION ? ["E86"] : []),
    ...(gridArea !== undefined && !allGridAreas.includes(gridArea) ? ["E86"] : [])
  ]
}

/** RSM-017: wholesale results of a month (BRS-028). */
export const answerWholesaleRequest = (desk: Desk, submission: Submission): void => {
  const request = Result.getOrThrow(decodeWholesaleRequest(submission.body))
  const { processType, sender } = submission
  for (const record of request.series) {
    const to = { receiver: sender, processType, answers: record.transactionId }
    const codes = wholesaleFaults(record, sender)
    const document =
      codes.length > 0
        ? undefined
        : wholesaleDocument(desk.world, {
            ...to,
            ...daysOf(record.from, record.to!),
            asOf: desk.engine.clock.now(),
            version: desk.nextCalculation++,
            gridAreas: record.gridArea === undefined ? allGridAreas : [record.gridArea],
            monthly: record.resolution === "P1M",
            wants: ({ key }) => wants(record, key),
            settlementVersion: record.settlementVersion
          })
    if (document === undefined) {
      sendAnswer(desk, "RejectRequestWholesaleSettlement", to, codes.length > 0 ? codes : ["E0H"])
    } else sendSums(desk, "NotifyWholesaleServices", to, document)
  }
}

const wants = (
  { chargeOwner, charges }: WholesaleRequestSeries,
  key: { readonly owner: string; readonly code: string; readonly type: string }
): boolean =>
  (chargeOwner === undefined || chargeOwner === key.owner) &&
  (charges.length === 0 ||
    charges.some(({ code, type }) => (code ?? key.code) === key.code && (type ?? key.type) === key.type))

const wholesaleFaults = (record: WholesaleRequestSeries, sender: string): ReadonlyArray<string> => {
  const { charges, from, resolution, supplier, to } = record
  const month = MarketCalendar.monthPeriodOf(MarketCalendar.monthIndexOf(from))
  return [
    ...(from === month.from && to === month.to ? [] : ["E17"]),
    ...(supplier === sender ? [] : ["E16"]),
    ...(resolution === undefined || resolution === "P1M" ? [] : ["D23"]),
    ...(charges.some(({ code }) => (code ?? "").length > 10) ? ["D14"] : [])
  ]
}

/** Puts sums into the queue of aggregations. */
export const sendSums = (
  desk: Desk,
  document: string,
  { processType, receiver }: Pick<AnswerTo, "receiver" | "processType">,
  write: (messageId: string, createdAt: Instant) => Uint8Array
): void => void desk.engine.deliver({ receiver, queue: "aggregations", document, processType, write })
