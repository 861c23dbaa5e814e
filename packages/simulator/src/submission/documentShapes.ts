import { arrayOf, boolean, code, id, instant, number, objectOf, type Shape, text } from "./shape.ts"

/*
 * The shapes of what a supplier may send. RSM-001, 015, 016 and 017 are known from DataHub's own schemas; the others
 * are unverified and stand here, in one place.
 */

const header: Readonly<Record<string, Shape>> = {
  mRID: text,
  createdDateTime: instant,
  "process.processType": code,
  "receiver_MarketParticipant.mRID": id,
  "receiver_MarketParticipant.marketRole.type": code,
  "sender_MarketParticipant.mRID": id,
  "sender_MarketParticipant.marketRole.type": code,
  type: code
}

/** Absent or another than 23 it is refused by a check of its own (00403), not by the schema. */
const headerOptional: Readonly<Record<string, Shape>> = { "businessSector.type": code, "reason.code": code }

const POINT = "marketEvaluationPoint.mRID"
const START = "start_DateAndOrTime.dateTime"
const END = "end_DateAndOrTime.dateTime"
const PROCESS = "businessProcessReference_MktActivityRecord.mRID"
const ORIGINAL = "originalTransactionIDReference_MktActivityRecord.mRID"

const records = (record: Shape): Shape => objectOf({ ...header, MktActivityRecord: arrayOf(record) }, headerOptional)
const series = (one: Shape): Shape => objectOf({ ...header, Series: arrayOf(one) }, headerOptional)

const address = objectOf(
  {},
  {
    streetDetail: objectOf({}, { code: text, name: text, number: text, floorIdentification: text, suiteNumber: text }),
    townDetail: objectOf({}, { code: text, name: text, section: text, country: text }),
    postalCode: text,
    poBox: text,
    language: text
  }
)

const contact = objectOf(
  { type: code },
  {
    geoInfoReference: text,
    mainAddress: address,
    name: text,
    "attn_Names.name": text,
    phone1: objectOf({}, { ituPhone: text }),
    phone2: objectOf({}, { ituPhone: text }),
    electronicAddress: objectOf({}, { email1: text }),
    protectedAddress: boolean
  }
)

const customerPoint = objectOf(
  { mRID: id },
  {
    "serviceCategory.ElectricalHeating": boolean,
    // Spelled so, without the first c.
    "eletricalHeating_DateAndOrTime.dateTime": instant,
    "firstCustomer_MarketParticipant.mRID": id,
    "firstCustomer_MarketParticipant.name": text,
    "secondCustomer_MarketParticipant.mRID": id,
    "secondCustomer_MarketParticipant.name": text,
    protectedName: boolean,
    UsagePointLocation: arrayOf(contact)
  }
)

const linkedCharge = objectOf(
  { mRID: text, "chargeTypeOwner_MarketParticipant.mRID": id, effectiveDate: instant, type: code },
  { factor: number, terminationDate: instant }
)

const changeOfSupplier = records(
  objectOf(
    { mRID: text, "marketEvaluationPoint.energySupplier_MarketParticipant.mRID": id, [POINT]: id, [START]: instant },
    {
      [PROCESS]: text,
      "marketEvaluationPoint.balanceResponsibleParty_MarketParticipant.mRID": id,
      "marketEvaluationPoint.customer_MarketParticipant.mRID": id,
      "marketEvaluationPoint.customer_MarketParticipant.name": text,
      "marketEvaluationPoint.shipper_MarketParticipant.mRID": id
    }
  )
)

const answer = records(
  objectOf({ mRID: text, [ORIGINAL]: text }, { [POINT]: id, Reason: arrayOf(objectOf({ code }, { text })) })
)

const aggregated = series(
  objectOf(
    { mRID: text, [START]: instant },
    {
      [END]: instant,
      "meteringGridArea_Domain.mRID": id,
      "energySupplier_MarketParticipant.mRID": id,
      "balanceResponsibleParty_MarketParticipant.mRID": id,
      "marketEvaluationPoint.type": code,
      "marketEvaluationPoint.settlementMethod": code,
      "settlement_Series.version": code,
      "biddingZone_Domain.mRID": id
    }
  )
)

const wholesale = series(
  objectOf(
    { mRID: text, [START]: instant },
    {
      [END]: instant,
      version: text,
      "meteringGridArea_Domain.mRID": id,
      "energySupplier_MarketParticipant.mRID": id,
      "chargeTypeOwner_MarketParticipant.mRID": id,
      "aggregationSeries_Period.resolution": text,
      "settlement_Series.version": code,
      ChargeType: arrayOf(objectOf({}, { mRID: text, type: code }))
    }
  )
)

/** By document name. */
export const documentShapes = {
  RequestChangeOfSupplier: changeOfSupplier,
  RequestReallocateChangeOfSupplier: records(
    objectOf({ mRID: text, [POINT]: id, [START]: instant }, { [PROCESS]: text })
  ),
  ConfirmRequestReallocateChangeOfSupplier: answer,
  RejectRequestReallocateChangeOfSupplier: answer,
  RequestEndOfSupply: records(
    objectOf({ mRID: text, [POINT]: id }, { [PROCESS]: text, [START]: instant, [END]: instant })
  ),
  RequestCancellation: records(objectOf({ mRID: text, [POINT]: id, [ORIGINAL]: text }, { [PROCESS]: text })),
  RequestChangeCustomerCharacteristics: records(
    objectOf({ mRID: text, [START]: instant, MarketEvaluationPoint: customerPoint }, { [PROCESS]: text })
  ),
  RequestChangeBillingMasterData: records(
    objectOf({ mRID: text, [POINT]: id, ChargeGroup: objectOf({ ChargeType: arrayOf(linkedCharge) }) })
  ),
  RequestValidatedMeasureData: series(objectOf({ mRID: text, [POINT]: id }, { [START]: instant, [END]: instant })),
  RequestAggregatedMeasureData: aggregated,
  RequestWholesaleSettlement: wholesale
} as const satisfies Readonly<Record<string, Shape>>

/** The name of a document that a supplier may send. */
export type SubmittedName = keyof typeof documentShapes
