import { expect } from "@effect/vitest"
import { Result } from "effect"
import { gsrnOf } from "../../src/market/index.ts"
import type { MeteringSeries } from "../../src/metering/index.ts"
import type { CimError } from "../../src/messages/CimError.ts"
import type { MeasureData } from "../../src/messages/MeasureData.ts"
import { decodeMeasureData } from "../../src/messages/NotifyValidatedMeasureData.ts"

export const gsrn = gsrnOf("57131399900000001")

/** Hours of a winter day, kWh; the fifth has no value. */
export const kwh = [
  0.212,
  0.198,
  0.187,
  0.181,
  undefined,
  0.243,
  0.518,
  0.931,
  0.744,
  0.402,
  0.355,
  0.361,
  0.388,
  0.342,
  0.336,
  0.401,
  0.693,
  1.284,
  1.377,
  1.102,
  0.884,
  0.671,
  0.452,
  0.301
]

export const points = kwh.map((quantity, i) => ({
  position: { value: i + 1 },
  quality: { value: quantity === undefined ? "A02" : i === 3 ? "A03" : "A04" },
  ...(quantity === undefined ? {} : { quantity })
}))

export interface WireFields {
  readonly series?: object
  readonly period?: object
  readonly Point?: ReadonlyArray<unknown>
}

/** One series of RSM-012 as DataHub sends it, with what a test wants otherwise. */
export const wireSeries = ({ Point = points, period, series }: WireFields = {}) => ({
  mRID: "b1f3a2c4d5e647f8a9b0c1d2e3f40516",
  "marketEvaluationPoint.mRID": { codingScheme: "A10", value: gsrn },
  "marketEvaluationPoint.type": { value: "E17" },
  product: "8716867000030",
  "quantity_Measure_Unit.name": { value: "KWH" },
  "registration_DateAndOrTime.dateTime": "2025-01-16T04:55:00Z",
  Period: {
    resolution: "PT1H",
    timeInterval: { start: { value: "2025-01-14T23:00Z" }, end: { value: "2025-01-15T23:00Z" } },
    Point,
    ...period
  },
  ...series
})

export const document = (...series: ReadonlyArray<unknown>) => ({
  NotifyValidatedMeasureData_MarketDocument: {
    mRID: "8d1f0c6a5b7e4b0f9a3c2e1d4f5a6b7c",
    "businessSector.type": { value: "23" },
    createdDateTime: "2025-01-16T05:12:44Z",
    "process.processType": { value: "E23" },
    "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
    "receiver_MarketParticipant.marketRole.type": { value: "DDQ" },
    "sender_MarketParticipant.mRID": { codingScheme: "A10", value: "5790001330552" },
    "sender_MarketParticipant.marketRole.type": { value: "DGL" },
    type: { value: "E66" },
    Series: series
  }
})

export const decoded = (...series: ReadonlyArray<unknown>): MeasureData =>
  Result.getOrThrow(decodeMeasureData(document(...series)))

export const only = (wire: unknown): MeteringSeries => {
  const { series } = decoded(wire)
  expect(series).toHaveLength(1)
  return series[0]!
}

export const refused = (...series: ReadonlyArray<unknown>): CimError =>
  Result.getOrThrow(Result.flip(decodeMeasureData(document(...series))))
