import { type Result, Schema } from "effect"
import type { Gsrn } from "../market/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { decodeRecords, GsrnId } from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { ORIGINAL, POINT, PROCESS } from "./recordKeys.ts"
import { gs1Json } from "./wireJson.ts"

const NAME = "NotifyCancellation"

/** The keys of this record are unverified: DataHub publishes no schema of it. */
const WireRecord = Schema.Struct({
  mRID: Schema.String,
  [PROCESS]: Schema.optional(Schema.String),
  [POINT]: GsrnId,
  [ORIGINAL]: Schema.optional(Schema.String)
})

/** A request that was taken back. */
export interface CancellationNoticeRecord {
  readonly transactionId: string
  readonly processReference?: string | undefined
  readonly gsrn: Gsrn
  /** Transaction id of the request that was cancelled, where it is told. */
  readonly cancels?: string | undefined
}

/** What one RSM-025 document holds. Its process type says who cancelled: D44 who asked, D45 DataHub's operator. */
export interface CancellationNotice {
  readonly header: CimHeader
  readonly records: ReadonlyArray<CancellationNoticeRecord>
}

/**
 * Decodes RSM-025, information that a request was cancelled: JSON text or the parsed value. It goes to the grid company
 * above all. Fails with every fault.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeCancellationNotice } from "@datahub-settlement/core"
 *
 * const refused = decodeCancellationNotice(null)
 * Result.isFailure(refused) && refused.failure.actual // => "null"
 */
export const decodeCancellationNotice = (input: unknown): Result.Result<CancellationNotice, CimError> =>
  decodeRecords(input, NAME, WireRecord, (records, header) => ({
    header,
    records: records.map((wire) =>
      present({
        transactionId: wire.mRID,
        processReference: wire[PROCESS],
        gsrn: wire[POINT].value,
        cancels: wire[ORIGINAL]
      })
    )
  }))

/**
 * RSM-025 as JSON, what {@link decodeCancellationNotice} reads back. For simulators and tests.
 *
 * @example
 * import { datahub, encodeCancellationNotice, energinet } from "@datahub-settlement/core"
 *
 * const sender = { id: datahub, role: "DDZ" }
 * const receiver = { id: energinet, role: "DDM" }
 * const header = { messageId: "m-1", createdAt: 0, processType: "D44", type: "E78", sender, receiver }
 * Object.keys(encodeCancellationNotice({ header, records: [] })) // => ["NotifyCancellation_MarketDocument"]
 */
export const encodeCancellationNotice = ({ header, records }: CancellationNotice): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: records.map((record) =>
      present({
        mRID: record.transactionId,
        [PROCESS]: record.processReference,
        [POINT]: gs1Json(record.gsrn),
        [ORIGINAL]: record.cancels
      })
    )
  }
})
