import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import {
  customers,
  documents,
  expectReads,
  expectReadsBack,
  gsrn,
  gsrns,
  instants,
  point,
  received,
  refusal,
  sent,
  texts
} from "../../test/messages/structureDocuments.ts"
import type { Customer } from "../portfolio/index.ts"
import { decodeCustomerData, encodeCustomerData } from "./CharacteristicsOfACustomerAtAnAP.ts"
import { decodeCustomerDataRequest, encodeCustomerDataRequest } from "./RequestChangeCustomerCharacteristics.ts"

const wirePoint = {
  mRID: point,
  "serviceCategory.ElectricalHeating": true,
  "eletricalHeating_DateAndOrTime.dateTime": "2025-04-30T22:00:00Z",
  "firstCustomer_MarketParticipant.mRID": { codingScheme: "VAT", value: "12345678" },
  "firstCustomer_MarketParticipant.name": "Eksempel Bageri ApS",
  "secondCustomer_MarketParticipant.name": "Eva Eksempel",
  protectedName: false,
  UsagePointLocation: [
    {
      type: { value: "D01" },
      geoInfoReference: "00000000-0000-4000-8000-00000000dada",
      mainAddress: {
        streetDetail: { name: "Eksempelvej", number: "12A" },
        townDetail: { name: "Eksempelby", country: "DK" },
        postalCode: "9999"
      },
      name: "Eksempel Bageri ApS",
      "attn_Names.name": "Ovnen",
      phone1: { ituPhone: "+4511111111" },
      phone2: { ituPhone: "+4522222222" },
      electronicAddress: { email1: "ovnen@example.com" },
      protectedAddress: true
    },
    { type: { value: "D04" }, mainAddress: { poBox: "7" } },
    { type: { value: "D99" } }
  ]
}

const customer: Customer = {
  name: "Eksempel Bageri ApS",
  cvr: "12345678",
  secondName: "Eva Eksempel",
  protectedName: false,
  contacts: [
    {
      type: "D01",
      name: "Eksempel Bageri ApS",
      attention: "Ovnen",
      phone: "+4511111111",
      mobile: "+4522222222",
      email: "ovnen@example.com",
      protectedAddress: true,
      address: {
        streetName: "Eksempelvej",
        number: "12A",
        city: "Eksempelby",
        country: "DK",
        postalCode: "9999",
        addressId: "00000000-0000-4000-8000-00000000dada"
      }
    },
    { type: "D04", address: { poBox: "7" } },
    { type: "D99" }
  ],
  electricHeating: true,
  electricHeatingFrom: Date.UTC(2025, 3, 30, 22)
}

const startAt = Date.UTC(2025, 4, 31, 22)

const request = (MarketEvaluationPoint: object, more: object = {}) =>
  sent("RequestChangeCustomerCharacteristics", "E34", "D15", [
    { mRID: "t-1", "start_DateAndOrTime.dateTime": "2025-05-31T22:00:00Z", MarketEvaluationPoint, ...more }
  ])

const told = (MarketEvaluationPoint: object, more: object = {}) =>
  received("CharacteristicsOfACustomerAtAnAP", "E03", "E21", [
    { mRID: "t-2", "validityStart_DateAndOrTime.dateTime": "2025-05-31T22:00:00Z", MarketEvaluationPoint, ...more }
  ])

describe("the customer data that we send", () => {
  it("are read and written", () => {
    const { skipped } = expectReads(decodeCustomerDataRequest, encodeCustomerDataRequest, request(wirePoint), [
      { transactionId: "t-1", gsrn, startAt, customer }
    ])
    expect(skipped).toEqual([])
  })

  it("may be no more than electric heating", () => {
    const heating = { mRID: point, "serviceCategory.ElectricalHeating": false }
    expectReads(decodeCustomerDataRequest, encodeCustomerDataRequest, request(heating), [
      { transactionId: "t-1", gsrn, startAt, customer: { contacts: [], electricHeating: false } }
    ])
  })

  it("tell a CPR number from a CVR number by its scheme, and a blank one from none", () => {
    const numbers = {
      mRID: point,
      "firstCustomer_MarketParticipant.mRID": { codingScheme: "ARR", value: "0101701234" },
      "secondCustomer_MarketParticipant.mRID": { codingScheme: "ARR", value: "" },
      "secondCustomer_MarketParticipant.name": ""
    }
    expectReads(decodeCustomerDataRequest, encodeCustomerDataRequest, request(numbers), [
      {
        transactionId: "t-1",
        gsrn,
        startAt,
        customer: { cpr: "0101701234", secondCpr: "", secondName: "", contacts: [] }
      }
    ])
  })

  it("are read back as they were written", () => {
    const records = fc.record(
      { transactionId: texts, processReference: texts, gsrn: gsrns, startAt: instants, customer: customers },
      { requiredKeys: ["transactionId", "gsrn", "startAt", "customer"] }
    )
    expectReadsBack(
      decodeCustomerDataRequest,
      encodeCustomerDataRequest,
      documents(records).map((one) => ({ ...one, skipped: [] }))
    )
  })
})

describe("the customer data that we are told", () => {
  it("are read and written", () => {
    const supplied = {
      ...wirePoint,
      hasEnergySupplier: true,
      "supplyStart_DateAndOrTime.dateTime": "2025-05-31T22:00:00Z"
    }
    const answers = { "originalTransactionIDReference_MktActivityRecord.mRID": "t-1" }
    expectReads(decodeCustomerData, encodeCustomerData, told(supplied, answers), [
      {
        transactionId: "t-2",
        answers: "t-1",
        gsrn,
        validFrom: startAt,
        customer,
        hasSupplier: true,
        supplyStart: startAt
      }
    ])
  })

  it("say which number could not be used", () => {
    const strange = { ...wirePoint, "firstCustomer_MarketParticipant.mRID": { codingScheme: "XYZ", value: "7" } }
    const data = Result.getOrThrow(decodeCustomerData(told(strange)))
    const { cvr: _, ...numberless } = customer
    expect(data.records[0]?.customer).toEqual(numberless)
    expect(data.skipped).toEqual([
      {
        path: `CharacteristicsOfACustomerAtAnAP_MarketDocument.MktActivityRecord[0].MarketEvaluationPoint["firstCustomer_MarketParticipant.mRID"]`,
        reason: "a customer number with the unknown coding scheme XYZ"
      }
    ])
  })

  it("are read back as they were written", () => {
    const records = fc.record(
      {
        transactionId: texts,
        answers: texts,
        processReference: texts,
        gsrn: gsrns,
        validFrom: instants,
        customer: customers,
        hasSupplier: fc.boolean(),
        supplyStart: instants
      },
      { requiredKeys: ["transactionId", "gsrn", "validFrom", "customer"] }
    )
    expectReadsBack(
      decodeCustomerData,
      encodeCustomerData,
      documents(records).map((one) => ({ ...one, skipped: [] }))
    )
  })
})

describe("what is refused", () => {
  const at = "MktActivityRecord[0].MarketEvaluationPoint"
  it.each([
    ["no point", { mRID: undefined }, `${at}.mRID`, "an object", "nothing"],
    [
      "a broken check digit",
      { mRID: { value: "571313999000000014" } },
      `${at}.mRID.value`,
      "GSRN 571313999000000014 has check digit 4, expected 0",
      `"571313999000000014"`
    ],
    [
      "heating that is no yes or no",
      { "serviceCategory.ElectricalHeating": "yes" },
      `${at}["serviceCategory.ElectricalHeating"]`,
      "true or false",
      `"yes"`
    ],
    [
      "heating from a date",
      { "eletricalHeating_DateAndOrTime.dateTime": "2025-05-01" },
      `${at}["eletricalHeating_DateAndOrTime.dateTime"]`,
      "a UTC instant (2025-01-15T23:00:00Z)",
      `"2025-05-01"`
    ],
    ["contacts that are no array", { UsagePointLocation: {} }, `${at}.UsagePointLocation`, "an array", "{}"],
    [
      "a phone that is a text",
      { UsagePointLocation: [{ type: { value: "D01" }, phone1: "+4511111111" }] },
      `${at}.UsagePointLocation[0].phone1`,
      "an object",
      `"+4511111111"`
    ]
  ])("%s", (_, change, path, expected, actual) => {
    const changed = { ...wirePoint, ...change }
    expect(refusal(decodeCustomerDataRequest, request(changed))).toMatchObject({
      document: "RSM-027 RequestChangeCustomerCharacteristics_MarketDocument",
      path: `RequestChangeCustomerCharacteristics_MarketDocument.${path}`,
      expected,
      actual,
      issueCount: 1
    })
    expect(refusal(decodeCustomerData, told(changed))).toMatchObject({
      document: "RSM-028 CharacteristicsOfACustomerAtAnAP_MarketDocument",
      path: `CharacteristicsOfACustomerAtAnAP_MarketDocument.${path}`,
      expected,
      actual,
      issueCount: 1
    })
  })

  it("no date", () => {
    expect(
      refusal(decodeCustomerDataRequest, request(wirePoint, { "start_DateAndOrTime.dateTime": undefined })).path
    ).toBe(`RequestChangeCustomerCharacteristics_MarketDocument.MktActivityRecord[0]["start_DateAndOrTime.dateTime"]`)
    expect(refusal(decodeCustomerData, told(wirePoint, { "validityStart_DateAndOrTime.dateTime": 5 }))).toMatchObject({
      path: `CharacteristicsOfACustomerAtAnAP_MarketDocument.MktActivityRecord[0]["validityStart_DateAndOrTime.dateTime"]`,
      actual: "5"
    })
  })
})
