import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import {
  expectReads,
  expectReadsBack,
  glns,
  gsrn,
  gsrns,
  headers,
  point,
  refusal,
  sent,
  texts
} from "../../test/messages/structureDocuments.ts"
import type { ChargeLink } from "../charges/index.ts"
import { energinet, fromDayNumber, MarketCalendar } from "../market/index.ts"
import { decodeChargeLinkRequest, encodeChargeLinkRequest } from "./RequestChangeBillingMasterData.ts"

const tariff = {
  mRID: "EA-001",
  "chargeTypeOwner_MarketParticipant.mRID": { codingScheme: "A10", value: "5790000432752" },
  effectiveDate: "2025-05-31T22:00:00Z",
  factor: 1,
  type: { value: "D03" }
}
const stop = { ...tariff, mRID: "EA-003", terminationDate: "2025-05-31T22:00:00Z" }
const subscription = { ...tariff, mRID: "40010", factor: 2, type: { value: "D01" } }

const document = (...charges: ReadonlyArray<object>) =>
  sent("RequestChangeBillingMasterData", "D17", "D05", [
    { mRID: "t-1", "marketEvaluationPoint.mRID": point, ChargeGroup: { ChargeType: charges } }
  ])

const from = Date.UTC(2025, 4, 31, 22)
const charge = (type: "D01" | "D03", code: string) => ({ owner: energinet, type, code })

it("reads and writes links that are made, changed and stopped", () => {
  expectReads(decodeChargeLinkRequest, encodeChargeLinkRequest, document(tariff, stop, subscription), [
    {
      transactionId: "t-1",
      gsrn,
      links: [
        { gsrn, charge: charge("D03", "EA-001"), quantity: 1, from },
        { gsrn, charge: charge("D03", "EA-003"), quantity: 1, from, to: from },
        { gsrn, charge: charge("D01", "40010"), quantity: 2, from }
      ]
    }
  ])
})

it("skips a charge of a type that it does not know, and says so; a count may be in an object or left out", () => {
  const { factor: _, ...uncounted } = tariff
  const read = Result.getOrThrow(
    decodeChargeLinkRequest(
      document({ ...tariff, type: { value: "D09" } }, uncounted, { ...subscription, factor: { value: 3 } })
    )
  )
  expect(read.records[0]?.links.map(({ quantity }) => quantity)).toEqual([1, 3])
  expect(read.skipped).toEqual([
    {
      path: "RequestChangeBillingMasterData_MarketDocument.MktActivityRecord[0].ChargeGroup.ChargeType[0]",
      reason: "unknown charge type D09"
    }
  ])
})

describe("what is refused", () => {
  const at = "RequestChangeBillingMasterData_MarketDocument.MktActivityRecord"
  it.each([
    ["two pieces of a tariff", { ...tariff, factor: 2 }, ".factor", "1, a tariff counts once", "2"],
    ["no count", { ...subscription, factor: undefined }, ".factor", "a whole number from 1", "nothing"],
    [
      "an end before the beginning",
      { ...tariff, terminationDate: "2025-05-30T22:00:00Z" },
      ".terminationDate",
      "2025-05-31T22:00:00Z or later",
      `"2025-05-30T22:00:00Z"`
    ],
    [
      "a day that does not begin at midnight",
      { ...tariff, effectiveDate: "2025-05-31T23:00:00Z" },
      ".effectiveDate",
      "a Danish midnight (2025-01-15T23:00:00Z)",
      `"2025-05-31T23:00:00Z"`
    ],
    [
      "an owner with a broken GLN",
      { ...tariff, "chargeTypeOwner_MarketParticipant.mRID": { value: "5790000432753" } },
      `["chargeTypeOwner_MarketParticipant.mRID"].value`,
      "GLN 5790000432753 has check digit 3, expected 2",
      `"5790000432753"`
    ]
  ])("%s", (_, one, path, expected, actual) => {
    expect(refusal(decodeChargeLinkRequest, document(subscription, one))).toMatchObject({
      document: "RSM-030 RequestChangeBillingMasterData_MarketDocument",
      path: `${at}[0].ChargeGroup.ChargeType[1]${path}`,
      expected,
      actual,
      issueCount: 1
    })
  })

  it("records and charges that are no array, and a point with a broken check digit", () => {
    const of = (records: unknown) =>
      refusal(decodeChargeLinkRequest, sent("RequestChangeBillingMasterData", "D17", "D05", records))
    expect(of({})).toMatchObject({ path: at, expected: "an array", actual: "{}" })
    const record = { mRID: "t-1", "marketEvaluationPoint.mRID": point, ChargeGroup: { ChargeType: tariff } }
    expect(of([record])).toMatchObject({ path: `${at}[0].ChargeGroup.ChargeType`, expected: "an array" })
    const broken = { value: "571313999000000015" }
    expect(of([{ ...record, "marketEvaluationPoint.mRID": broken, ChargeGroup: { ChargeType: [] } }])).toMatchObject({
      path: `${at}[0]["marketEvaluationPoint.mRID"].value`,
      expected: "GSRN 571313999000000015 has check digit 5, expected 0"
    })
  })
})

it("reads back what it writes", () => {
  const midnights = fc.integer({ min: 18_000, max: 30_000 }).map((day) => MarketCalendar.startOfDay(fromDayNumber(day)))
  const links = fc
    .record({
      owner: glns,
      type: fc.constantFrom("D01" as const, "D02" as const, "D03" as const),
      code: texts,
      quantity: fc.integer({ min: 1, max: 99 }),
      dates: fc.tuple(midnights, fc.option(midnights, { nil: undefined }))
    })
    .map(({ code, dates: [one, other], owner, quantity, type }): Omit<ChargeLink, "gsrn"> => ({
      charge: { owner, type, code },
      quantity: type === "D03" ? 1 : quantity,
      from: other === undefined ? one : Math.min(one, other),
      ...(other === undefined ? {} : { to: Math.max(one, other) })
    }))
  const records = fc
    .record({ transactionId: texts, gsrn: gsrns, links: fc.array(links, { maxLength: 4 }) })
    .map((record) => ({ ...record, links: record.links.map((link) => ({ gsrn: record.gsrn, ...link })) }))
  expectReadsBack(
    decodeChargeLinkRequest,
    encodeChargeLinkRequest,
    fc.record({ header: headers, records: fc.array(records, { maxLength: 3 }) }).map((one) => ({ ...one, skipped: [] }))
  )
})
