import { type Result, Schema } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import type { Customer } from "../portfolio/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { decodeRecords, InstantText, instantOfWire } from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { PROCESS, START } from "./recordKeys.ts"
import type { Skipped } from "./Skipped.ts"
import { customerJson, customerOf, WireCustomerPoint } from "./wireCustomer.ts"
import { wireInstant } from "./wireInstant.ts"

const NAME = "RequestChangeCustomerCharacteristics"

const WireRecord = Schema.Struct({
  mRID: Schema.String,
  [PROCESS]: Schema.optional(Schema.String),
  [START]: InstantText,
  MarketEvaluationPoint: WireCustomerPoint
})

/** Customer data of one metering point, complete, from an instant on. */
export interface CustomerDataRequestRecord {
  readonly transactionId: string
  readonly processReference?: string | undefined
  readonly gsrn: Gsrn
  readonly startAt: Instant
  readonly customer: Customer
}

/**
 * What one RSM-027 request holds. Its process type: E03 after a change of supplier, E65 and D29 after a move-in, E34 an
 * update, D20 electric heating.
 */
export interface CustomerDataRequest {
  readonly header: CimHeader
  readonly records: ReadonlyArray<CustomerDataRequestRecord>
  /** Customer numbers with a coding scheme that we do not know. */
  readonly skipped: ReadonlyArray<Skipped>
}

/**
 * Decodes the request of RSM-027, customer master data (BRS-015 and others): JSON text or the parsed value. Fails with
 * every fault.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeCustomerDataRequest } from "@datahub-settlement/core"
 *
 * const refused = decodeCustomerDataRequest("{}")
 * Result.isFailure(refused) && refused.failure.document // => "RSM-027 RequestChangeCustomerCharacteristics_MarketDocument"
 */
export const decodeCustomerDataRequest = (input: unknown): Result.Result<CustomerDataRequest, CimError> =>
  decodeRecords(input, NAME, WireRecord, (records, header, place) => {
    const skipped: Array<Skipped> = []
    return {
      header,
      records: records.map((wire, index) =>
        present({
          transactionId: wire.mRID,
          processReference: wire[PROCESS],
          gsrn: wire.MarketEvaluationPoint.mRID.value,
          startAt: instantOfWire(wire[START]),
          customer: customerOf(wire.MarketEvaluationPoint, { path: [...place.path, index], skipped })
        })
      ),
      skipped
    }
  })

/**
 * The request of RSM-027 as JSON: what {@link decodeCustomerDataRequest} reads back.
 *
 * @example
 * import { Result } from "effect"
 * import { datahub, decodeCustomerDataRequest, encodeCustomerDataRequest, energinet, gsrnOf } from "@datahub-settlement/core"
 *
 * const sender = { id: energinet, role: "DDQ" }
 * const receiver = { id: datahub, role: "DDZ" }
 * const header = { messageId: "m-1", createdAt: 0, processType: "E34", type: "D15", sender, receiver }
 * const customer = { name: "Eksempel Bageri ApS", cvr: "12345678", contacts: [{ type: "D01", email: "a@example.com" }] }
 * const records = [{ transactionId: "t-1", gsrn: gsrnOf("57131399900000001"), startAt: 1_751_320_800_000, customer }]
 * const read = decodeCustomerDataRequest(encodeCustomerDataRequest({ header, records }))
 * Result.getOrThrow(read).records[0]?.customer.contacts[0]?.email // => "a@example.com"
 */
export const encodeCustomerDataRequest = ({ header, records }: Omit<CustomerDataRequest, "skipped">): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: records.map((record) =>
      present({
        mRID: record.transactionId,
        [PROCESS]: record.processReference,
        [START]: wireInstant(record.startAt),
        MarketEvaluationPoint: customerJson(record.gsrn, record.customer)
      })
    )
  }
})
