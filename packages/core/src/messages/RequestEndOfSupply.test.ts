import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import {
  documents,
  expectReads,
  expectReadsBack,
  gsrn,
  gsrns,
  instants,
  point,
  refusal,
  sent,
  texts
} from "../../test/messages/structureDocuments.ts"
import { decodeEndOfSupplyRequest, encodeEndOfSupplyRequest } from "./RequestEndOfSupply.ts"

const mRID = "50050000-0000-4000-8000-000000000002"
const END = "end_DateAndOrTime.dateTime"
const START = "start_DateAndOrTime.dateTime"
const bare = { mRID, "marketEvaluationPoint.mRID": point }
const date = Date.UTC(2025, 5, 30, 22)

const document = (processType: string, ...records: ReadonlyArray<object>) =>
  sent("RequestEndOfSupply", processType, "432", records)

it.each([
  ["E20", END],
  ["E66", END],
  ["D33", START],
  ["X1", END]
])("writes the date of %s under %s, and reads it there", (processType, key) => {
  const one = document(processType, { ...bare, [key]: "2025-06-30T22:00:00Z" })
  expectReads(decodeEndOfSupplyRequest, encodeEndOfSupplyRequest, one, [{ transactionId: mRID, gsrn, date }])
})

it.each([
  ["E20", { [START]: "2025-06-30T22:00:00Z" }],
  ["D33", { [END]: "2025-06-30T22:00:00Z" }],
  ["E66", { [START]: "2025-06-30T22:00:00Z", [END]: "2025-06-30T22:00Z" }]
])("reads the date of %s under the other key, or under both", (processType, dates) => {
  const { records } = Result.getOrThrow(decodeEndOfSupplyRequest(document(processType, { ...bare, ...dates })))
  expect(records).toEqual([{ transactionId: mRID, gsrn, date }])
})

describe("what is refused", () => {
  const at = "RequestEndOfSupply_MarketDocument.MktActivityRecord"
  it.each([
    ["no date", "E20", bare, `["${END}"]`, "a UTC instant (2025-01-15T23:00:00Z)", "nothing"],
    ["no date", "D33", bare, `["${START}"]`, "a UTC instant (2025-01-15T23:00:00Z)", "nothing"],
    [
      "two dates",
      "E20",
      { ...bare, [END]: "2025-06-30T22:00:00Z", [START]: "2025-06-29T22:00:00Z" },
      `["${START}"]`,
      `2025-06-30T22:00:00Z as in ${END}, or nothing`,
      `"2025-06-29T22:00:00Z"`
    ],
    [
      "30 February",
      "E20",
      { ...bare, [END]: "2025-02-30T23:00:00Z" },
      `["${END}"]`,
      "a UTC instant (2025-01-15T23:00:00Z)",
      `"2025-02-30T23:00:00Z"`
    ],
    [
      "a broken check digit",
      "E20",
      { ...bare, [END]: "2025-06-30T22:00:00Z", "marketEvaluationPoint.mRID": { value: "571313999000000019" } },
      `["marketEvaluationPoint.mRID"].value`,
      "GSRN 571313999000000019 has check digit 9, expected 0",
      `"571313999000000019"`
    ],
    ["no point", "E20", { mRID, [END]: "2025-06-30T22:00:00Z" }, `["marketEvaluationPoint.mRID"]`, "a value", "nothing"]
  ])("%s of %s", (_, processType, record, path, expected, actual) => {
    const good = { ...bare, [END]: "2025-06-30T22:00:00Z" }
    expect(refusal(decodeEndOfSupplyRequest, document(processType, good, record))).toMatchObject({
      document: "RSM-005 RequestEndOfSupply_MarketDocument",
      path: `${at}[1]${path}`,
      expected,
      actual,
      issueCount: 1
    })
  })

  it("records that are no array", () => {
    const wrong = sent("RequestEndOfSupply", "E20", "432", { ...bare })
    expect(refusal(decodeEndOfSupplyRequest, wrong)).toMatchObject({ path: at, expected: "an array" })
  })
})

it("reads back what it writes", () => {
  const records = fc.record(
    { transactionId: texts, processReference: texts, gsrn: gsrns, date: instants },
    { requiredKeys: ["transactionId", "gsrn", "date"] }
  )
  expectReadsBack(decodeEndOfSupplyRequest, encodeEndOfSupplyRequest, documents(records))
})
