import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { at, day, issuesOf, on, taken } from "../../../test/messages/building.ts"
import { gsrn } from "../../../test/messages/structureDocuments.ts"
import { decodeEndOfSupplyRequest } from "../RequestEndOfSupply.ts"
import { buildEndOfSupply } from "./buildEndOfSupply.ts"
import { buildMoveOut } from "./buildMoveOut.ts"

describe("an end of supply", () => {
  it("is the request that DataHub reads", () => {
    const draft = { gsrn, desiredEndAt: day("2025-07-01") }
    const { body, ...about } = Result.getOrThrow(buildEndOfSupply(draft, on("2025-06-02")))
    expect(about).toMatchObject({ name: "RequestEndOfSupply", rsm: "RSM-005", process: "BRS-002", processType: "E20" })
    expect(body).toMatchObject({
      RequestEndOfSupply_MarketDocument: {
        type: { value: "432" },
        MktActivityRecord: [{ "end_DateAndOrTime.dateTime": "2025-06-30T22:00:00Z" }]
      }
    })
    expect(Result.getOrThrow(decodeEndOfSupplyRequest(body)).records).toEqual([
      { transactionId: "t-1", gsrn, date: day("2025-07-01") }
    ])
  })

  it.each([
    // Three working days lie between; the day of sending does not count.
    ["2025-01-15", ["2025-01-20", "2025-01-21", "2025-03-16", "2025-03-17"], ["2025-01-21", "2025-03-16"]],
    ["2025-01-18", ["2025-01-22", "2025-01-23"], ["2025-01-23"]],
    // Over Easter: 16, 22 and 23 April are the days between.
    ["2025-04-15", ["2025-04-23", "2025-04-24", "2025-06-14", "2025-06-15"], ["2025-04-24", "2025-06-14"]],
    // Over Christmas and the New Year: 23, 29 and 30 December.
    ["2025-12-22", ["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02"], ["2026-01-02"]],
    // Over Ascension Day with its Friday, and Constitution Day.
    ["2025-05-28", ["2025-06-05", "2025-06-06"], ["2025-06-06"]]
  ])("sent on %s may be asked for on some of %j", (today, dates, allowed) => {
    const build = (desiredEndAt: number) => buildEndOfSupply({ gsrn, desiredEndAt }, on(today))
    expect(taken(build, ...dates)).toEqual(allowed)
  })

  it("may be asked for on a Saturday", () => {
    expect(issuesOf(buildEndOfSupply({ gsrn, desiredEndAt: day("2025-01-25") }, on("2025-01-15")))).toEqual([])
  })

  it("is refused with every reason", () => {
    const built = buildEndOfSupply({ gsrn: "571313999000000018", desiredEndAt: day("2025-01-20") }, on("2025-01-15"))
    expect(issuesOf(built)).toEqual([
      "gsrn: GSRN 571313999000000018 has check digit 8, expected 0 (BRS-002 E10)",
      "desiredEndAt: must be from 2025-01-21 to 2025-03-16, got 2025-01-20 (BRS-002 E17)"
    ])
  })
})

describe("a move-out", () => {
  it("is the request that DataHub reads", () => {
    const { body, ...about } = Result.getOrThrow(buildMoveOut({ gsrn, endAt: day("2025-06-01") }, on("2025-05-05")))
    expect(about).toMatchObject({ name: "RequestEndOfSupply", rsm: "RSM-005", process: "BRS-010", processType: "E66" })
    const { header, records } = Result.getOrThrow(decodeEndOfSupplyRequest(body))
    expect(header).toMatchObject({ processType: "E66", type: "432" })
    expect(records).toEqual([{ transactionId: "t-1", gsrn, date: day("2025-06-01") }])
  })

  it("is told from the day before to 60 days before, never afterwards", () => {
    const build = (endAt: number) => buildMoveOut({ gsrn, endAt }, on("2025-05-05"))
    expect(taken(build, "2025-05-04", "2025-05-05", "2025-05-06", "2025-07-04", "2025-07-05")).toEqual([
      "2025-05-06",
      "2025-07-04"
    ])
    expect(issuesOf(buildMoveOut({ gsrn, endAt: day("2025-10-27") }, at(Date.parse("2025-10-26T22:59:59Z"))))).toEqual(
      []
    )
    expect(issuesOf(buildMoveOut({ gsrn, endAt: day("2025-10-27") }, at(Date.parse("2025-10-26T23:00:00Z"))))).toEqual([
      "endAt: must be from 2025-10-28 to 2025-12-26, got 2025-10-27 (BRS-010 E17)"
    ])
  })

  it("is refused with every reason", () => {
    expect(issuesOf(buildMoveOut({ gsrn: "x", endAt: 5 }, on("2025-05-05")))).toEqual([
      `gsrn: GSRN must be 18 digits, got "x" (BRS-010 E10)`,
      "endAt: must be a point in time, in milliseconds (BRS-010 D66)"
    ])
  })
})
