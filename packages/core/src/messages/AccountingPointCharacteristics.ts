import { type Result, Schema } from "effect"
import type {
  MeteringPointAddress,
  MeteringPointMasterData,
  RatedQuantity,
  RelatedMeteringPoint
} from "../metering/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import {
  AnyId,
  Coded,
  decodeRecords,
  GsrnId,
  InstantText,
  instantOfWire,
  numberOfWire,
  WireNumber
} from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { addressOf, mainAddressJson, WireAddress } from "./wireAddress.ts"
import { wireInstant } from "./wireInstant.ts"
import { filled } from "./wireJson.ts"

const NAME = "AccountingPointCharacteristics"

const code = Schema.optional(Coded)
const text = Schema.optional(Schema.String)
const Rated = Schema.optional(Schema.Struct({ unit: text, value: Schema.Union([Schema.String, Schema.Finite]) }))
const Related = Schema.Struct({ mRID: GsrnId, description: text })

const WirePoint = Schema.Struct({
  mRID: GsrnId,
  "meteringPointResponsible_MarketParticipant.mRID": code,
  type: code,
  settlementMethod: code,
  meteringMethod: code,
  connectionState: code,
  readCycle: text,
  netSettlementGroup: text,
  nextReadingDate: text,
  "meteringGridArea_Domain.mRID": Schema.optional(AnyId),
  "inMeteringGridArea_Domain.mRID": Schema.optional(AnyId),
  "outMeteringGridArea_Domain.mRID": Schema.optional(AnyId),
  "linked_MarketEvaluationPoint.mRID": Schema.optional(AnyId),
  physicalConnectionCapacity: Rated,
  mPConnectionType: code,
  disconnectionMethod: code,
  "asset_MktPSRType.psrType": code,
  productionObligation: Schema.optional(Schema.Boolean),
  contractedConnectionCapacity: Rated,
  ratedCurrent: Rated,
  "meter.mRID": text,
  Series: Schema.optional(
    Schema.Array(
      Schema.Struct({
        product: Coded,
        "quantity_Measure_Unit.name": Coded,
        "estimatedAnnualVolume_Quantity.quantity": Schema.optional(WireNumber)
      })
    )
  ),
  "energySupplier_MarketParticipant.mRID": Schema.optional(AnyId),
  "supplyStart_DateAndOrTime.dateTime": Schema.optional(InstantText),
  description: text,
  "usagePointLocation.geoInfoReference": text,
  "usagePointLocation.mainAddress": Schema.optional(WireAddress),
  "usagePointLocation.actualAddressIndicator": Schema.optional(Schema.Boolean),
  Parent_MarketEvaluationPoint: Schema.optional(Related),
  Child_MarketEvaluationPoint: Schema.optional(Schema.Array(Related))
})
type WirePoint = typeof WirePoint.Type

const WireRecord = Schema.Struct({
  mRID: Schema.String,
  "originalTransactionIDReference_MktActivityRecord.mRID": text,
  "businessProcessReference_MktActivityRecord.mRID": text,
  "validityStart_DateAndOrTime.dateTime": InstantText,
  "snapshot_DateAndOrTime.dateTime": Schema.optional(InstantText),
  MarketEvaluationPoint: WirePoint
})

/** The master data of one record. */
export interface MasterDataRecord {
  readonly transactionId: string
  /** Transaction id of our request, in an answer to one. */
  readonly answers?: string | undefined
  readonly masterData: MeteringPointMasterData
}

/** What one RSM-022 document holds. */
export interface MasterData {
  /**
   * Its process type says why it came: E03 and E65 new supply, E32 changed data, E79 connection state, D14 close-down
   * …
   */
  readonly header: CimHeader
  readonly records: ReadonlyArray<MasterDataRecord>
}

/**
 * Decodes RSM-022, accounting point characteristics: JSON text or the parsed value. Everything but the metering point
 * and the day from which the data hold may be absent; codes are carried as they came. Fails with every fault.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeMasterData } from "@datahub-settlement/core"
 *
 * const refused = decodeMasterData(`{ "AccountingPointCharacteristics_MarketDocument": [] }`)
 * Result.isFailure(refused) && refused.failure.expected // => "an object"
 */
export const decodeMasterData = (input: unknown): Result.Result<MasterData, CimError> =>
  decodeRecords(input, NAME, WireRecord, (records, header) => ({
    header,
    records: records.map((record) => ({
      transactionId: record.mRID,
      ...present({ answers: record["originalTransactionIDReference_MktActivityRecord.mRID"] }),
      masterData: masterDataOf(record)
    }))
  }))

const masterDataOf = (record: typeof WireRecord.Type): MeteringPointMasterData => {
  const point = record.MarketEvaluationPoint
  return present({
    gsrn: point.mRID.value,
    validFrom: instantOfWire(record["validityStart_DateAndOrTime.dateTime"]),
    type: point.type?.value,
    gridArea: point["meteringGridArea_Domain.mRID"]?.value,
    fromGridArea: point["outMeteringGridArea_Domain.mRID"]?.value,
    toGridArea: point["inMeteringGridArea_Domain.mRID"]?.value,
    resolution: point.readCycle,
    settlementMethod: point.settlementMethod?.value,
    meteringMethod: point.meteringMethod?.value,
    connectionState: point.connectionState?.value,
    netSettlementGroup: point.netSettlementGroup,
    nextReadingDate: point.nextReadingDate,
    connectionType: point.mPConnectionType?.value,
    disconnectionMethod: point.disconnectionMethod?.value,
    assetType: point["asset_MktPSRType.psrType"]?.value,
    productionObligation: point.productionObligation,
    physicalCapacity: ratedOf(point.physicalConnectionCapacity),
    contractedCapacity: ratedOf(point.contractedConnectionCapacity),
    ratedCurrent: ratedOf(point.ratedCurrent),
    meterId: point["meter.mRID"],
    gridCompany: point["meteringPointResponsible_MarketParticipant.mRID"]?.value,
    supplier: point["energySupplier_MarketParticipant.mRID"]?.value,
    supplyStart: supplyStartOf(point),
    parent:
      point.Parent_MarketEvaluationPoint === undefined ? undefined : relatedOf(point.Parent_MarketEvaluationPoint),
    children: (point.Child_MarketEvaluationPoint ?? []).map(relatedOf),
    linked: point["linked_MarketEvaluationPoint.mRID"]?.value,
    estimatedAnnualVolumes: volumesOf(point),
    description: point.description,
    address: locationOf(point)
  })
}

const supplyStartOf = (point: WirePoint): number | undefined => {
  const start = point["supplyStart_DateAndOrTime.dateTime"]
  return start === undefined ? undefined : instantOfWire(start)
}

const ratedOf = (wire: (typeof Rated)["Type"]): RatedQuantity | undefined =>
  wire === undefined ? undefined : present({ value: String(wire.value), unit: wire.unit })

/** The type of a related point stands in its description. */
const relatedOf = (wire: typeof Related.Type): RelatedMeteringPoint =>
  present({ gsrn: wire.mRID.value, type: wire.description })

const volumesOf = (point: WirePoint): MeteringPointMasterData["estimatedAnnualVolumes"] =>
  (point.Series ?? []).flatMap((series) => {
    const quantity = series["estimatedAnnualVolume_Quantity.quantity"]
    return quantity === undefined
      ? []
      : [
          {
            product: series.product.value,
            unit: series["quantity_Measure_Unit.name"].value,
            quantity: numberOfWire(quantity)
          }
        ]
  })

const locationOf = (point: WirePoint): MeteringPointAddress | undefined =>
  filled({
    ...addressOf(point["usagePointLocation.mainAddress"], point["usagePointLocation.geoInfoReference"]),
    isActual: point["usagePointLocation.actualAddressIndicator"]
  })

/** RSM-022 as JSON, the way DataHub writes it: what {@link decodeMasterData} reads back. For simulators and tests. */
export const encodeMasterData = ({ header, records }: MasterData): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: records.map(({ answers, masterData, transactionId }) =>
      present({
        mRID: transactionId,
        "originalTransactionIDReference_MktActivityRecord.mRID": answers,
        "validityStart_DateAndOrTime.dateTime": wireInstant(masterData.validFrom),
        MarketEvaluationPoint: pointJson(masterData)
      })
    )
  }
})

const coded = (value: string | undefined): JsonObject | undefined => (value === undefined ? undefined : { value })

const identified = (codingScheme: string, value: string | undefined): JsonObject | undefined =>
  value === undefined ? undefined : { codingScheme, value }

const relatedJson = ({ gsrn, type }: RelatedMeteringPoint): JsonObject =>
  present({ mRID: { codingScheme: "A10", value: gsrn }, description: type })

const pointJson = (point: MeteringPointMasterData): JsonObject =>
  present({
    mRID: { codingScheme: "A10", value: point.gsrn },
    "asset_MktPSRType.psrType": coded(point.assetType),
    connectionState: coded(point.connectionState),
    contractedConnectionCapacity: point.contractedCapacity,
    description: point.description,
    disconnectionMethod: coded(point.disconnectionMethod),
    "energySupplier_MarketParticipant.mRID": identified("A10", point.supplier),
    "inMeteringGridArea_Domain.mRID": identified("NDK", point.toGridArea),
    "linked_MarketEvaluationPoint.mRID": identified("A10", point.linked),
    mPConnectionType: coded(point.connectionType),
    "meter.mRID": point.meterId,
    "meteringGridArea_Domain.mRID": identified("NDK", point.gridArea),
    meteringMethod: coded(point.meteringMethod),
    "meteringPointResponsible_MarketParticipant.mRID": identified("A10", point.gridCompany),
    netSettlementGroup: point.netSettlementGroup,
    nextReadingDate: point.nextReadingDate,
    "outMeteringGridArea_Domain.mRID": identified("NDK", point.fromGridArea),
    physicalConnectionCapacity: point.physicalCapacity,
    productionObligation: point.productionObligation,
    ratedCurrent: point.ratedCurrent,
    readCycle: point.resolution,
    settlementMethod: coded(point.settlementMethod),
    "supplyStart_DateAndOrTime.dateTime": point.supplyStart === undefined ? undefined : wireInstant(point.supplyStart),
    type: coded(point.type),
    ...addressJson(point.address),
    Series: point.estimatedAnnualVolumes.map(({ product, quantity, unit }) => ({
      product: { value: product },
      "quantity_Measure_Unit.name": { value: unit },
      "estimatedAnnualVolume_Quantity.quantity": quantity
    })),
    Parent_MarketEvaluationPoint: point.parent === undefined ? undefined : relatedJson(point.parent),
    Child_MarketEvaluationPoint: point.children.map(relatedJson)
  })

const addressJson = (address: MeteringPointAddress | undefined): JsonObject =>
  address === undefined
    ? {}
    : {
        "usagePointLocation.actualAddressIndicator": address.isActual,
        "usagePointLocation.geoInfoReference": address.addressId,
        "usagePointLocation.mainAddress": mainAddressJson(address)
      }
