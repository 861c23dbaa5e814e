import { type Result, Schema } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { decodeRecords, GsrnId, InstantText, instantOfWire } from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { POINT, PROCESS, START } from "./recordKeys.ts"
import { wireInstant } from "./wireInstant.ts"
import { gs1Json } from "./wireJson.ts"

const NAME = "RequestReallocateChangeOfSupplier"

/** The keys of this record are unverified: DataHub publishes no schema of it. */
const WireRecord = Schema.Struct({
  mRID: Schema.String,
  [PROCESS]: Schema.optional(Schema.String),
  [POINT]: GsrnId,
  [START]: InstantText
})

/** A supply that is to be taken back. */
export interface ReallocationRecord {
  /** What our answer refers to. */
  readonly transactionId: string
  readonly processReference?: string | undefined
  readonly gsrn: Gsrn
  /** From when the previous supplier is to supply again: the start of what was wrong. */
  readonly startAt: Instant
}

/** What one RSM-003 request holds. Its process type: D07 erroneous change of supplier, D33 erroneous move. */
export interface ReallocationRequest {
  readonly header: CimHeader
  readonly records: ReadonlyArray<ReallocationRecord>
}

/**
 * Decodes the request of RSM-003 (BRS-003, BRS-011): DataHub asks the previous supplier to take a metering point back.
 * JSON text or the parsed value; fails with every fault.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeReallocationRequest } from "@datahub-settlement/core"
 *
 * const refused = decodeReallocationRequest({ RequestReallocateChangeOfSupplier_MarketDocument: 3 })
 * Result.isFailure(refused) && refused.failure.expected // => "an object"
 */
export const decodeReallocationRequest = (input: unknown): Result.Result<ReallocationRequest, CimError> =>
  decodeRecords(input, NAME, WireRecord, (records, header) => ({
    header,
    records: records.map((wire) =>
      present({
        transactionId: wire.mRID,
        processReference: wire[PROCESS],
        gsrn: wire[POINT].value,
        startAt: instantOfWire(wire[START])
      })
    )
  }))

/**
 * The request of RSM-003 as JSON: what {@link decodeReallocationRequest} reads back.
 *
 * @example
 * import { encodeReallocationRequest, datahub, energinet } from "@datahub-settlement/core"
 *
 * const sender = { id: datahub, role: "DDZ" }
 * const receiver = { id: energinet, role: "DDQ" }
 * const header = { messageId: "m-1", createdAt: 0, processType: "D33", type: "D01", sender, receiver }
 * Object.keys(encodeReallocationRequest({ header, records: [] })) // => ["RequestReallocateChangeOfSupplier_MarketDocument"]
 */
export const encodeReallocationRequest = ({ header, records }: ReallocationRequest): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: records.map((record) =>
      present({
        mRID: record.transactionId,
        [PROCESS]: record.processReference,
        [POINT]: gs1Json(record.gsrn),
        [START]: wireInstant(record.startAt)
      })
    )
  }
})
