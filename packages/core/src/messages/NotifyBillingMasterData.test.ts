import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import type { ChargeLink } from "../charges/index.ts"
import { energinet, gsrnOf, LocalDate, MarketCalendar } from "../market/index.ts"
import { decodeChargeLinks, encodeChargeLinks } from "./NotifyBillingMasterData.ts"

const gsrn = gsrnOf("57131399900000001")

const subscription = {
  mRID: "NET-ABO",
  "chargeTypeOwner_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990031" },
  effectiveDate: "2025-05-31T22:00:00Z",
  factor: 2,
  terminationDate: "2025-12-31T23:00:00Z",
  type: { value: "D01" }
}
const tariff = {
  mRID: "NET-C",
  "chargeTypeOwner_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990031" },
  effectiveDate: "2025-05-31T22:00:00Z",
  factor: 1,
  type: { value: "D03" }
}

const document = (...charges: ReadonlyArray<object>) => ({
  NotifyBillingMasterData_MarketDocument: {
    mRID: "31313131313131313131313131313131",
    "businessSector.type": { value: "23" },
    createdDateTime: "2025-05-31T22:01:10Z",
    "process.processType": { value: "D17" },
    "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
    "receiver_MarketParticipant.marketRole.type": { value: "DDQ" },
    "sender_MarketParticipant.mRID": { codingScheme: "A10", value: "5790001330552" },
    "sender_MarketParticipant.marketRole.type": { value: "DDZ" },
    type: { value: "D07" },
    MktActivityRecord: [
      {
        mRID: "31313131313131313131313131313132",
        "marketEvaluationPoint.mRID": { codingScheme: "A10", value: gsrn },
        ChargeGroup: { ChargeType: charges }
      }
    ]
  }
})

const links = (...charges: ReadonlyArray<object>) => Result.getOrThrow(decodeChargeLinks(document(...charges))).links
const refused = (...charges: ReadonlyArray<object>) =>
  Result.getOrThrow(Result.flip(decodeChargeLinks(document(...charges))))

it("reads links with their count and their end", () => {
  const data = Result.getOrThrow(decodeChargeLinks(JSON.stringify(document(tariff, subscription))))
  expect(data.header).toMatchObject({ processType: "D17", type: "D07", sender: { id: "5790001330552", role: "DDZ" } })
  expect(data.skipped).toEqual([])
  const from = Date.UTC(2025, 4, 31, 22)
  expect(data.links).toEqual([
    { gsrn, charge: { owner: "5790009990031", type: "D03", code: "NET-C" }, quantity: 1, from },
    {
      gsrn,
      charge: { owner: "5790009990031", type: "D01", code: "NET-ABO" },
      quantity: 2,
      from,
      to: Date.UTC(2025, 11, 31, 23)
    }
  ])
})

it("reads a stop, and what may come without a count", () => {
  const { factor: _, ...uncounted } = subscription
  const [stop] = links({ ...uncounted, terminationDate: subscription.effectiveDate })
  expect(stop).toMatchObject({ from: Date.UTC(2025, 4, 31, 22), to: Date.UTC(2025, 4, 31, 22), quantity: 1 })
  expect(links({ ...tariff, factor: undefined })[0]?.quantity).toBe(1)
  expect(links({ ...subscription, factor: { value: 3 } })[0]?.quantity).toBe(3)
})

it("carries a charge of a type that it does not know", () => {
  const data = Result.getOrThrow(decodeChargeLinks(document({ ...tariff, type: { value: "D07" } }, tariff)))
  expect(data.links).toHaveLength(1)
  expect(data.skipped).toEqual([
    {
      path: "NotifyBillingMasterData_MarketDocument.MktActivityRecord[0].ChargeGroup.ChargeType[0]",
      reason: "unknown charge type D07"
    }
  ])
})

describe("what is refused", () => {
  it.each([
    ["two pieces of a tariff", { ...tariff, factor: 2 }, ".factor", "1, a tariff counts once", "2"],
    ["no count", { ...subscription, factor: undefined }, ".factor", "a whole number from 1", "nothing"],
    ["half a piece", { ...subscription, factor: 0.5 }, ".factor", "a whole number from 1", "0.5"],
    ["no pieces", { ...subscription, factor: 0 }, ".factor", "a whole number from 1", "0"],
    [
      "an end before the beginning",
      { ...subscription, terminationDate: "2025-05-30T22:00:00Z" },
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
      "a date",
      { ...tariff, effectiveDate: "2025-06-01" },
      ".effectiveDate",
      "a Danish midnight (2025-01-15T23:00:00Z)",
      `"2025-06-01"`
    ],
    ["a charge without a code", { ...tariff, mRID: "" }, ".mRID", "a text that is not empty", `""`],
    [
      "an owner with a broken GLN",
      { ...tariff, "chargeTypeOwner_MarketParticipant.mRID": { value: "5790009990032" } },
      `["chargeTypeOwner_MarketParticipant.mRID"].value`,
      "GLN 5790009990032 has check digit 2, expected 1",
      `"5790009990032"`
    ]
  ])("%s", (_, charge, path, expected, actual) => {
    expect(refused(subscription, charge)).toMatchObject({
      document: "RSM-031 NotifyBillingMasterData_MarketDocument",
      messageId: "31313131313131313131313131313131",
      path: `NotifyBillingMasterData_MarketDocument.MktActivityRecord[0].ChargeGroup.ChargeType[1]${path}`,
      expected,
      actual,
      issueCount: 1
    })
  })

  it("records that are no array", () => {
    const { NotifyBillingMasterData_MarketDocument: root } = document()
    const error = Result.getOrThrow(
      Result.flip(decodeChargeLinks({ NotifyBillingMasterData_MarketDocument: { ...root, MktActivityRecord: {} } }))
    )
    expect(error).toMatchObject({
      path: "NotifyBillingMasterData_MarketDocument.MktActivityRecord",
      expected: "an array",
      actual: "{}"
    })
  })
})

it("reads back what it writes, point by point", () => {
  const { header } = Result.getOrThrow(decodeChargeLinks(document()))
  const dates = ["2025-01-01", "2025-03-30", "2025-10-26"].map((date) =>
    MarketCalendar.startOfDay(LocalDate.make(date))
  )
  const anyLink = fc
    .record({
      point: fc.integer({ min: 0, max: 3 }),
      type: fc.constantFrom("D01" as const, "D02" as const, "D03" as const),
      code: fc.string({ minLength: 1, maxLength: 10 }),
      quantity: fc.integer({ min: 1, max: 9 }),
      dates: fc.constantFrom([0], [1], [0, 0], [0, 1], [1, 2])
    })
    .map(({ code, dates: [from, to], point, quantity, type }): ChargeLink => ({
      gsrn: gsrnOf(`5713139990000000${point}`),
      charge: { owner: energinet, type, code },
      quantity: type === "D03" ? 1 : quantity,
      from: dates[from!]!,
      ...(to === undefined ? {} : { to: dates[to]! })
    }))
  fc.assert(
    fc.property(fc.array(anyLink, { maxLength: 8 }), (some) => {
      const byPoint = some.toSorted((a, b) => (a.gsrn < b.gsrn ? -1 : a.gsrn > b.gsrn ? 1 : 0))
      expect(
        Result.getOrThrow(decodeChargeLinks(JSON.stringify(encodeChargeLinks({ header, links: byPoint }))))
      ).toEqual({ header, links: byPoint, skipped: [] })
    })
  )
})
