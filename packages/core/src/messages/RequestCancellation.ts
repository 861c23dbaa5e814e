import { type Result, Schema } from "effect"
import type { Gsrn } from "../market/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { decodeRecords, FilledText, GsrnId } from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { ORIGINAL, POINT, PROCESS } from "./recordKeys.ts"
import { gs1Json } from "./wireJson.ts"

const NAME = "RequestCancellation"

/** The keys of this record are unverified: DataHub publishes no schema of it. */
const WireRecord = Schema.Struct({
  mRID: Schema.String,
  [PROCESS]: Schema.optional(Schema.String),
  [POINT]: GsrnId,
  [ORIGINAL]: FilledText
})

/** A request that is to be taken back. */
export interface CancellationRecord {
  readonly transactionId: string
  readonly processReference?: string | undefined
  readonly gsrn: Gsrn
  /** Transaction id of the request that is cancelled; any other reference is refused with D06. */
  readonly cancels: string
}

/** What one RSM-024 request holds. Its process type is that of the process: E03, E65 for every move-in, E20, E66. */
export interface CancellationRequest {
  readonly header: CimHeader
  readonly records: ReadonlyArray<CancellationRecord>
}

/**
 * Decodes the request of RSM-024, cancellation: JSON text or the parsed value. Fails with every fault.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeCancellationRequest } from "@datahub-settlement/core"
 *
 * const refused = decodeCancellationRequest("{}")
 * Result.isFailure(refused) && refused.failure.document // => "RSM-024 RequestCancellation_MarketDocument"
 */
export const decodeCancellationRequest = (input: unknown): Result.Result<CancellationRequest, CimError> =>
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
 * The request of RSM-024 as JSON: what {@link decodeCancellationRequest} reads back.
 *
 * @example
 * import { datahub, encodeCancellationRequest, energinet } from "@datahub-settlement/core"
 *
 * const sender = { id: energinet, role: "DDQ" }
 * const receiver = { id: datahub, role: "DDZ" }
 * const header = { messageId: "m-1", createdAt: 0, processType: "E65", type: "E67", sender, receiver }
 * Object.keys(encodeCancellationRequest({ header, records: [] })) // => ["RequestCancellation_MarketDocument"]
 */
export const encodeCancellationRequest = ({ header, records }: CancellationRequest): JsonObject => ({
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
