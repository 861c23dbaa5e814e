import { type Result, Schema } from "effect"
import type { Gsrn, Instant } from "../market/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { decodeRecords, GsrnId, InstantText, instantOfWire, type RecordsPlace } from "./cimSchema.ts"
import { addFault } from "./faults.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { END, POINT, PROCESS, START } from "./recordKeys.ts"
import { INSTANT_EXPECTED, wireInstant } from "./wireInstant.ts"
import { gs1Json } from "./wireJson.ts"

const NAME = "RequestEndOfSupply"

/*
 * Under which key the date is written, by process type. Unverified: DataHub publishes no schema of RSM-005, and those
 * who write it disagree. Both keys are read.
 */
const dateKeys: Readonly<Record<string, typeof START | typeof END>> = { E20: END, E66: END, D33: START }
const OTHERWISE = END

const dateKeyOf = (processType: string): typeof START | typeof END =>
  (Object.hasOwn(dateKeys, processType) ? dateKeys[processType] : undefined) ?? OTHERWISE

const WireRecord = Schema.Struct({
  mRID: Schema.String,
  [PROCESS]: Schema.optional(Schema.String),
  [POINT]: GsrnId,
  [START]: Schema.optional(InstantText),
  [END]: Schema.optional(InstantText)
})

/** A supply or a customer relation that is to end. */
export interface EndOfSupplyRecord {
  readonly transactionId: string
  readonly processReference?: string | undefined
  readonly gsrn: Gsrn
  /** The first instant that is no longer supplied; with D33 the start of the move that was wrong. */
  readonly date: Instant
}

/** What one RSM-005 request holds. Its process type: E20 end of supply, E66 move-out, D33 erroneous move. */
export interface EndOfSupplyRequest {
  readonly header: CimHeader
  readonly records: ReadonlyArray<EndOfSupplyRecord>
}

/**
 * Decodes the request of RSM-005 (BRS-002, BRS-010): JSON text or the parsed value. The date is taken from
 * `end_DateAndOrTime.dateTime` or `start_DateAndOrTime.dateTime`, whichever is there; two that differ are refused. Fails
 * with every fault.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeEndOfSupplyRequest } from "@datahub-settlement/core"
 *
 * const refused = decodeEndOfSupplyRequest("[]")
 * Result.isFailure(refused) && refused.failure.expected // => "the root key RequestEndOfSupply_MarketDocument"
 */
export const decodeEndOfSupplyRequest = (input: unknown): Result.Result<EndOfSupplyRequest, CimError> =>
  decodeRecords(input, NAME, WireRecord, (records, header, place) => ({
    header,
    records: records.map((wire, index) =>
      present({
        transactionId: wire.mRID,
        processReference: wire[PROCESS],
        gsrn: wire[POINT].value,
        date: dateOf(wire, header.processType, { ...place, path: [...place.path, index] })
      })
    )
  }))

const dateOf = (wire: typeof WireRecord.Type, processType: string, { faults, path }: RecordsPlace): Instant => {
  const key = dateKeyOf(processType)
  const other = key === START ? END : START
  const text = wire[key] ?? wire[other]
  if (text === undefined) {
    addFault(faults, [...path, key], INSTANT_EXPECTED, undefined)
    return Number.NaN
  }
  const date = instantOfWire(text)
  const again = wire[other]
  if (again !== undefined && instantOfWire(again) !== date) {
    addFault(faults, [...path, other], `${text} as in ${key}, or nothing`, again)
  }
  return date
}

/**
 * The request of RSM-005 as JSON: what {@link decodeEndOfSupplyRequest} reads back. E20 and E66 write an end, D33 a
 * start.
 *
 * @example
 * import { Result } from "effect"
 * import { datahub, decodeEndOfSupplyRequest, encodeEndOfSupplyRequest, energinet, gsrnOf } from "@datahub-settlement/core"
 *
 * const sender = { id: energinet, role: "DDQ" }
 * const receiver = { id: datahub, role: "DDZ" }
 * const header = { messageId: "m-1", createdAt: 0, processType: "E20", type: "432", sender, receiver }
 * const records = [{ transactionId: "t-1", gsrn: gsrnOf("57131399900000001"), date: 1_751_320_800_000 }]
 * const read = decodeEndOfSupplyRequest(encodeEndOfSupplyRequest({ header, records }))
 * Result.getOrThrow(read).records[0]?.date // => 1751320800000
 */
export const encodeEndOfSupplyRequest = ({ header, records }: EndOfSupplyRequest): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: records.map((record) =>
      present({
        mRID: record.transactionId,
        [PROCESS]: record.processReference,
        [POINT]: gs1Json(record.gsrn),
        [dateKeyOf(header.processType)]: wireInstant(record.date)
      })
    )
  }
})
