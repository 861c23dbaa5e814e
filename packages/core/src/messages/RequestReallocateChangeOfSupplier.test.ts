import { expect, it } from "@effect/vitest"
import fc from "fast-check"
import {
  documents,
  expectReads,
  expectReadsBack,
  gsrn,
  gsrns,
  instants,
  point,
  received,
  refusal,
  texts
} from "../../test/messages/structureDocuments.ts"
import { decodeReallocationRequest, encodeReallocationRequest } from "./RequestReallocateChangeOfSupplier.ts"

const record = {
  mRID: "51100000-0000-4000-8000-000000000012",
  "marketEvaluationPoint.mRID": point,
  "start_DateAndOrTime.dateTime": "2025-05-31T22:00:00Z"
}

const document = (records: unknown) => received("RequestReallocateChangeOfSupplier", "D33", "D01", records)

it("reads and writes a wish to take a point back", () => {
  const { header } = expectReads(decodeReallocationRequest, encodeReallocationRequest, document([record]), [
    { transactionId: "51100000-0000-4000-8000-000000000012", gsrn, startAt: Date.UTC(2025, 4, 31, 22) }
  ])
  expect(header.processType).toBe("D33")
})

const at = "RequestReallocateChangeOfSupplier_MarketDocument.MktActivityRecord"

it.each([
  ["no transaction id", [{ ...record, mRID: undefined }], `${at}[0].mRID`, "a text", "nothing"],
  [
    "a broken check digit",
    [record, { ...record, "marketEvaluationPoint.mRID": { value: "571313999000000012" } }],
    `${at}[1]["marketEvaluationPoint.mRID"].value`,
    "GSRN 571313999000000012 has check digit 2, expected 0",
    `"571313999000000012"`
  ],
  [
    "a date",
    [{ ...record, "start_DateAndOrTime.dateTime": "2025-06-01" }],
    `${at}[0]["start_DateAndOrTime.dateTime"]`,
    "a UTC instant (2025-01-15T23:00:00Z)",
    `"2025-06-01"`
  ],
  ["records that are no array", "none", at, "an array", `"none"`]
])("refuses %s", (_, records, path, expected, actual) => {
  expect(refusal(decodeReallocationRequest, document(records))).toMatchObject({
    document: "RSM-003 RequestReallocateChangeOfSupplier_MarketDocument",
    path,
    expected,
    actual
  })
})

it("reads back what it writes", () => {
  const records = fc.record(
    { transactionId: texts, processReference: texts, gsrn: gsrns, startAt: instants },
    { requiredKeys: ["transactionId", "gsrn", "startAt"] }
  )
  expectReadsBack(decodeReallocationRequest, encodeReallocationRequest, documents(records))
})
