import { type Result, Schema } from "effect"
import type { Gln, Gsrn, Instant } from "../market/index.ts"
import { type CimHeader, headerJson, participantId } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { AnyId, decodeRecords, GlnId, GsrnId, InstantText, instantOfWire } from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { POINT, PROCESS, START } from "./recordKeys.ts"
import { WireCustomerNumber } from "./wireCustomer.ts"
import { wireInstant } from "./wireInstant.ts"
import { gs1Json, ifGiven } from "./wireJson.ts"

const NAME = "RequestChangeOfSupplier"
const BALANCE_RESPONSIBLE = "marketEvaluationPoint.balanceResponsibleParty_MarketParticipant.mRID"
const CUSTOMER = "marketEvaluationPoint.customer_MarketParticipant.mRID"
const CUSTOMER_NAME = "marketEvaluationPoint.customer_MarketParticipant.name"
const SUPPLIER = "marketEvaluationPoint.energySupplier_MarketParticipant.mRID"

const WireRecord = Schema.Struct({
  mRID: Schema.String,
  [PROCESS]: Schema.optional(Schema.String),
  [BALANCE_RESPONSIBLE]: Schema.optional(AnyId),
  [CUSTOMER]: Schema.optional(WireCustomerNumber),
  [CUSTOMER_NAME]: Schema.optional(Schema.String),
  [SUPPLIER]: GlnId,
  [POINT]: GsrnId,
  [START]: InstantText
})

/** The number of a customer with its coding scheme. */
export interface CustomerNumber {
  /** VAT: CVR number of a company. ARR: CPR number of a person. */
  readonly scheme: "VAT" | "ARR" | (string & {})
  readonly number: string
}

/** A supply that is asked for. */
export interface ChangeOfSupplierRecord {
  readonly transactionId: string
  readonly processReference?: string | undefined
  readonly gsrn: Gsrn
  /** Who is to supply: the sender. */
  readonly supplier: Gln
  /** GLN or EIC. */
  readonly balanceResponsible?: string | undefined
  readonly customer?: CustomerNumber | undefined
  readonly customerName?: string | undefined
  /** First instant of the supply. */
  readonly startAt: Instant
}

/** What one RSM-001 request holds. Its process type: E03 change of supplier, E65 move-in, D29 secondary move-in. */
export interface ChangeOfSupplierRequest {
  readonly header: CimHeader
  readonly records: ReadonlyArray<ChangeOfSupplierRecord>
}

/**
 * Decodes the request of RSM-001 (BRS-001, BRS-009): JSON text or the parsed value. Whether the date is a Danish
 * midnight is for the rules of the process. Fails with every fault.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeChangeOfSupplierRequest } from "@datahub-settlement/core"
 *
 * const refused = decodeChangeOfSupplierRequest({ NotifyPriceList_MarketDocument: {} })
 * Result.isFailure(refused) && refused.failure.actual // => '"NotifyPriceList_MarketDocument"'
 */
export const decodeChangeOfSupplierRequest = (input: unknown): Result.Result<ChangeOfSupplierRequest, CimError> =>
  decodeRecords(input, NAME, WireRecord, (records, header) => ({ header, records: records.map(recordOf) }))

const recordOf = (wire: typeof WireRecord.Type): ChangeOfSupplierRecord =>
  present({
    transactionId: wire.mRID,
    processReference: wire[PROCESS],
    gsrn: wire[POINT].value,
    supplier: wire[SUPPLIER].value,
    balanceResponsible: wire[BALANCE_RESPONSIBLE]?.value,
    customer: ifGiven(wire[CUSTOMER], ({ codingScheme, value }) => ({ scheme: codingScheme, number: value })),
    customerName: wire[CUSTOMER_NAME],
    startAt: instantOfWire(wire[START])
  })

/**
 * The request of RSM-001 as JSON: what {@link decodeChangeOfSupplierRequest} reads back. Builders check what they send;
 * this one writes what it is given.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeChangeOfSupplierRequest, encodeChangeOfSupplierRequest, energinet, datahub, gsrnOf } from "@datahub-settlement/core"
 *
 * const request = {
 *   header: {
 *     messageId: "m-1",
 *     createdAt: Date.UTC(2025, 4, 5, 10),
 *     processType: "E03",
 *     type: "392",
 *     sender: { id: energinet, role: "DDQ" },
 *     receiver: { id: datahub, role: "DDZ" }
 *   },
 *   records: [
 *     {
 *       transactionId: "t-1",
 *       gsrn: gsrnOf("57131399900000001"),
 *       supplier: energinet,
 *       startAt: Date.UTC(2025, 4, 31, 22)
 *     }
 *   ]
 * }
 * const read = decodeChangeOfSupplierRequest(encodeChangeOfSupplierRequest(request))
 * Result.getOrThrow(read).records[0]?.startAt === request.records[0]?.startAt // => true
 */
export const encodeChangeOfSupplierRequest = ({ header, records }: ChangeOfSupplierRequest): JsonObject => ({
  [`${NAME}_MarketDocument`]: { ...headerJson(header), MktActivityRecord: records.map(recordJson) }
})

const recordJson = (record: ChangeOfSupplierRecord): JsonObject =>
  present({
    mRID: record.transactionId,
    [PROCESS]: record.processReference,
    [BALANCE_RESPONSIBLE]: ifGiven(record.balanceResponsible, participantId),
    [CUSTOMER]: ifGiven(record.customer, ({ number, scheme }) => ({ codingScheme: scheme, value: number })),
    [CUSTOMER_NAME]: record.customerName,
    [SUPPLIER]: gs1Json(record.supplier),
    [POINT]: gs1Json(record.gsrn),
    [START]: wireInstant(record.startAt)
  })
