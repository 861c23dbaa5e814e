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
import { decodeGenericNotification, encodeGenericNotification } from "./GenericNotification.ts"
import { notificationMeaning } from "./notificationMeaning.ts"

const VALIDITY_START = "validityStart_DateAndOrTime.dateTime"
const record = {
  mRID: "44444444444444448444444444444445",
  "marketEvaluationPoint.mRID": point,
  [VALIDITY_START]: "2025-05-31T22:00:00Z"
}

const document = (records: unknown, processType = "E03") => received("GenericNotification", processType, "E44", records)

it("reads and writes a notification", () => {
  const answer = {
    ...record,
    "originalTransactionIDReference_MktActivityRecord.mRID": "t-1",
    "businessProcessReference_MktActivityRecord.mRID": "p-1"
  }
  const said = { transactionId: "44444444444444448444444444444445", gsrn, validFrom: Date.UTC(2025, 4, 31, 22) }
  const { header } = expectReads(decodeGenericNotification, encodeGenericNotification, document([record, answer]), [
    said,
    { ...said, answers: "t-1", processReference: "p-1" }
  ])
  expect(notificationMeaning(header.processType)?.kind).toBe("supply stops")
})

const at = "GenericNotification_MarketDocument.MktActivityRecord"

it.each([
  ["no date", [{ ...record, [VALIDITY_START]: undefined }], `${at}[0]["${VALIDITY_START}"]`, "a text", "nothing"],
  [
    "a local time",
    [{ ...record, [VALIDITY_START]: "2025-06-01T00:00:00" }],
    `${at}[0]["${VALIDITY_START}"]`,
    "a UTC instant (2025-01-15T23:00:00Z)",
    `"2025-06-01T00:00:00"`
  ],
  [
    "a broken check digit",
    [{ ...record, "marketEvaluationPoint.mRID": { value: "571313999000000016" } }],
    `${at}[0]["marketEvaluationPoint.mRID"].value`,
    "GSRN 571313999000000016 has check digit 6, expected 0",
    `"571313999000000016"`
  ],
  ["one record that is not in an array", record, at, "an array", JSON.stringify(record).slice(0, 80) + "…"]
])("refuses %s", (_, records, path, expected, actual) => {
  expect(refusal(decodeGenericNotification, document(records))).toMatchObject({
    document: "RSM-004 GenericNotification_MarketDocument",
    path,
    expected,
    actual,
    issueCount: 1
  })
})

it("reads back what it writes", () => {
  const records = fc.record(
    { transactionId: texts, answers: texts, processReference: texts, gsrn: gsrns, validFrom: instants },
    { requiredKeys: ["transactionId", "gsrn", "validFrom"] }
  )
  expectReadsBack(decodeGenericNotification, encodeGenericNotification, documents(records))
})

it("knows what each notification means, and that it does not know others", () => {
  const kinds = ["E03", "E01", "E65", "E20", "D11", "D14", "D31", "D34", "D35", "D39", "D40", "D41", "D46"].map(
    (type) => [type, notificationMeaning(type)?.kind] as const
  )
  expect(Object.fromEntries(kinds)).toEqual({
    E03: "supply stops",
    E01: "supply stops",
    E65: "supply stops",
    E20: "supply stops",
    D11: "start cancelled",
    D14: "metering point closed",
    D31: "supply transferred",
    D34: "correction accepted",
    D35: "correction refused",
    D39: "start cancelled",
    D40: "child point detached",
    D41: "end of supply cancelled",
    D46: "supply starts"
  })
  expect(notificationMeaning("E99")).toBeUndefined()
  expect(notificationMeaning("toString")).toBeUndefined()
})
