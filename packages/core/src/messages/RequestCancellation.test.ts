import { expect, it } from "@effect/vitest"
import fc from "fast-check"
import {
  documents,
  expectReads,
  expectReadsBack,
  gsrn,
  gsrns,
  point,
  received,
  refusal,
  sent,
  texts
} from "../../test/messages/structureDocuments.ts"
import { decodeCancellationNotice, encodeCancellationNotice } from "./NotifyCancellation.ts"
import { decodeCancellationRequest, encodeCancellationRequest } from "./RequestCancellation.ts"

const ORIGINAL = "originalTransactionIDReference_MktActivityRecord.mRID"
const record = { mRID: "t-2", "marketEvaluationPoint.mRID": point, [ORIGINAL]: "t-1" }

const request = (records: unknown) => sent("RequestCancellation", "E03", "E67", records)
const notice = (records: unknown) => received("NotifyCancellation", "D44", "E78", records)

it("reads and writes a cancellation", () => {
  expectReads(decodeCancellationRequest, encodeCancellationRequest, request([record]), [
    { transactionId: "t-2", gsrn, cancels: "t-1" }
  ])
})

it("reads and writes the notice of one, which need not say of what", () => {
  const bare = { mRID: "t-3", "marketEvaluationPoint.mRID": point }
  expectReads(decodeCancellationNotice, encodeCancellationNotice, notice([record, bare]), [
    { transactionId: "t-2", gsrn, cancels: "t-1" },
    { transactionId: "t-3", gsrn }
  ])
})

const broken = { value: "571313999000000013" }
const digit = "GSRN 571313999000000013 has check digit 3, expected 0"
const inRequest = "RequestCancellation_MarketDocument.MktActivityRecord"
const inNotice = "NotifyCancellation_MarketDocument.MktActivityRecord"

it.each([
  ["no reference", [{ ...record, [ORIGINAL]: undefined }], `${inRequest}[0]["${ORIGINAL}"]`, "a text", "nothing"],
  ["an empty one", [{ ...record, [ORIGINAL]: "" }], `${inRequest}[0]["${ORIGINAL}"]`, "a text that is not empty", `""`],
  [
    "a broken check digit",
    [{ ...record, "marketEvaluationPoint.mRID": broken }],
    `${inRequest}[0]["marketEvaluationPoint.mRID"].value`,
    digit,
    `"571313999000000013"`
  ],
  ["records that are no array", 7, inRequest, "an array", "7"]
])("refuses a cancellation with %s", (_, records, path, expected, actual) => {
  expect(refusal(decodeCancellationRequest, request(records))).toMatchObject({
    document: "RSM-024 RequestCancellation_MarketDocument",
    path,
    expected,
    actual
  })
})

it.each([
  ["no id", [{ ...record, mRID: undefined }], `${inNotice}[0].mRID`, "a text", "nothing"],
  [
    "a broken check digit",
    [{ ...record, "marketEvaluationPoint.mRID": broken }],
    `${inNotice}[0]["marketEvaluationPoint.mRID"].value`,
    digit,
    `"571313999000000013"`
  ],
  ["records that are no array", {}, inNotice, "an array", "{}"]
])("refuses a notice with %s", (_, records, path, expected, actual) => {
  expect(refusal(decodeCancellationNotice, notice(records))).toMatchObject({
    document: "RSM-025 NotifyCancellation_MarketDocument",
    path,
    expected,
    actual
  })
})

it("reads back what it writes", () => {
  const fields = { transactionId: texts, processReference: texts, gsrn: gsrns, cancels: texts }
  expectReadsBack(
    decodeCancellationRequest,
    encodeCancellationRequest,
    documents(fc.record(fields, { requiredKeys: ["transactionId", "gsrn", "cancels"] }))
  )
  expectReadsBack(
    decodeCancellationNotice,
    encodeCancellationNotice,
    documents(fc.record(fields, { requiredKeys: ["transactionId", "gsrn"] }))
  )
})
