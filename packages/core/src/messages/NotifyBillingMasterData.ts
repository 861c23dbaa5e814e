import { type Result, Schema } from "effect"
import type { ChargeLink, ChargeType } from "../charges/index.ts"
import { endOf } from "../market/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import {
  Coded,
  decodeRecords,
  FilledText,
  GlnId,
  GsrnId,
  instantOfWire,
  MidnightText,
  numberOfWire,
  type RecordsPlace,
  WireNumber
} from "./cimSchema.ts"
import { addFault, type PathPart, pathText } from "./faults.ts"
import type { JsonObject } from "./json.ts"
import type { Skipped } from "./Skipped.ts"
import { wireInstant } from "./wireInstant.ts"

const NAME = "NotifyBillingMasterData"

const WireCharge = Schema.Struct({
  mRID: FilledText,
  "chargeTypeOwner_MarketParticipant.mRID": GlnId,
  effectiveDate: MidnightText,
  terminationDate: Schema.optional(MidnightText),
  factor: Schema.optional(WireNumber),
  type: Coded
})

const WireRecord = Schema.Struct({
  mRID: Schema.String,
  "marketEvaluationPoint.mRID": GsrnId,
  ChargeGroup: Schema.Struct({ ChargeType: Schema.Array(WireCharge) })
})

/** What one RSM-031 document holds. */
export interface ChargeLinkData {
  readonly header: CimHeader
  /**
   * In the order of the document. A link whose `to` equals its `from` is a stop: the charge no longer applies from that
   * day on. {@link applyLinks} brings them into what is known already.
   */
  readonly links: ReadonlyArray<ChargeLink>
  /** Links to charges of a type that we do not know. */
  readonly skipped: ReadonlyArray<Skipped>
}

/**
 * Decodes RSM-031, charge links (process D17): JSON text or the parsed value. `factor` is the link's quantity, a whole
 * number from 1; a tariff always counts once (BRS-037) and may come without. `terminationDate` is exclusive. Fails with
 * every fault of the document.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeChargeLinks } from "@datahub-settlement/core"
 *
 * const refused = decodeChargeLinks("{")
 * Result.isFailure(refused) && refused.failure.path // => "line 1, column 2"
 */
export const decodeChargeLinks = (input: unknown): Result.Result<ChargeLinkData, CimError> =>
  decodeRecords(input, NAME, WireRecord, (records, header, place) => {
    const links: Array<ChargeLink> = []
    const skipped: Array<Skipped> = []
    records.forEach((record, index) =>
      record.ChargeGroup.ChargeType.forEach((charge, chargeIndex) => {
        const path = [...place.path, index, "ChargeGroup", "ChargeType", chargeIndex]
        if (isChargeType(charge.type.value)) links.push(linkOf(record, charge, charge.type.value, { ...place, path }))
        else skipped.push({ path: pathText(path), reason: `unknown charge type ${charge.type.value}` })
      })
    )
    return { header, links, skipped }
  })

export const isChargeType = (code: string): code is ChargeType => code === "D01" || code === "D02" || code === "D03"

const linkOf = (
  record: typeof WireRecord.Type,
  charge: typeof WireCharge.Type,
  type: ChargeType,
  { faults, path }: RecordsPlace
): ChargeLink => {
  const from = instantOfWire(charge.effectiveDate)
  const to = charge.terminationDate === undefined ? undefined : instantOfWire(charge.terminationDate)
  if (to !== undefined && to < from) {
    addFault(faults, [...path, "terminationDate"], `${charge.effectiveDate} or later`, charge.terminationDate)
  }
  return {
    gsrn: record["marketEvaluationPoint.mRID"].value,
    charge: { owner: charge["chargeTypeOwner_MarketParticipant.mRID"].value, type, code: charge.mRID },
    quantity: quantityOf(charge, type, to === from, { faults, path }),
    from,
    ...(to === undefined ? {} : { to })
  }
}

const quantityOf = (
  { factor }: typeof WireCharge.Type,
  type: ChargeType,
  isStop: boolean,
  { faults, path }: { readonly path: ReadonlyArray<PathPart>; readonly faults: RecordsPlace["faults"] }
): number => {
  if (factor === undefined && (type === "D03" || isStop)) return 1
  const quantity = factor === undefined ? Number.NaN : numberOfWire(factor)
  const expected = type === "D03" ? "1, a tariff counts once" : "a whole number from 1"
  if (!(Number.isInteger(quantity) && quantity >= 1 && (type !== "D03" || quantity === 1))) {
    addFault(faults, [...path, "factor"], expected, factor)
  }
  return quantity
}

/** RSM-031 as JSON, the way DataHub writes it: one record a metering point. For simulators and tests. */
export const encodeChargeLinks = ({
  header,
  links
}: {
  readonly header: CimHeader
  readonly links: ReadonlyArray<ChargeLink>
}): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: [...Map.groupBy(links, (link) => link.gsrn)].map(([gsrn, ofPoint], index) => ({
      mRID: `${header.messageId}-${index + 1}`.slice(-36),
      "marketEvaluationPoint.mRID": { codingScheme: "A10", value: gsrn },
      ChargeGroup: { ChargeType: ofPoint.map(chargeJson) }
    }))
  }
})

const chargeJson = (link: ChargeLink): JsonObject => ({
  mRID: link.charge.code,
  "chargeTypeOwner_MarketParticipant.mRID": { codingScheme: "A10", value: link.charge.owner },
  effectiveDate: wireInstant(link.from),
  factor: link.quantity,
  ...(Number.isFinite(endOf(link)) ? { terminationDate: wireInstant(endOf(link)) } : {}),
  type: { value: link.charge.type }
})
