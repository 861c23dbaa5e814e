import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { Gln, LocalDate, MarketCalendar, type Period } from "../../market/index.ts"
import { decodeAggregatedDataRequest } from "../RequestAggregatedMeasureData.ts"
import { RequestRefused } from "../RequestRefused.ts"
import { decodeMeasureDataRequest } from "../RequestValidatedMeasureData.ts"
import { decodeWholesaleRequest } from "../RequestWholesaleSettlement.ts"
import { type AggregatedDataDraft, buildAggregatedDataRequest } from "./buildAggregatedDataRequest.ts"
import { buildHistoricalDataRequest } from "./buildHistoricalDataRequest.ts"
import { buildWholesaleRequest, type WholesaleRequestDraft } from "./buildWholesaleRequest.ts"

const HOUR_MS = 3_600_000
const midnight = (date: string): number => MarketCalendar.startOfDay(LocalDate.make(date))
const between = (from: string, to: string): Period => ({ from: midnight(from), to: midnight(to) })
const month = (date: string): Period => MarketCalendar.monthPeriod(LocalDate.make(date))

/** Ten in the morning. */
const at = (date: string) => ({
  now: midnight(date) + 10 * HOUR_MS,
  sender: Gln.make("5790009990017"),
  messageId: "c0ffee00-1111-4222-8333-444455556666",
  transactionId: "c0ffee00-1111-4222-8333-444455557777"
})
const context = at("2025-03-03")

const issuesOf = (result: Result.Result<unknown, RequestRefused>) =>
  Result.isFailure(result) ? result.failure.issues.map(({ field, rule }) => [field, rule]) : []

const gsrn = "571313999000000010"
const readings = (period: Period, now = context) =>
  buildHistoricalDataRequest({ process: "BRS-025", gsrn, period }, now)
const sums = (draft: object = {}, now = context) =>
  buildAggregatedDataRequest({ processType: "D04", period: month("2025-01-01"), ...draft } as AggregatedDataDraft, now)
const amounts = (draft: object = {}, now = context) =>
  buildWholesaleRequest({ processType: "D05", period: month("2025-01-01"), ...draft } as WholesaleRequestDraft, now)

describe("what is built", () => {
  it("RSM-015 for readings reads back as it was meant", () => {
    const document = Result.getOrThrow(readings(between("2025-01-01", "2025-02-01")))
    expect(document).toMatchObject({
      name: "RequestValidatedMeasureData",
      rsm: "RSM-015",
      process: "BRS-025",
      processType: "E23",
      messageId: context.messageId,
      transactionIds: [context.transactionId]
    })
    expect(Result.getOrThrow(decodeMeasureDataRequest(document.body))).toStrictEqual({
      header: {
        messageId: context.messageId,
        createdAt: context.now,
        processType: "E23",
        type: "E73",
        sender: { id: "5790009990017", role: "DDQ" },
        receiver: { id: "5790001330552", role: "DGL" }
      },
      series: [{ transactionId: context.transactionId, gsrn, ...between("2025-01-01", "2025-02-01") }]
    })
  })

  it("RSM-015 for the yearly sum spans the twelve months before today", () => {
    const built = Result.getOrThrow(buildHistoricalDataRequest({ process: "BRS-024", gsrn }, at("2024-02-29")))
    expect(built).toMatchObject({ process: "BRS-024", processType: "E30" })
    const { header, series } = Result.getOrThrow(decodeMeasureDataRequest(built.body))
    expect(header.processType).toBe("E30")
    expect(series).toMatchObject([between("2023-02-28", "2024-02-29")])
  })

  it("RSM-016 asks for the sender's own sums", () => {
    const draft = {
      processType: "D32",
      gridArea: "991",
      balanceResponsible: "5790009990024",
      meteringPointType: "E17",
      settlementMethod: "E02",
      settlementVersion: "D02"
    }
    const built = Result.getOrThrow(sums(draft))
    expect(built).toMatchObject({ rsm: "RSM-016", process: "BRS-026", processType: "D32" })
    const { header, series } = Result.getOrThrow(decodeAggregatedDataRequest(built.body))
    expect(header).toMatchObject({ type: "E74", processType: "D32", receiver: { id: "5790001330552", role: "DGL" } })
    const { processType: _, ...asked } = draft
    expect(series).toStrictEqual([
      { transactionId: context.transactionId, ...month("2025-01-01"), supplier: context.sender, ...asked }
    ])
  })

  it("RSM-017 asks for the sender's own amounts", () => {
    const draft = {
      gridArea: "991",
      chargeOwner: "5790009990031",
      charges: [{ code: "NET-C", type: "D03" }, { type: "D01" }],
      resolution: "P1M"
    }
    const built = Result.getOrThrow(amounts(draft))
    expect(built).toMatchObject({ rsm: "RSM-017", process: "BRS-028", processType: "D05" })
    const { header, series } = Result.getOrThrow(decodeWholesaleRequest(built.body))
    expect(header).toMatchObject({ type: "D21", processType: "D05", sender: { id: "5790009990017", role: "DDQ" } })
    expect(series).toStrictEqual([
      { transactionId: context.transactionId, ...month("2025-01-01"), supplier: context.sender, ...draft }
    ])
  })
})

describe("how much, and how far back", () => {
  it.each([
    ["38 months to the day", between("2021-12-15", "2025-02-15"), []],
    ["a day more", between("2021-12-15", "2025-02-16"), [["period", "BRS-025 E50"]]],
    ["38 months from the 31st end where the month does", between("2021-12-31", "2025-02-28"), []],
    ["and not a day later", between("2021-12-31", "2025-03-01"), [["period", "BRS-025 E50"]]],
    ["eight years back", between("2017-03-03", "2017-04-01"), []],
    ["a day further", between("2017-03-02", "2017-04-01"), [["period.from", "BRS-025 E50"]]],
    ["up to the midnight that today began with", between("2025-03-01", "2025-03-03"), []],
    ["today", between("2025-03-01", "2025-03-04"), [["period.to", "BRS-025"]]],
    ["a short day", between("2024-03-31", "2024-04-01"), []],
    ["a long day", between("2024-10-27", "2024-10-28"), []],
    ["nothing", between("2025-01-01", "2025-01-01"), [["period.to", "BRS-025"]]],
    ["an end before the start", between("2025-01-02", "2025-01-01"), [["period.to", "BRS-025"]]],
    ["no instant", { from: Number.NaN, to: midnight("2025-01-01") }, [["period.from", undefined]]]
  ])("BRS-025: %s", (_, period, issues) => {
    expect(issuesOf(readings(period))).toEqual(issues)
  })

  it.each([
    ["start", { from: midnight("2024-03-31") + HOUR_MS, to: midnight("2024-04-02") }, "period.from"],
    [
      "end on the day of the clock change",
      { from: midnight("2024-03-31"), to: midnight("2024-03-31") + 24 * HOUR_MS },
      "period.to"
    ]
  ])("a %s that is no Danish midnight", (_, period, field) => {
    expect(issuesOf(readings(period))).toEqual([[field, "BRS-025 E50"]])
    expect(issuesOf(sums({ period }))).toEqual([[field, "BRS-026 D66"]])
  })

  it.each([
    ["31 days of a long month", between("2025-01-01", "2025-02-01"), []],
    ["31 days from one month into the next", between("2024-12-15", "2025-01-15"), []],
    ["a day more", between("2024-12-15", "2025-01-16"), [["period", "BRS-026 E17"]]],
    ["28 days from the end of January", between("2025-01-31", "2025-02-28"), []],
    ["29 of them", between("2025-01-31", "2025-03-01"), [["period", "BRS-026 E17"]]],
    ["the month with the short day", month("2024-03-01"), []],
    ["the first of the month of three and a half years ago", between("2021-09-01", "2021-10-01"), []],
    ["the day before it", between("2021-08-31", "2021-09-30"), [["period.from", "BRS-026 E17"]]],
    ["a month that has begun", month("2025-03-01"), []],
    ["a month that has not", month("2025-04-01"), [["period.from", "BRS-026"]]]
  ])("BRS-026: %s", (_, period, issues) => {
    expect(issuesOf(sums({ period }))).toEqual(issues)
  })

  it.each([
    ["the month with the long day", month("2024-10-01"), []],
    ["February of a leap year", month("2024-02-01"), []],
    ["a month from the second", between("2025-01-02", "2025-02-02"), [["period", "BRS-028 E17"]]],
    ["two months", between("2024-12-01", "2025-02-01"), [["period", "BRS-028 E17"]]],
    ["a month less its first day", between("2025-01-02", "2025-02-01"), [["period", "BRS-028 E17"]]],
    ["a month less its last day", between("2025-01-01", "2025-01-31"), [["period", "BRS-028 E17"]]],
    ["the month of three and a half years ago", month("2021-09-01"), []],
    ["the month before it", month("2021-08-01"), [["period.from", "BRS-028 E17"]]],
    ["the next month", month("2025-04-01"), [["period.from", "BRS-028"]]]
  ])("BRS-028: %s", (_, period, issues) => {
    expect(issuesOf(amounts({ period }))).toEqual(issues)
  })

  it("days are Danish: an hour before midnight in UTC is the next day here", () => {
    const lateEvening = { ...context, now: Date.UTC(2025, 2, 3, 23, 30) }
    expect(issuesOf(readings(between("2025-03-01", "2025-03-04"), lateEvening))).toEqual([])
    expect(issuesOf(readings(between("2017-03-03", "2017-04-01"), lateEvening))).toHaveLength(1)
  })
})

describe("each rule broken once", () => {
  it.each([
    ["process", { processType: "E23" }, "processType", "00402"],
    ["grid area", { gridArea: "DK1" }, "gridArea", "BRS-026 E86"],
    ["balance responsible", { balanceResponsible: "5790009990025" }, "balanceResponsible", "BRS-026 E18"],
    ["exchange", { meteringPointType: "E20" }, "meteringPointType", "BRS-026 D11"],
    ["point type", { meteringPointType: "D14" }, "meteringPointType", "BRS-026 D18"],
    ["consumption without a method", { meteringPointType: "E17" }, "settlementMethod", "BRS-026 D11"],
    ["method", { meteringPointType: "E17", settlementMethod: "E01" }, "settlementMethod", "BRS-026 D15"],
    ["method of production", { meteringPointType: "E18", settlementMethod: "D01" }, "settlementMethod", "BRS-026 D15"],
    ["method of nothing", { settlementMethod: "D01" }, "settlementMethod", "BRS-026 D15"],
    ["version of a fixing", { settlementVersion: "D01" }, "settlementVersion", "BRS-026 E86"],
    ["version", { processType: "D32", settlementVersion: "D04" }, "settlementVersion", "BRS-026 E86"]
  ])("RSM-016: %s", (_, draft, field, rule) => {
    expect(issuesOf(sums(draft))).toEqual([[field, rule]])
  })

  it.each([
    ["process", { processType: "D03" }, "processType", "00402"],
    ["grid area", { gridArea: "99" }, "gridArea", "BRS-028 E86"],
    ["owner", { chargeOwner: "5790009990032" }, "chargeOwner", "BRS-028 D50"],
    ["code of eleven characters", { charges: [{ code: "12345678901" }] }, "charges[0].code", "BRS-028 D14"],
    ["empty code", { charges: [{ type: "D03" }, { code: "" }] }, "charges[1].code", "BRS-028 D14"],
    ["charge type", { charges: [{ type: "D04" }] }, "charges[0].type", "BRS-028 D14"],
    ["charge that is none", { charges: [{}] }, "charges[0]", "BRS-028 D14"],
    ["resolution", { resolution: "PT1H" }, "resolution", "BRS-028 D23"],
    ["version of a fixing", { settlementVersion: "D01" }, "settlementVersion", "BRS-028 E86"],
    ["version", { processType: "D32", settlementVersion: "D10" }, "settlementVersion", "BRS-028 E86"]
  ])("RSM-017: %s", (_, draft, field, rule) => {
    expect(issuesOf(amounts(draft))).toEqual([[field, rule]])
  })

  it.each([
    ["sender", { sender: "5790009990018" as Gln }],
    ["messageId", { messageId: "" }],
    ["messageId", { messageId: "m".repeat(37) }],
    ["transactionId", { transactionId: "t".repeat(37) }],
    ["transactionId", { transactionId: "" }]
  ])("%s %j", (field, wrong) => {
    const result = sums({}, { ...context, ...wrong })
    expect(issuesOf(result).map(([at]) => at)).toEqual([field])
    expect(issuesOf(buildHistoricalDataRequest({ process: "BRS-024", gsrn }, { ...context, ...wrong }))).toHaveLength(1)
  })

  it.each(["BRS-024", "BRS-025"] as const)("GSRN of %s", (process) => {
    const draft = { process, gsrn: "571313999000000011", period: month("2025-01-01") }
    expect(issuesOf(buildHistoricalDataRequest(draft, context))).toEqual([["gsrn", `${process} E10`]])
  })
})

it("a refusal says all that is wrong, in words", () => {
  const period = { from: midnight("2010-01-01") + HOUR_MS, to: midnight("2025-03-05") }
  const result = buildHistoricalDataRequest({ process: "BRS-025", gsrn: "1", period }, { ...context, messageId: "" })
  expect(Result.isFailure(result) && result.failure).toBeInstanceOf(RequestRefused)
  expect(Result.isFailure(result) && result.failure.message).toBe(
    [
      "BRS-025 cannot be sent:",
      `- gsrn: GSRN must be 18 digits, got "1" (BRS-025 E10)`,
      "- period.from: must be a Danish midnight, 2010-01-01T00:00:00Z is none (BRS-025 E50)",
      "- period: may be 38 months at most: from 2010-01-01 to 2013-03-01 (BRS-025 E50)",
      "- period.from: may be 2017-03-03 at the earliest (BRS-025 E50)",
      "- period.to: must not lie in the future (BRS-025)",
      "- messageId: must have 1 to 36 characters (00201, 00305)"
    ].join("\n")
  )
})
