import { Schema } from "effect"
import type { ChargeLink, ChargeType } from "../charges/index.ts"
import { endOf } from "../market/index.ts"
import { Coded, FilledText, GlnId, GsrnId, instantOfWire, MidnightText, numberOfWire, WireNumber } from "./cimSchema.ts"
import { addFault, type Faults, type PathPart, pathText } from "./faults.ts"
import type { JsonObject } from "./json.ts"
import { POINT } from "./recordKeys.ts"
import type { Skipped } from "./Skipped.ts"
import { wireInstant } from "./wireInstant.ts"
import { codeJson, gs1Json } from "./wireJson.ts"

const WireCharge = Schema.Struct({
  mRID: FilledText,
  "chargeTypeOwner_MarketParticipant.mRID": GlnId,
  effectiveDate: MidnightText,
  terminationDate: Schema.optional(MidnightText),
  factor: Schema.optional(WireNumber),
  type: Coded
})
type WireCharge = typeof WireCharge.Type

/** The charge links of one metering point, as RSM-030 and RSM-031 write them. */
export const WireLinkRecord = Schema.Struct({
  mRID: Schema.String,
  [POINT]: GsrnId,
  ChargeGroup: Schema.Struct({ ChargeType: Schema.Array(WireCharge) })
})

/** Where a record stands, and where to put what is wrong with it or cannot be used. */
export interface LinkRecordPlace {
  readonly path: ReadonlyArray<PathPart>
  readonly faults: Faults
  readonly skipped: Array<Skipped>
}

/** The links of one record; those to charges of an unknown type are skipped, with the reason. */
export const linksOfRecord = (record: typeof WireLinkRecord.Type, place: LinkRecordPlace): ReadonlyArray<ChargeLink> =>
  record.ChargeGroup.ChargeType.flatMap((charge, index) => {
    const path = [...place.path, "ChargeGroup", "ChargeType", index]
    const type = charge.type.value
    if (isChargeType(type)) return [linkOf(record, charge, type, { ...place, path })]
    place.skipped.push({ path: pathText(path), reason: `unknown charge type ${type}` })
    return []
  })

export const isChargeType = (code: string): code is ChargeType => code === "D01" || code === "D02" || code === "D03"

const linkOf = (
  record: typeof WireLinkRecord.Type,
  charge: WireCharge,
  type: ChargeType,
  place: LinkRecordPlace
): ChargeLink => {
  const from = instantOfWire(charge.effectiveDate)
  const to = charge.terminationDate === undefined ? undefined : instantOfWire(charge.terminationDate)
  if (to !== undefined && to < from) {
    const path = [...place.path, "terminationDate"]
    addFault(place.faults, path, `${charge.effectiveDate} or later`, charge.terminationDate)
  }
  return {
    gsrn: record[POINT].value,
    charge: { owner: charge["chargeTypeOwner_MarketParticipant.mRID"].value, type, code: charge.mRID },
    quantity: quantityOf(charge, type, to === from, place),
    from,
    ...(to === undefined ? {} : { to })
  }
}

/** A tariff counts once, and a stop counts nothing (BRS-037): both may come without a factor. */
const quantityOf = ({ factor }: WireCharge, type: ChargeType, isStop: boolean, place: LinkRecordPlace): number => {
  if (factor === undefined && (type === "D03" || isStop)) return 1
  const quantity = factor === undefined ? Number.NaN : numberOfWire(factor)
  const expected = type === "D03" ? "1, a tariff counts once" : "a whole number from 1"
  if (!(Number.isInteger(quantity) && quantity >= 1 && (type !== "D03" || quantity === 1))) {
    addFault(place.faults, [...place.path, "factor"], expected, factor)
  }
  return quantity
}

/** One record: all of its links are those of one metering point. */
export const linkRecordJson = (transactionId: string, gsrn: string, links: ReadonlyArray<ChargeLink>): JsonObject => ({
  mRID: transactionId,
  [POINT]: gs1Json(gsrn),
  ChargeGroup: { ChargeType: links.map(chargeJson) }
})

const chargeJson = (link: ChargeLink): JsonObject => ({
  mRID: link.charge.code,
  "chargeTypeOwner_MarketParticipant.mRID": gs1Json(link.charge.owner),
  effectiveDate: wireInstant(link.from),
  factor: link.quantity,
  ...(Number.isFinite(endOf(link)) ? { terminationDate: wireInstant(endOf(link)) } : {}),
  type: codeJson(link.charge.type)
})
