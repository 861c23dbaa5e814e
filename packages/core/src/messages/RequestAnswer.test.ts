import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import {
  expectReads,
  expectReadsBack,
  gsrn,
  gsrns,
  headers,
  point,
  received,
  refusal,
  texts
} from "../../test/messages/structureDocuments.ts"
import { rsmNumbers } from "./documentKind.ts"
import { documentTypes } from "./documentTypes.ts"
import {
  type AnsweredRequest,
  type AnswerName,
  decodeRequestAnswer,
  encodeRequestAnswer,
  isAnswerName
} from "./RequestAnswer.ts"

const ORIGINAL = "originalTransactionIDReference_MktActivityRecord.mRID"
const names = Object.keys(rsmNumbers).filter(isAnswerName)
const accepted = { "reason.code": { value: "A01" } }
const rejected = { "reason.code": { value: "A02" } }

const record = {
  mRID: "b0010000000040008000000000000004",
  "marketEvaluationPoint.mRID": point,
  [ORIGINAL]: "a0010000-0000-4000-8000-000000000002"
}
const reasons = [
  { code: { value: "D17" }, text: "customer number does not match" },
  { code: { value: "E17" }, text: "effective date outside the window" }
]
const answer = {
  transactionId: "b0010000000040008000000000000004",
  answers: "a0010000-0000-4000-8000-000000000002",
  gsrn
}

it("reads and writes a confirmation", () => {
  const document = received("ConfirmRequestChangeOfSupplier", "E03", "414", [record], accepted)
  const value = expectReads(decodeRequestAnswer, encodeRequestAnswer, document, [{ ...answer, reasons: [] }])
  expect(value).toMatchObject({
    name: "ConfirmRequestChangeOfSupplier",
    request: "RequestChangeOfSupplier",
    accepted: true,
    header: { reasonCode: "A01" }
  })
})

it("reads and writes a rejection with its reasons", () => {
  const document = received("RejectRequestChangeOfSupplier", "E03", "414", [{ ...record, Reason: reasons }], rejected)
  const value = expectReads(decodeRequestAnswer, encodeRequestAnswer, document, [
    {
      ...answer,
      reasons: [
        { code: "D17", text: "customer number does not match" },
        { code: "E17", text: "effective date outside the window" }
      ]
    }
  ])
  expect(value).toMatchObject({ request: "RequestChangeOfSupplier", accepted: false })
})

it("reads and writes the rejects that hold series, with and without a point", () => {
  const Series = [
    {
      mRID: "66666666666644448888555555555555",
      "marketEvaluationPoint.mRID": point,
      "originalTransactionIDReference_Series.mRID": "c0ffee00-1111-4222-8333-444455557777",
      Reason: [{ code: { value: "E10" }, text: "metering point unknown" }]
    },
    { mRID: "66666666666644448888555555555556", "originalTransactionIDReference_Series.mRID": "t-9" }
  ]
  for (const name of ["ValidatedMeasureData", "AggregatedMeasureData", "WholesaleSettlement"]) {
    const document = received(`RejectRequest${name}`, "E23", "ERR", undefined, { ...rejected, Series })
    const value = expectReads(decodeRequestAnswer, encodeRequestAnswer, document, [
      {
        transactionId: "66666666666644448888555555555555",
        answers: "c0ffee00-1111-4222-8333-444455557777",
        gsrn,
        reasons: [{ code: "E10", text: "metering point unknown" }]
      },
      { transactionId: "66666666666644448888555555555556", answers: "t-9", reasons: [] }
    ])
    expect(value).toMatchObject({ request: `Request${name}`, accepted: false })
  }
})

it("needs neither a reason nor a reason code, and carries codes that it does not know", () => {
  for (const more of [{}, { "reason.code": { value: "A99" } }]) {
    const read = decodeRequestAnswer(received("RejectRequestService", "E20", "D04", [record], more))
    expect(Result.getOrThrow(read)).toMatchObject({ accepted: false, records: [{ reasons: [] }] })
  }
  const strange = { ...record, Reason: [{ code: { value: "Z9" } }] }
  const read = decodeRequestAnswer(received("RejectRequestCancellation", "E03", "E68", [strange], rejected))
  expect(Result.getOrThrow(read).records[0]?.reasons).toEqual([{ code: "Z9" }])
})

it("knows the answers of every request, and their type codes", () => {
  expect(names.map((name) => `${rsmNumbers[name]} ${name.slice(0, 3)} ${documentTypes[name]}`).toSorted()).toEqual([
    "RSM-001 Con 414",
    "RSM-001 Rej 414",
    "RSM-003 Con D02",
    "RSM-003 Rej D02",
    "RSM-005 Con 414",
    "RSM-005 Rej 414",
    "RSM-006 Rej ERR",
    "RSM-015 Rej ERR",
    "RSM-016 Rej ERR",
    "RSM-017 Rej ERR",
    "RSM-020 Con D04",
    "RSM-020 Rej D04",
    "RSM-024 Con E68",
    "RSM-024 Rej E68",
    "RSM-027 Con D16",
    "RSM-027 Rej D16",
    "RSM-030 Con D06",
    "RSM-030 Rej D06",
    "RSM-032 Rej ERR",
    "RSM-035 Rej ERR"
  ])
})

describe("what is refused", () => {
  const at = "RejectRequestEndOfSupply_MarketDocument"
  const document = (records: unknown, more: object = rejected) =>
    received("RejectRequestEndOfSupply", "E20", "414", records, more)
  it.each([
    [
      "a rejection that accepts",
      document([record], accepted),
      `["reason.code"].value`,
      "A02, as the name of the document says",
      `"A01"`
    ],
    [
      "no reference",
      document([{ ...record, [ORIGINAL]: undefined }]),
      `.MktActivityRecord[0]["${ORIGINAL}"]`,
      "a text",
      "nothing"
    ],
    [
      "a broken check digit",
      document([{ ...record, "marketEvaluationPoint.mRID": { value: "571313999000000017" } }]),
      `.MktActivityRecord[0]["marketEvaluationPoint.mRID"].value`,
      "GSRN 571313999000000017 has check digit 7, expected 0",
      `"571313999000000017"`
    ],
    [
      "a reason that is no array",
      document([{ ...record, Reason: { code: "E17" } }]),
      ".MktActivityRecord[0].Reason",
      "an array",
      `{"code":"E17"}`
    ],
    [
      "series instead of records",
      document(undefined, { ...rejected, Series: [] }),
      ".MktActivityRecord",
      "an array",
      "nothing"
    ],
    [
      "a time that is none",
      { [at]: { ...document([record])[at], createdDateTime: "yesterday" } },
      ".createdDateTime",
      "a UTC instant (2025-01-15T23:00:00Z)",
      `"yesterday"`
    ]
  ])("%s", (_, body, path, expected, actual) => {
    expect(refusal(decodeRequestAnswer, body)).toMatchObject({
      document: "RSM-005 RejectRequestEndOfSupply_MarketDocument",
      messageId: "b0010000000040008000000000000003",
      path: `${at}${path}`,
      expected,
      actual,
      issueCount: 1
    })
  })

  it("a confirmation that rejects", () => {
    const body = received("ConfirmRequestService", "D22", "D04", [record], rejected)
    expect(refusal(decodeRequestAnswer, body)).toMatchObject({
      path: `ConfirmRequestService_MarketDocument["reason.code"].value`,
      expected: "A01, as the name of the document says",
      actual: `"A02"`
    })
  })

  it("records where series belong", () => {
    const body = received("RejectRequestValidatedMeasureData", "E23", "ERR", [record], rejected)
    expect(refusal(decodeRequestAnswer, body)).toMatchObject({
      path: "RejectRequestValidatedMeasureData_MarketDocument.Series",
      expected: "an array"
    })
  })

  it.each([
    [{ RequestChangeOfSupplier_MarketDocument: {} }, `"RequestChangeOfSupplier_MarketDocument"`],
    [{ ConfirmRequestTheMoon_MarketDocument: {} }, `"ConfirmRequestTheMoon_MarketDocument"`],
    [`{ "total": 0 }`, `{"total":0}`]
  ])("%j, which is no answer", (body, actual) => {
    expect(refusal(decodeRequestAnswer, body)).toMatchObject({
      document: "an answer to a request",
      path: "the document",
      expected: "the root key of a document Confirm… or Reject…",
      actual
    })
  })

  it("text that is no JSON", () => {
    expect(refusal(decodeRequestAnswer, "{")).toMatchObject({ expected: "JSON", document: "an answer to a request" })
  })
})

it("reads back what it writes", () => {
  const record = fc.record(
    {
      transactionId: texts,
      answers: texts,
      gsrn: gsrns,
      reasons: fc.array(fc.record({ code: texts, text: fc.string() }, { requiredKeys: ["code"] }), { maxLength: 3 })
    },
    { requiredKeys: ["transactionId", "answers", "reasons"] }
  )
  const values = fc
    .record({
      header: headers,
      name: fc.constantFrom<AnswerName>(...names),
      records: fc.array(record, { maxLength: 3 })
    })
    .map((one) => ({
      ...one,
      request: one.name.replace(/^Confirm|^Reject/, "") as AnsweredRequest,
      accepted: one.name.startsWith("Confirm")
    }))
  expectReadsBack(decodeRequestAnswer, encodeRequestAnswer, values)
})
