import type { Gsrn, Instant, Period } from "@datahub-settlement/core"
import { createHash } from "node:crypto"

/*
 * Documents as DataHub sends them, written by hand and not with the library's own encoders, so that settling an example
 * also shows that the decoders read what is on the wire.
 */

/** The supplier of the examples; the number is invented. */
export const SUPPLIER = "5790009990017"
const DATAHUB = "5790001330552"

/** A message or transaction id: 32 hex digits that are the same whenever the same thing is written. */
export const idOf = (...parts: ReadonlyArray<string | number>): string =>
  createHash("sha256").update(parts.join("|")).digest("hex").slice(0, 32)

/** `2025-01-15T23:00:00Z`. */
export const instantText = (instant: Instant): string => `${new Date(instant).toISOString().slice(0, 19)}Z`

/** `2025-01-15T23:00Z`, the form of time intervals. */
const minuteText = (instant: Instant): string => `${new Date(instant).toISOString().slice(0, 16)}Z`

export const intervalJson = ({ from, to }: Period) => ({
  start: { value: minuteText(from) },
  end: { value: minuteText(to) }
})

export const gs1 = (value: string) => ({ codingScheme: "A10", value })

/** What differs between the headers of documents. */
export interface Envelope {
  readonly name: string
  readonly id: string
  readonly createdAt: Instant
  readonly processType: string
  readonly type: string
  /** Role in which DataHub sends: DGL for readings, DDZ for master data, prices and links. */
  readonly senderRole: "DGL" | "DDZ"
}

/** A document: the header under its root key, then what it carries. */
export const documentOf = (envelope: Envelope, body: Record<string, unknown>) => ({
  [`${envelope.name}_MarketDocument`]: {
    mRID: envelope.id,
    "businessSector.type": { value: "23" },
    createdDateTime: instantText(envelope.createdAt),
    "process.processType": { value: envelope.processType },
    "receiver_MarketParticipant.mRID": gs1(SUPPLIER),
    "receiver_MarketParticipant.marketRole.type": { value: "DDQ" },
    "sender_MarketParticipant.mRID": gs1(DATAHUB),
    "sender_MarketParticipant.marketRole.type": { value: envelope.senderRole },
    type: { value: envelope.type },
    ...body
  }
})

/** One reading: whole Wh, and a quality other than measured. */
export interface WireReading {
  readonly wh: number
  readonly quality?: "A03" | "A06" | undefined
}

/** One series of RSM-012. */
export interface WireSeries {
  readonly gsrn: Gsrn
  readonly type: "E17" | "E18"
  readonly resolution: "PT15M" | "PT1H"
  readonly period: Period
  readonly registeredAt: Instant
  readonly readings: ReadonlyArray<WireReading>
}

/** RSM-012: validated measure data. */
export const rsm012 = (createdAt: Instant, series: ReadonlyArray<WireSeries>) => {
  const id = idOf("RSM-012", createdAt, ...series.map((one) => one.gsrn))
  return documentOf(
    { name: "NotifyValidatedMeasureData", id, createdAt, processType: "E23", type: "E66", senderRole: "DGL" },
    { Series: series.map((one) => seriesJson(one, id)) }
  )
}

const seriesJson = (series: WireSeries, messageId: string) => ({
  mRID: idOf(messageId, series.gsrn, series.period.from),
  "marketEvaluationPoint.mRID": gs1(series.gsrn),
  "marketEvaluationPoint.type": { value: series.type },
  product: "8716867000030",
  "quantity_Measure_Unit.name": { value: "KWH" },
  "registration_DateAndOrTime.dateTime": instantText(series.registeredAt),
  Period: {
    resolution: series.resolution,
    timeInterval: intervalJson(series.period),
    Point: series.readings.map(({ quality, wh }, index) => ({
      position: { value: index + 1 },
      quality: { value: quality ?? "A04" },
      quantity: wh / 1000
    }))
  }
})

/** Text of a document: indented by one, what holds only plain values (a reading, a price, a row) on one line. */
export const documentText = (json: unknown): string => `${textOf(json, "")}\n`

const LINE_MAX = 100

const textOf = (json: unknown, indent: string, inArray = false): string => {
  const line = JSON.stringify(json)
  if (typeof json !== "object" || json === null) return line
  const entries: ReadonlyArray<readonly [string, unknown]> = Array.isArray(json)
    ? json.map((item: unknown) => ["", item] as const)
    : Object.entries(json).map(([key, item]) => [`${JSON.stringify(key)}: `, item] as const)
  const plain = inArray && entries.every(([, item]) => typeof item !== "object" || item === null)
  if (line.length + indent.length <= LINE_MAX || plain) return line
  const inner = `${indent} `
  const [open, close] = Array.isArray(json) ? "[]" : "{}"
  return `${open}\n${entries.map(([key, item]) => `${inner}${key}${textOf(item, inner, Array.isArray(json))}`).join(",\n")}\n${indent}${close}`
}
