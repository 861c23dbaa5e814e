import fc from "fast-check"
import { Result } from "effect"
import { LocalDate, MarketCalendar, type Period } from "../../src/market/index.ts"
import { type CimError, type CimHeader } from "../../src/messages/index.ts"

/*
 * Documents of the measurement family as they stand on the wire: RSM-014 to RSM-019. All names and numbers are invented;
 * the check digits are right.
 */

export const supplier = "5790009990017"
export const balanceResponsible = "5790009990024"
export const gridCompany = "5790009990031"
const datahub = "5790001330552"

export interface WireHeader {
  readonly mRID: string
  readonly createdDateTime: string
  readonly processType: string
  readonly type: string
}

const participants = (receiver: string, receiverRole: string, sender: string, senderRole: string) => ({
  "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: receiver },
  "receiver_MarketParticipant.marketRole.type": { value: receiverRole },
  "sender_MarketParticipant.mRID": { codingScheme: "A10", value: sender },
  "sender_MarketParticipant.marketRole.type": { value: senderRole }
})

const wireDocument =
  (name: string, direction: object) =>
  (header: WireHeader, ...series: ReadonlyArray<unknown>) => ({
    [`${name}_MarketDocument`]: {
      mRID: header.mRID,
      "businessSector.type": { value: "23" },
      createdDateTime: header.createdDateTime,
      "process.processType": { value: header.processType },
      ...direction,
      type: { value: header.type },
      Series: series
    }
  })

const toUs = participants(supplier, "DDQ", datahub, "DGL")
const fromUs = participants(datahub, "DGL", supplier, "DDQ")

export const aggregatedDocument = wireDocument("NotifyAggregatedMeasureData", toUs)
export const wholesaleDocument = wireDocument("NotifyWholesaleServices", toUs)
export const measureDataRequest = wireDocument("RequestValidatedMeasureData", fromUs)
export const aggregatedDataRequest = wireDocument("RequestAggregatedMeasureData", fromUs)
export const wholesaleRequest = wireDocument("RequestWholesaleSettlement", fromUs)

export const gln = (value: string) => ({ codingScheme: "A10", value })
export const gridArea = (value: string) => ({ codingScheme: "NDK", value })

/** What stands under `Period`. */
export const wirePeriod = (resolution: string, start: string, end: string, Point: ReadonlyArray<unknown>) => ({
  resolution,
  timeInterval: { start: { value: start }, end: { value: end } },
  Point
})

/** The error of a document that must be refused. */
export const refusedBy =
  (decode: (input: unknown) => Result.Result<unknown, CimError>) =>
  (document: unknown): CimError => {
    const result = decode(document)
    if (Result.isSuccess(result)) throw new Error("was not refused")
    return result.failure
  }

/** A text of one character at least. */
export const texts = fc.string({ minLength: 1, maxLength: 36 })
const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) })
/** Whole seconds: what timestamps are written with. */
export const seconds = instants.map((instant) => Math.floor(instant / 1000) * 1000)
export const participantIds = fc.constantFrom(supplier, balanceResponsible, gridCompany, "45X000000000051D")
export const gridAreas = fc.constantFrom("991", "003", "151")

export const headers: fc.Arbitrary<CimHeader> = fc.record(
  {
    messageId: texts,
    createdAt: instants,
    processType: texts,
    type: texts,
    sender: fc.record({ id: participantIds, role: texts }, { noNullPrototype: true }),
    receiver: fc.record({ id: participantIds, role: texts }, { noNullPrototype: true }),
    reasonCode: texts
  },
  { requiredKeys: ["messageId", "createdAt", "processType", "type", "sender", "receiver"], noNullPrototype: true }
)

const days = ["2025-01-15", "2025-03-30", "2025-10-26", "2024-02-29"].map((day) => LocalDate.make(day))

/** A resolution with a period that is a whole number of it, and how many values it has. */
export const intervals: fc.Arbitrary<{
  readonly resolution: string
  readonly period: Period
  readonly length: number
}> = fc
  .record({
    day: fc.constantFrom(...days),
    resolution: fc.constantFrom("PT15M", "PT1H", "P1D", "P1M", "PT5M")
  })
  .map(({ day, resolution }) => {
    const ofDay = MarketCalendar.dayPeriod(day)
    const ofMonth = MarketCalendar.monthPeriod(day)
    const hours = (ofDay.to - ofDay.from) / 3_600_000
    if (resolution === "PT15M") return { resolution, period: ofDay, length: hours * 4 }
    if (resolution === "PT1H") return { resolution, period: ofDay, length: hours }
    if (resolution === "P1D") return { resolution, period: ofMonth, length: MarketCalendar.localDays(ofMonth).length }
    return { resolution, period: ofMonth, length: resolution === "P1M" ? 1 : 7 }
  })
