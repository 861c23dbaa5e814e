import { type Result, Schema } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import type { CimError } from "./CimError.ts"
import { decodeInto, GsrnId, instantOfWire, InstantText } from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import { decodeSeries, type SeriesDocument, seriesDocumentJson } from "./seriesDocument.ts"
import { wireInstant } from "./wireInstant.ts"
import { gs1Json } from "./wireJson.ts"

const NAME = "ReminderOfMissingMeasureData"
const REQUESTED = "request_DateAndOrTime.dateTime"

const WireSeries = Schema.Struct({
  mRID: Schema.String,
  [REQUESTED]: InstantText,
  MarketEvaluationPoint: Schema.Array(Schema.Struct({ mRID: GsrnId }))
})

/** Metering points whose readings of one day DataHub misses. */
export interface MissingReadings {
  readonly transactionId: string
  /** The day that is missing, as DataHub dates it. */
  readonly day: Instant
  readonly gsrns: ReadonlyArray<Gsrn>
}

/** DataHub's reminder that readings are missing. */
export type MissingReadingsReminder = SeriesDocument<MissingReadings>

/**
 * Decodes RSM-018, the reminder of missing readings. It goes to who reports them, never to a supplier, who finds its gaps
 * itself. JSON text or the parsed value.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeMissingReadingsReminder } from "@datahub-settlement/core"
 *
 * const refused = decodeMissingReadingsReminder("{}")
 * Result.isFailure(refused) && refused.failure.document // => "RSM-018 ReminderOfMissingMeasureData_MarketDocument"
 */
export const decodeMissingReadingsReminder = (input: unknown): Result.Result<MissingReadingsReminder, CimError> =>
  decodeSeries(input, NAME, (wire, { faults, path }) => {
    const series = decodeInto(WireSeries, wire, path, faults)
    if (series === undefined) return undefined
    return {
      transactionId: series.mRID,
      day: instantOfWire(series[REQUESTED]),
      gsrns: series.MarketEvaluationPoint.map(({ mRID }) => mRID.value)
    }
  })

/**
 * RSM-018 as JSON: what {@link decodeMissingReadingsReminder} reads back.
 *
 * @example
 * import { datahub, encodeMissingReadingsReminder, Gln } from "@datahub-settlement/core"
 *
 * const sender = { id: datahub, role: "DGL" }
 * const receiver = { id: Gln.make("5790009990031"), role: "MDR" }
 * const header = { messageId: "m-1", createdAt: 0, processType: "D24", type: "D24", sender, receiver }
 * Object.keys(encodeMissingReadingsReminder({ header, series: [] })) // => ["ReminderOfMissingMeasureData_MarketDocument"]
 */
export const encodeMissingReadingsReminder = (reminder: MissingReadingsReminder): JsonObject =>
  seriesDocumentJson(NAME, reminder, ({ day, gsrns, transactionId }) => ({
    mRID: transactionId,
    [REQUESTED]: wireInstant(day),
    MarketEvaluationPoint: gsrns.map((gsrn) => ({ mRID: gs1Json(gsrn) }))
  }))
