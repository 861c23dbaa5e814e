import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import {
  documents,
  expectReads,
  expectReadsBack,
  glns,
  gsrn,
  gsrns,
  instants,
  point,
  refusal,
  sent,
  supplier,
  texts
} from "../../test/messages/structureDocuments.ts"
import { decodeChangeOfSupplierRequest, encodeChangeOfSupplierRequest } from "./RequestChangeOfSupplier.ts"

const record = {
  mRID: "a0010000-0000-4000-8000-000000000002",
  "marketEvaluationPoint.balanceResponsibleParty_MarketParticipant.mRID": {
    codingScheme: "A10",
    value: "5790009990024"
  },
  "marketEvaluationPoint.customer_MarketParticipant.mRID": { codingScheme: "VAT", value: "12345678" },
  "marketEvaluationPoint.customer_MarketParticipant.name": "Eksempel Bageri ApS",
  "marketEvaluationPoint.energySupplier_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
  "marketEvaluationPoint.mRID": point,
  "start_DateAndOrTime.dateTime": "2025-05-31T22:00:00Z"
}

const document = (one: object) => sent("RequestChangeOfSupplier", "E03", "392", [one])

it("reads and writes a change of supplier", () => {
  const { header } = expectReads(decodeChangeOfSupplierRequest, encodeChangeOfSupplierRequest, document(record), [
    {
      transactionId: "a0010000-0000-4000-8000-000000000002",
      gsrn,
      supplier,
      balanceResponsible: "5790009990024",
      customer: { scheme: "VAT", number: "12345678" },
      customerName: "Eksempel Bageri ApS",
      startAt: Date.UTC(2025, 4, 31, 22)
    }
  ])
  expect(header).toMatchObject({ processType: "E03", type: "392", receiver: { role: "DDZ" } })
})

it("carries a coding scheme that it does not know, and needs neither customer nor balance responsible", () => {
  const read = (one: object) => Result.getOrThrow(decodeChangeOfSupplierRequest(document(one))).records[0]
  const customer = { codingScheme: "XYZ", value: "7" }
  expect(read({ ...record, "marketEvaluationPoint.customer_MarketParticipant.mRID": customer })?.customer).toEqual({
    scheme: "XYZ",
    number: "7"
  })
  const { mRID, "marketEvaluationPoint.mRID": _point, "start_DateAndOrTime.dateTime": start } = record
  const bare = {
    mRID,
    "marketEvaluationPoint.mRID": point,
    "start_DateAndOrTime.dateTime": start,
    "marketEvaluationPoint.energySupplier_MarketParticipant.mRID": { value: supplier }
  }
  expect(read(bare)).toEqual({ transactionId: mRID, gsrn, supplier, startAt: Date.UTC(2025, 4, 31, 22) })
})

const at = "RequestChangeOfSupplier_MarketDocument.MktActivityRecord"

it.each([
  ["no start", { "start_DateAndOrTime.dateTime": undefined }, `["start_DateAndOrTime.dateTime"]`, "a text", "nothing"],
  [
    "a start in local time",
    { "start_DateAndOrTime.dateTime": "2025-06-01T00:00:00+02:00" },
    `["start_DateAndOrTime.dateTime"]`,
    "a UTC instant (2025-01-15T23:00:00Z)",
    `"2025-06-01T00:00:00+02:00"`
  ],
  [
    "a point with a broken check digit",
    { "marketEvaluationPoint.mRID": { value: "571313999000000011" } },
    `["marketEvaluationPoint.mRID"].value`,
    "GSRN 571313999000000011 has check digit 1, expected 0",
    `"571313999000000011"`
  ],
  [
    "a supplier with a broken check digit",
    { "marketEvaluationPoint.energySupplier_MarketParticipant.mRID": { value: "5790009990018" } },
    `["marketEvaluationPoint.energySupplier_MarketParticipant.mRID"].value`,
    "GLN 5790009990018 has check digit 8, expected 7",
    `"5790009990018"`
  ],
  [
    "a customer without a scheme",
    { "marketEvaluationPoint.customer_MarketParticipant.mRID": { value: "12345678" } },
    `["marketEvaluationPoint.customer_MarketParticipant.mRID"].codingScheme`,
    "a value",
    "nothing"
  ]
])("refuses %s", (_, change, path, expected, actual) => {
  expect(refusal(decodeChangeOfSupplierRequest, document({ ...record, ...change }))).toMatchObject({
    document: "RSM-001 RequestChangeOfSupplier_MarketDocument",
    messageId: "a0010000-0000-4000-8000-000000000001",
    path: `${at}[0]${path}`,
    expected,
    actual,
    issueCount: 1
  })
})

it("refuses records that are no array, and lists two faults at once", () => {
  const wrong = sent("RequestChangeOfSupplier", "E03", "392", record)
  expect(refusal(decodeChangeOfSupplierRequest, wrong)).toMatchObject({ path: at, expected: "an array" })
  expect(
    refusal(decodeChangeOfSupplierRequest, document({ ...record, mRID: 1, "marketEvaluationPoint.mRID": 2 })).issueCount
  ).toBe(2)
})

it("reads back what it writes", () => {
  const records = fc.record(
    {
      transactionId: texts,
      processReference: texts,
      gsrn: gsrns,
      supplier: glns,
      balanceResponsible: texts,
      customer: fc.record({ scheme: fc.constantFrom("VAT", "ARR", "X4"), number: texts }),
      customerName: fc.string(),
      startAt: instants
    },
    { requiredKeys: ["transactionId", "gsrn", "supplier", "startAt"] }
  )
  expectReadsBack(decodeChangeOfSupplierRequest, encodeChangeOfSupplierRequest, documents(records))
})
