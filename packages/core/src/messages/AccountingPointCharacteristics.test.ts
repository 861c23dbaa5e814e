import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { gsrnOf } from "../market/index.ts"
import type { MeteringPointMasterData } from "../metering/index.ts"
import { decodeMasterData, encodeMasterData, type MasterData } from "./AccountingPointCharacteristics.ts"

const point = {
  mRID: { codingScheme: "A10", value: "571313999000000010" },
  "asset_MktPSRType.psrType": { value: "D98" },
  connectionState: { value: "E22" },
  disconnectionMethod: { value: "D01" },
  "energySupplier_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
  mPConnectionType: { value: "D01" },
  "meter.mRID": "M-0004711",
  "meteringGridArea_Domain.mRID": { codingScheme: "NDK", value: "991" },
  meteringMethod: { value: "D01" },
  "meteringPointResponsible_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990031" },
  netSettlementGroup: "0",
  productionObligation: false,
  ratedCurrent: { unit: "AMP", value: "25" },
  readCycle: "PT1H",
  settlementMethod: { value: "D01" },
  "supplyStart_DateAndOrTime.dateTime": "2025-05-31T22:00:00Z",
  type: { value: "E17" },
  "usagePointLocation.actualAddressIndicator": true,
  "usagePointLocation.geoInfoReference": "00000000-0000-4000-8000-00000000dada",
  "usagePointLocation.mainAddress": {
    streetDetail: { code: "0001", name: "Eksempelvej", number: "12A", floorIdentification: "1", suiteNumber: "tv" },
    townDetail: { code: "0991", name: "Eksempelby", country: "DK" },
    postalCode: "9999"
  },
  Series: [
    {
      product: { value: "8716867000030" },
      "quantity_Measure_Unit.name": { value: "KWH" },
      "estimatedAnnualVolume_Quantity.quantity": 4100
    }
  ],
  Child_MarketEvaluationPoint: [{ mRID: { codingScheme: "A10", value: "571313999000000034" }, description: "D14" }]
}

const document = (MarketEvaluationPoint: object, record: object = {}) => ({
  AccountingPointCharacteristics_MarketDocument: {
    mRID: "22222222222242228222222222222222",
    "businessSector.type": { value: "23" },
    createdDateTime: "2025-05-31T22:01:00Z",
    "process.processType": { value: "E03" },
    "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
    "receiver_MarketParticipant.marketRole.type": { value: "DDQ" },
    "sender_MarketParticipant.mRID": { codingScheme: "A10", value: "5790001330552" },
    "sender_MarketParticipant.marketRole.type": { value: "DDZ" },
    type: { value: "E07" },
    MktActivityRecord: [
      {
        mRID: "22222222222242228222222222222223",
        "originalTransactionIDReference_MktActivityRecord.mRID": "a0010000-0000-4000-8000-000000000002",
        "validityStart_DateAndOrTime.dateTime": "2025-05-31T22:00:00Z",
        MarketEvaluationPoint,
        ...record
      }
    ]
  }
})

const masterData: MeteringPointMasterData = {
  gsrn: gsrnOf("57131399900000001"),
  validFrom: Date.UTC(2025, 4, 31, 22),
  type: "E17",
  gridArea: "991",
  resolution: "PT1H",
  settlementMethod: "D01",
  meteringMethod: "D01",
  connectionState: "E22",
  netSettlementGroup: "0",
  connectionType: "D01",
  disconnectionMethod: "D01",
  assetType: "D98",
  productionObligation: false,
  ratedCurrent: { value: "25", unit: "AMP" },
  meterId: "M-0004711",
  gridCompany: "5790009990031",
  supplier: "5790009990017",
  supplyStart: Date.UTC(2025, 4, 31, 22),
  children: [{ gsrn: gsrnOf("57131399900000003"), type: "D14" }],
  estimatedAnnualVolumes: [{ product: "8716867000030", unit: "KWH", quantity: 4100 }],
  address: {
    streetCode: "0001",
    streetName: "Eksempelvej",
    number: "12A",
    floor: "1",
    suite: "tv",
    cityCode: "0991",
    city: "Eksempelby",
    country: "DK",
    postalCode: "9999",
    addressId: "00000000-0000-4000-8000-00000000dada",
    isActual: true
  }
}

it("reads the master data of a new supply", () => {
  const data = Result.getOrThrow(decodeMasterData(JSON.stringify(document(point))))
  expect(data.header).toMatchObject({ processType: "E03", type: "E07" })
  expect(data.records).toEqual([
    {
      transactionId: "22222222222242228222222222222223",
      answers: "a0010000-0000-4000-8000-000000000002",
      masterData
    }
  ])
})

it("needs nothing but the point and the day", () => {
  const bare = document({ mRID: point.mRID }, { "originalTransactionIDReference_MktActivityRecord.mRID": undefined })
  expect(Result.getOrThrow(decodeMasterData(bare)).records).toEqual([
    {
      transactionId: "22222222222242228222222222222223",
      masterData: { gsrn: masterData.gsrn, validFrom: masterData.validFrom, children: [], estimatedAnnualVolumes: [] }
    }
  ])
})

it("carries codes that it does not know", () => {
  const unknown = {
    ...point,
    type: { value: "X1" },
    netSettlementGroup: "7",
    readCycle: "PT5M",
    connectionState: { value: "Z9" }
  }
  expect(Result.getOrThrow(decodeMasterData(document(unknown))).records[0]?.masterData).toMatchObject({
    type: "X1",
    netSettlementGroup: "7",
    resolution: "PT5M",
    connectionState: "Z9"
  })
})

describe("what is refused", () => {
  const at = "AccountingPointCharacteristics_MarketDocument.MktActivityRecord[0]"
  it.each([
    [
      "a broken check digit",
      document({ ...point, mRID: { value: "571313999000000011" } }),
      `${at}.MarketEvaluationPoint.mRID.value`,
      "GSRN 571313999000000011 has check digit 1, expected 0"
    ],
    ["no point", document({}), `${at}.MarketEvaluationPoint.mRID`, "a value"],
    ["a code without its object", document({ ...point, type: "E17" }), `${at}.MarketEvaluationPoint.type`, "an object"],
    [
      "no day",
      document(point, { "validityStart_DateAndOrTime.dateTime": undefined }),
      `${at}["validityStart_DateAndOrTime.dateTime"]`,
      "a text"
    ],
    [
      "a child without a point",
      document({ ...point, Child_MarketEvaluationPoint: [{ description: "D14" }] }),
      `${at}.MarketEvaluationPoint.Child_MarketEvaluationPoint[0].mRID`,
      "a value"
    ]
  ])("%s", (_, body, path, expected) => {
    const error = Result.getOrThrow(Result.flip(decodeMasterData(body)))
    expect(error).toMatchObject({
      document: "RSM-022 AccountingPointCharacteristics_MarketDocument",
      path,
      issueCount: 1
    })
    expect(error.expected).toBe(expected)
  })

  it("two faults at once", () => {
    const error = Result.getOrThrow(
      Result.flip(decodeMasterData(document({ ...point, productionObligation: "no", "meter.mRID": 7 })))
    )
    expect(error.issues.map(({ actual }) => actual).sort()).toEqual([`"no"`, "7"])
  })
})

it("reads back what it writes", () => {
  const { header } = Result.getOrThrow(decodeMasterData(document(point)))
  const text = fc.string({ minLength: 1 })
  const gsrn = fc.integer({ min: 0, max: 99_999_999 }).map((id) => gsrnOf(`571313999${String(id).padStart(8, "0")}`))
  const instant = fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000)
  const related = fc.record({ gsrn, type: text }, { requiredKeys: ["gsrn"] })
  const rated = fc.record({ value: text, unit: text }, { requiredKeys: ["value"] })
  const points = fc.record(
    {
      gsrn,
      validFrom: instant,
      type: text,
      gridArea: text,
      fromGridArea: text,
      toGridArea: text,
      resolution: text,
      settlementMethod: text,
      meteringMethod: text,
      connectionState: text,
      netSettlementGroup: text,
      nextReadingDate: text,
      connectionType: text,
      disconnectionMethod: text,
      assetType: text,
      productionObligation: fc.boolean(),
      physicalCapacity: rated,
      contractedCapacity: rated,
      ratedCurrent: rated,
      meterId: text,
      gridCompany: text,
      supplier: text,
      supplyStart: instant,
      parent: related,
      children: fc.array(related, { maxLength: 3 }),
      linked: text,
      estimatedAnnualVolumes: fc.array(
        fc.record({ product: text, unit: text, quantity: fc.integer({ min: 0, max: 1e6 }) }),
        { maxLength: 2 }
      ),
      description: text,
      address: fc.record(
        {
          streetCode: text,
          streetName: text,
          number: text,
          floor: text,
          suite: text,
          cityCode: text,
          city: text,
          section: text,
          country: text,
          postalCode: text,
          poBox: text,
          addressId: text,
          isActual: fc.boolean()
        },
        { requiredKeys: ["postalCode"] }
      )
    },
    { requiredKeys: ["gsrn", "validFrom", "children", "estimatedAnnualVolumes"] }
  )
  const records = fc.array(
    fc.record(
      { transactionId: text, answers: text, masterData: points },
      { requiredKeys: ["transactionId", "masterData"] }
    ),
    { maxLength: 3 }
  )
  fc.assert(
    fc.property(records, (some) => {
      const data = { header, records: some as MasterData["records"] }
      expect(Result.getOrThrow(decodeMasterData(JSON.stringify(encodeMasterData(data))))).toEqual(data)
    })
  )
})
