import { Schema } from "effect"
import type { Customer, CustomerContact } from "../portfolio/index.ts"
import { Coded, GsrnId, InstantText, instantOfWire } from "./cimSchema.ts"
import { type PathPart, pathText } from "./faults.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { SUPPLY_START } from "./recordKeys.ts"
import type { Skipped } from "./Skipped.ts"
import { addressOf, mainAddressJson, WireAddress } from "./wireAddress.ts"
import { wireInstant } from "./wireInstant.ts"
import { codeJson, gs1Json, ifGiven } from "./wireJson.ts"

const FIRST_NUMBER = "firstCustomer_MarketParticipant.mRID"
const FIRST_NAME = "firstCustomer_MarketParticipant.name"
const SECOND_NUMBER = "secondCustomer_MarketParticipant.mRID"
const SECOND_NAME = "secondCustomer_MarketParticipant.name"
const HEATING = "serviceCategory.ElectricalHeating"
/** Spelled so in the schema of the document, without the first c. */
const HEATING_FROM = "eletricalHeating_DateAndOrTime.dateTime"

const text = Schema.optional(Schema.String)
const flag = Schema.optional(Schema.Boolean)
const phone = Schema.optional(Schema.Struct({ ituPhone: Schema.String }))

/** A CVR number (coding scheme VAT) or a CPR number (ARR). */
export const WireCustomerNumber = Schema.Struct({ codingScheme: Schema.String, value: Schema.String })

export const VAT = "VAT"
export const ARR = "ARR"

const WireContact = Schema.Struct({
  type: Coded,
  geoInfoReference: text,
  mainAddress: Schema.optional(WireAddress),
  name: text,
  "attn_Names.name": text,
  phone1: phone,
  phone2: phone,
  electronicAddress: Schema.optional(Schema.Struct({ email1: text })),
  protectedAddress: flag
})

/** `MarketEvaluationPoint` of RSM-027 and RSM-028. The last two keys are in RSM-028 only. */
export const WireCustomerPoint = Schema.Struct({
  mRID: GsrnId,
  [HEATING]: flag,
  [HEATING_FROM]: Schema.optional(InstantText),
  [FIRST_NUMBER]: Schema.optional(WireCustomerNumber),
  [FIRST_NAME]: text,
  [SECOND_NUMBER]: Schema.optional(WireCustomerNumber),
  [SECOND_NAME]: text,
  protectedName: flag,
  UsagePointLocation: Schema.optional(Schema.Array(WireContact)),
  hasEnergySupplier: flag,
  [SUPPLY_START]: Schema.optional(InstantText)
})

/** Where a record stands, and where to put what cannot be used of it. */
export interface CustomerPlace {
  readonly path: ReadonlyArray<PathPart>
  readonly skipped: Array<Skipped>
}

export const customerOf = (point: typeof WireCustomerPoint.Type, place: CustomerPlace): Customer => {
  const first = numberOf(point, FIRST_NUMBER, place)
  const second = numberOf(point, SECOND_NUMBER, place)
  return present({
    name: point[FIRST_NAME],
    cvr: first.cvr,
    cpr: first.cpr,
    secondName: point[SECOND_NAME],
    secondCvr: second.cvr,
    secondCpr: second.cpr,
    protectedName: point.protectedName,
    contacts: (point.UsagePointLocation ?? []).map(contactOf),
    electricHeating: point[HEATING],
    electricHeatingFrom: ifGiven(point[HEATING_FROM], instantOfWire)
  })
}

const numberOf = (
  point: typeof WireCustomerPoint.Type,
  key: typeof FIRST_NUMBER | typeof SECOND_NUMBER,
  place: CustomerPlace
): { readonly cvr?: string; readonly cpr?: string } => {
  const wire = point[key]
  if (wire === undefined) return {}
  if (wire.codingScheme === VAT) return { cvr: wire.value }
  if (wire.codingScheme === ARR) return { cpr: wire.value }
  const path = pathText([...place.path, "MarketEvaluationPoint", key])
  place.skipped.push({ path, reason: `a customer number with the unknown coding scheme ${wire.codingScheme}` })
  return {}
}

const contactOf = (wire: typeof WireContact.Type): CustomerContact =>
  present({
    type: wire.type.value,
    name: wire.name,
    attention: wire["attn_Names.name"],
    phone: wire.phone1?.ituPhone,
    mobile: wire.phone2?.ituPhone,
    email: wire.electronicAddress?.email1,
    protectedAddress: wire.protectedAddress,
    address: addressOf(wire.mainAddress, wire.geoInfoReference)
  })

/** `MarketEvaluationPoint`: an absent value is left out, an empty text is written. A CVR number goes before a CPR. */
export const customerJson = (gsrn: string, customer: Customer): JsonObject =>
  present({
    mRID: gs1Json(gsrn),
    [HEATING]: customer.electricHeating,
    [HEATING_FROM]: ifGiven(customer.electricHeatingFrom, wireInstant),
    [FIRST_NUMBER]: numberJson(customer.cvr, customer.cpr),
    [FIRST_NAME]: customer.name,
    [SECOND_NUMBER]: numberJson(customer.secondCvr, customer.secondCpr),
    [SECOND_NAME]: customer.secondName,
    protectedName: customer.protectedName,
    UsagePointLocation: customer.contacts.length === 0 ? undefined : customer.contacts.map(contactJson)
  })

/** A CVR number with its scheme, else a CPR number with its own, else nothing. */
export const numberJson = (cvr: string | undefined, cpr: string | undefined): JsonObject | undefined =>
  cvr !== undefined
    ? { codingScheme: VAT, value: cvr }
    : ifGiven(cpr, (value): JsonObject => ({ codingScheme: ARR, value }))

const phoneJson = (ituPhone: string): JsonObject => ({ ituPhone })

const contactJson = (contact: CustomerContact): JsonObject =>
  present({
    type: codeJson(contact.type),
    geoInfoReference: contact.address?.addressId,
    mainAddress: ifGiven(contact.address, mainAddressJson),
    name: contact.name,
    "attn_Names.name": contact.attention,
    phone1: ifGiven(contact.phone, phoneJson),
    phone2: ifGiven(contact.mobile, phoneJson),
    electronicAddress: ifGiven(contact.email, (email1) => ({ email1 })),
    protectedAddress: contact.protectedAddress
  })
