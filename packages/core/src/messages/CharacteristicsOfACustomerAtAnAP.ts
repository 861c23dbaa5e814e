import { type Result, Schema } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import type { Customer } from "../portfolio/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { decodeRecords, InstantText, instantOfWire } from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { ORIGINAL, PROCESS, SUPPLY_START, VALIDITY_START } from "./recordKeys.ts"
import type { Skipped } from "./Skipped.ts"
import { customerJson, customerOf, WireCustomerPoint } from "./wireCustomer.ts"
import { wireInstant } from "./wireInstant.ts"
import { ifGiven } from "./wireJson.ts"

const NAME = "CharacteristicsOfACustomerAtAnAP"

const WireRecord = Schema.Struct({
  mRID: Schema.String,
  [ORIGINAL]: Schema.optional(Schema.String),
  [PROCESS]: Schema.optional(Schema.String),
  [VALIDITY_START]: InstantText,
  MarketEvaluationPoint: WireCustomerPoint
})

/** The customer at one metering point. */
export interface CustomerDataRecord {
  readonly transactionId: string
  /** Transaction id of our request, in an answer to one. */
  readonly answers?: string | undefined
  readonly processReference?: string | undefined
  readonly gsrn: Gsrn
  /** From when these data hold. */
  readonly validFrom: Instant
  readonly customer: Customer
  /** Whether somebody supplies the metering point, and since when. */
  readonly hasSupplier?: boolean | undefined
  readonly supplyStart?: Instant | undefined
}

/** What one RSM-028 document holds. */
export interface CustomerData {
  /** Its process type says why it came: E03, E65 new supply, E34 changed data, D20 electric heating, D33 restored … */
  readonly header: CimHeader
  readonly records: ReadonlyArray<CustomerDataRecord>
  /** Customer numbers with a coding scheme that we do not know. */
  readonly skipped: ReadonlyArray<Skipped>
}

/**
 * Decodes RSM-028, customer master data: JSON text or the parsed value. A CPR number is never in it. Fails with every
 * fault.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeCustomerData } from "@datahub-settlement/core"
 *
 * const refused = decodeCustomerData("{}")
 * Result.isFailure(refused) && refused.failure.document // => "RSM-028 CharacteristicsOfACustomerAtAnAP_MarketDocument"
 */
export const decodeCustomerData = (input: unknown): Result.Result<CustomerData, CimError> =>
  decodeRecords(input, NAME, WireRecord, (records, header, place) => {
    const skipped: Array<Skipped> = []
    return {
      header,
      records: records.map((wire, index) =>
        present({
          transactionId: wire.mRID,
          answers: wire[ORIGINAL],
          processReference: wire[PROCESS],
          gsrn: wire.MarketEvaluationPoint.mRID.value,
          validFrom: instantOfWire(wire[VALIDITY_START]),
          customer: customerOf(wire.MarketEvaluationPoint, { path: [...place.path, index], skipped }),
          hasSupplier: wire.MarketEvaluationPoint.hasEnergySupplier,
          supplyStart: ifGiven(wire.MarketEvaluationPoint[SUPPLY_START], instantOfWire)
        })
      ),
      skipped
    }
  })

/**
 * RSM-028 as JSON, what {@link decodeCustomerData} reads back. For simulators and tests.
 *
 * @example
 * import { Result } from "effect"
 * import { datahub, decodeCustomerData, encodeCustomerData, energinet, gsrnOf } from "@datahub-settlement/core"
 *
 * const sender = { id: datahub, role: "DDZ" }
 * const receiver = { id: energinet, role: "DDQ" }
 * const header = { messageId: "m-1", createdAt: 0, processType: "E03", type: "E21", sender, receiver }
 * const customer = { name: "Eksempel Bageri ApS", cvr: "12345678", contacts: [], electricHeating: false }
 * const records = [{ transactionId: "t-1", gsrn: gsrnOf("57131399900000001"), validFrom: 1_751_320_800_000, customer }]
 * const read = decodeCustomerData(encodeCustomerData({ header, records }))
 * Result.getOrThrow(read).records[0]?.customer.electricHeating // => false
 */
export const encodeCustomerData = ({ header, records }: Omit<CustomerData, "skipped">): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: records.map((record) =>
      present({
        mRID: record.transactionId,
        [ORIGINAL]: record.answers,
        [PROCESS]: record.processReference,
        [VALIDITY_START]: wireInstant(record.validFrom),
        MarketEvaluationPoint: present({
          ...customerJson(record.gsrn, record.customer),
          hasEnergySupplier: record.hasSupplier,
          [SUPPLY_START]: ifGiven(record.supplyStart, wireInstant)
        })
      })
    )
  }
})
