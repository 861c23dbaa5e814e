import { type Result, Schema } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { decodeRecords, GsrnId, InstantText, instantOfWire } from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { ORIGINAL, POINT, PROCESS, VALIDITY_START } from "./recordKeys.ts"
import { wireInstant } from "./wireInstant.ts"
import { gs1Json } from "./wireJson.ts"

const NAME = "GenericNotification"

const WireRecord = Schema.Struct({
  mRID: Schema.String,
  [ORIGINAL]: Schema.optional(Schema.String),
  [PROCESS]: Schema.optional(Schema.String),
  [POINT]: GsrnId,
  [VALIDITY_START]: InstantText
})

/** What a notification says of one metering point: that it concerns it, and from when. */
export interface NotificationRecord {
  readonly transactionId: string
  /** Transaction id of our request, where there was one. */
  readonly answers?: string | undefined
  readonly processReference?: string | undefined
  readonly gsrn: Gsrn
  readonly validFrom: Instant
}

/** What one RSM-004 document holds. All of its meaning is in the process type: see {@link notificationMeaning}. */
export interface GenericNotificationData {
  readonly header: CimHeader
  readonly records: ReadonlyArray<NotificationRecord>
}

/**
 * Decodes RSM-004, a notification: JSON text or the parsed value. Fails with every fault.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeGenericNotification } from "@datahub-settlement/core"
 *
 * const refused = decodeGenericNotification("{}")
 * Result.isFailure(refused) && refused.failure.document // => "RSM-004 GenericNotification_MarketDocument"
 */
export const decodeGenericNotification = (input: unknown): Result.Result<GenericNotificationData, CimError> =>
  decodeRecords(input, NAME, WireRecord, (records, header) => ({
    header,
    records: records.map((wire) =>
      present({
        transactionId: wire.mRID,
        answers: wire[ORIGINAL],
        processReference: wire[PROCESS],
        gsrn: wire[POINT].value,
        validFrom: instantOfWire(wire[VALIDITY_START])
      })
    )
  }))

/**
 * RSM-004 as JSON, what {@link decodeGenericNotification} reads back. For simulators and tests.
 *
 * @example
 * import { Result } from "effect"
 * import { datahub, decodeGenericNotification, encodeGenericNotification, energinet, gsrnOf } from "@datahub-settlement/core"
 *
 * const sender = { id: datahub, role: "DDZ" }
 * const receiver = { id: energinet, role: "DDQ" }
 * const header = { messageId: "m-1", createdAt: 0, processType: "E03", type: "E44", sender, receiver }
 * const records = [{ transactionId: "t-1", gsrn: gsrnOf("57131399900000001"), validFrom: 1_748_728_800_000 }]
 * const read = decodeGenericNotification(encodeGenericNotification({ header, records }))
 * Result.getOrThrow(read).records[0]?.validFrom // => 1748728800000
 */
export const encodeGenericNotification = ({ header, records }: GenericNotificationData): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: records.map((record) =>
      present({
        mRID: record.transactionId,
        [ORIGINAL]: record.answers,
        [PROCESS]: record.processReference,
        [POINT]: gs1Json(record.gsrn),
        [VALIDITY_START]: wireInstant(record.validFrom)
      })
    )
  }
})
