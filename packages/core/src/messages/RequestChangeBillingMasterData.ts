import type { Result } from "effect"
import type { ChargeLink } from "../charges/index.ts"
import type { Gsrn } from "../market/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { decodeRecords } from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import { POINT } from "./recordKeys.ts"
import type { Skipped } from "./Skipped.ts"
import { linkRecordJson, linksOfRecord, WireLinkRecord } from "./wireChargeLink.ts"

const NAME = "RequestChangeBillingMasterData"

/** Links of one metering point that are to be made, changed or stopped. */
export interface ChargeLinkRequestRecord {
  readonly transactionId: string
  readonly gsrn: Gsrn
  /** All of this metering point. A link whose `to` equals its `from` is a stop (BRS-037). */
  readonly links: ReadonlyArray<ChargeLink>
}

/** What one RSM-030 request holds; its process type is D17. */
export interface ChargeLinkRequest {
  readonly header: CimHeader
  readonly records: ReadonlyArray<ChargeLinkRequestRecord>
  /** Links to charges of a type that we do not know. */
  readonly skipped: ReadonlyArray<Skipped>
}

/**
 * Decodes the request of RSM-030, charge links (BRS-037): JSON text or the parsed value. Its keys are taken to be those
 * of RSM-031, the same facts on their way back. Fails with every fault.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeChargeLinkRequest } from "@datahub-settlement/core"
 *
 * const refused = decodeChargeLinkRequest("{}")
 * Result.isFailure(refused) && refused.failure.document // => "RSM-030 RequestChangeBillingMasterData_MarketDocument"
 */
export const decodeChargeLinkRequest = (input: unknown): Result.Result<ChargeLinkRequest, CimError> =>
  decodeRecords(input, NAME, WireLinkRecord, (records, header, { faults, path }) => {
    const skipped: Array<Skipped> = []
    return {
      header,
      records: records.map((record, index) => ({
        transactionId: record.mRID,
        gsrn: record[POINT].value,
        links: linksOfRecord(record, { path: [...path, index], faults, skipped })
      })),
      skipped
    }
  })

/**
 * The request of RSM-030 as JSON: what {@link decodeChargeLinkRequest} reads back.
 *
 * @example
 * import { Result } from "effect"
 * import { datahub, decodeChargeLinkRequest, encodeChargeLinkRequest, energinet, gsrnOf } from "@datahub-settlement/core"
 *
 * const sender = { id: datahub, role: "DDQ" }
 * const receiver = { id: energinet, role: "DDZ" }
 * const header = { messageId: "m-1", createdAt: 0, processType: "D17", type: "D05", sender, receiver }
 * const gsrn = gsrnOf("57131399900000001")
 * const charge = { owner: energinet, type: "D03" as const, code: "EA-001" }
 * const records = [{ transactionId: "t-1", gsrn, links: [{ gsrn, charge, quantity: 1, from: 1_751_320_800_000 }] }]
 * const read = decodeChargeLinkRequest(encodeChargeLinkRequest({ header, records }))
 * Result.getOrThrow(read).records[0]?.links[0]?.charge.code // => "EA-001"
 */
export const encodeChargeLinkRequest = ({ header, records }: Omit<ChargeLinkRequest, "skipped">): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: records.map(({ gsrn, links, transactionId }) => linkRecordJson(transactionId, gsrn, links))
  }
})
