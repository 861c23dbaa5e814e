import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { energinet, type Instant, LocalDate, MarketCalendar } from "../../src/market/index.ts"
import {
  buildAggregatedDataRequest,
  buildBrs011,
  buildCancellation,
  buildChangeOfSupplier,
  buildChargeLinkChange,
  buildCustomerData,
  buildEndOfSupply,
  buildErroneousSwitch,
  buildHistoricalDataRequest,
  buildMoveIn,
  buildMoveOut,
  buildReallocateAnswer,
  buildWholesaleRequest,
  type OutgoingContext,
  type OutgoingDocument,
  type RequestRefused
} from "../../src/messages/index.ts"
import { day, gsrn, us } from "../intake/Making.ts"
import { customer } from "./customerTables.ts"

type Built = Result.Result<OutgoingDocument, RequestRefused>
type Build = (at: Instant, context: OutgoingContext) => Built

const known = { gsrn, cvr: "12345678", customerName: "Nordlys ApS", balanceResponsible: "5790009990024" }
const dayBeforeYesterday = (now: Instant): Instant => day(shifted(MarketCalendar.localDateOf(now), -2))

const moveIn =
  (more: { readonly kind?: "secondary"; readonly purchaseObligation?: true } = {}): Build =>
  (startAt, context) =>
    buildMoveIn({ ...known, kind: "ordinary", startAt, ...more }, context)

const dataOf =
  (reason: "E03" | "E65" | "D29" | "E34", specialRules = false): Build =>
  (startAt, context) =>
    buildCustomerData({ reason, gsrn, startAt, customer, specialRules }, context)

const link: Build = (from, context) =>
  buildChargeLinkChange(
    { gsrn, changes: [{ charge: { owner: energinet, type: "D03", code: "EA-001" }, from }] },
    context
  )

/** Calendar days from the day of sending to the first and to the last date that can be named. */
const inDays: ReadonlyArray<readonly [string, Build, number | undefined, number | undefined]> = [
  ["BRS-009 move-in", moveIn(), -7, 60],
  ["BRS-009 owner", moveIn({ kind: "secondary" }), -7, 60],
  ["BRS-009 production under the purchase obligation", moveIn({ purchaseObligation: true }), -45, 60],
  ["BRS-010 move-out", (endAt, context) => buildMoveOut({ gsrn, endAt }, context), 1, 60],
  ["BRS-003", (switchAt, context) => buildErroneousSwitch({ gsrn, switchAt }, context), -60, 0],
  ["BRS-011", (moveAt, context) => buildBrs011({ gsrn, moveAt }, context), -60, 0],
  [
    "BRS-011 with its right date",
    (moveAt, context) => buildBrs011({ gsrn, moveAt, correctedAt: dayBeforeYesterday(context.now) }, context),
    -60,
    0
  ],
  ["RSM-027 of a switch", dataOf("E03"), 1, undefined],
  ["RSM-027 of a switch that took effect at once", dataOf("E03", true), -7, undefined],
  ["RSM-027 of a move-in", dataOf("E65"), -15, undefined],
  ["RSM-027 of an owner", dataOf("D29"), -15, undefined],
  ["RSM-027 as an update", dataOf("E34"), -1, 0],
  [
    "BRS-041",
    (startAt, context) => buildCustomerData({ reason: "D20", gsrn, startAt, electricHeating: true }, context),
    -21,
    0
  ],
  ["BRS-037, back", link, -21, undefined],
  ["BRS-001, the first day", (startAt, context) => buildChangeOfSupplier({ ...known, startAt }, context), 1, undefined],
  ...(["E03", "E65", "D29", "E66"] as const).map(
    (processType): readonly [string, Build, number | undefined, number | undefined] => [
      `RSM-024 of ${processType}`,
      (effectiveAt, context) =>
        buildCancellation({ gsrn, cancels: { processType, transactionId: "t-0", effectiveAt } }, context),
      1,
      undefined
    ]
  )
]

/** Days of 23 and 25 hours and their neighbours, a leap day, the turn of a year, and one like any other. */
const days = [
  "2025-01-10",
  "2025-03-29",
  "2025-03-30",
  "2025-05-29",
  "2025-10-25",
  "2025-10-26",
  "2024-02-29",
  "2025-12-31"
]

const shifted = (date: string, by: number): LocalDate =>
  LocalDate.make(new Date(Date.parse(`${date}T12:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10))

/** The first and the last millisecond of a day in Denmark, and one in the hour that a clock change skips or repeats. */
const timesOf = (date: string): ReadonlyArray<Instant> => {
  const { from, to } = MarketCalendar.dayPeriod(LocalDate.make(date))
  return [from, from + 2.5 * 3_600_000, to - 1]
}

const contextAt = (now: Instant): OutgoingContext => ({ now, sender: us, messageId: "m-1", transactionId: "t-1" })

const late = (built: Built): boolean =>
  Result.isFailure(built) && built.failure.issues.every(({ rule }) => rule?.endsWith("E17") === true)

const expectEdges = (build: Build, today: string, first: string | undefined, last: string | undefined): void => {
  for (const now of timesOf(today)) {
    const context = contextAt(now)
    const at = (date: string, by: number): Built => build(day(shifted(date, by)), context)
    if (first !== undefined) {
      expect([first, Result.isSuccess(at(first, 0)), late(at(first, -1))]).toEqual([first, true, true])
    }
    if (last !== undefined) expect([last, Result.isSuccess(at(last, 0)), late(at(last, 1))]).toEqual([last, true, true])
  }
}

describe("a date is taken on the last day for it and refused on the next", () => {
  it.each(inDays)("%s", (_, build, first, last) => {
    for (const today of days) {
      const dayOf = (by: number | undefined) => (by === undefined ? undefined : shifted(today, by))
      expectEdges(build, today, dayOf(first), dayOf(last))
    }
  })

  it.each([
    ["2025-01-10", "2026-01-10"],
    ["2024-02-29", "2025-02-28"],
    ["2023-02-28", "2024-02-28"],
    ["2025-03-30", "2026-03-30"],
    ["2025-12-31", "2026-12-31"]
  ])("BRS-001 on %s: until %s", (today, last) => {
    expectEdges((startAt, context) => buildChangeOfSupplier({ ...known, startAt }, context), today, undefined, last)
  })

  it.each([
    ["2025-01-10", "2028-01-10"],
    ["2024-02-29", "2027-02-28"],
    ["2021-02-28", "2024-02-28"]
  ])("BRS-037 on %s: until %s", (today, last) => {
    expectEdges(link, today, undefined, last)
  })

  it.each([
    // Ordinary weeks, as the official calendar has them.
    ["2025-01-15", "2025-01-21", "2025-03-16"],
    ["2025-01-18", "2025-01-23", "2025-03-19"],
    ["2026-02-12", "2026-02-18", "2026-04-13"],
    // Maundy Thursday, Good Friday and Easter Monday.
    ["2025-04-11", "2025-04-22", "2025-06-10"],
    ["2025-04-16", "2025-04-25", "2025-06-15"],
    // Ascension Day and the Friday after it; Constitution Day; Whit Monday.
    ["2025-05-27", "2025-06-04", "2025-07-26"],
    ["2025-05-30", "2025-06-06", "2025-07-29"],
    ["2025-06-04", "2025-06-12", "2025-08-03"],
    // Christmas and New Year.
    ["2025-12-18", "2025-12-29", "2026-02-16"],
    ["2025-12-23", "2026-01-05", "2026-02-21"],
    // Clock changes, on Sundays.
    ["2025-03-30", "2025-04-03", "2025-05-29"],
    ["2025-10-26", "2025-10-30", "2025-12-25"],
    // Great Prayer Day is a working day since 2024, and 1 May is one.
    ["2024-04-25", "2024-05-01", "2024-06-24"]
  ])("BRS-002 on %s: from %s to %s", (today, first, last) => {
    expectEdges((desiredEndAt, context) => buildEndOfSupply({ gsrn, desiredEndAt }, context), today, first, last)
  })
})

describe("an answer to a request for resumption", () => {
  it.each([
    ["2025-01-08", "2025-01-13"],
    ["2025-04-15", "2025-04-23"],
    ["2025-05-28", "2025-06-04"],
    ["2025-12-22", "2025-12-30"],
    ["2025-12-23", "2026-01-02"],
    ["2025-03-28", "2025-04-02"],
    ["2025-10-24", "2025-10-29"]
  ])("of %s goes out until the end of %s", (asked, last) => {
    for (const requestedAt of timesOf(asked)) {
      for (const process of ["BRS-003", "BRS-011"] as const) {
        const draft = { process, gsrn, requestTransactionId: "r-1", requestedAt, accepted: false }
        const { to } = MarketCalendar.dayPeriod(LocalDate.make(last))
        expect(Result.isSuccess(buildReallocateAnswer(draft, contextAt(to - 1)))).toBe(true)
        expect(late(buildReallocateAnswer(draft, contextAt(to)))).toBe(true)
        const told = { ...draft, replyBy: shifted(last, 2) }
        const toldEnd = day(shifted(last, 3))
        expect(Result.isSuccess(buildReallocateAnswer(told, contextAt(toldEnd - 1)))).toBe(true)
        expect(late(buildReallocateAnswer(told, contextAt(toldEnd)))).toBe(true)
      }
    }
  })
})

describe("a period is asked for on the last day for it and refused on the next", () => {
  const asks = {
    "BRS-025": (from: string, to: string, now: Instant) =>
      buildHistoricalDataRequest(
        { process: "BRS-025", gsrn, period: { from: day(from), to: day(to) } },
        contextAt(now)
      ),
    "BRS-026": (from: string, to: string, now: Instant) =>
      buildAggregatedDataRequest({ processType: "D04", period: { from: day(from), to: day(to) } }, contextAt(now)),
    "BRS-028": (from: string, to: string, now: Instant) =>
      buildWholesaleRequest({ processType: "D05", period: { from: day(from), to: day(to) } }, contextAt(now))
  }

  it.each([
    // Longest, oldest, and until the day of sending.
    ["BRS-025", "2025-03-30", ["2022-01-30", "2025-03-30"], ["2022-01-29", "2025-03-30"]],
    ["BRS-025", "2025-10-26", ["2017-10-26", "2017-11-01"], ["2017-10-25", "2017-11-01"]],
    ["BRS-025", "2024-02-29", ["2016-02-29", "2016-03-01"], ["2016-02-28", "2016-03-01"]],
    ["BRS-025", "2025-03-30", ["2025-03-29", "2025-03-30"], ["2025-03-29", "2025-03-31"]],
    ["BRS-026", "2025-05-10", ["2025-03-01", "2025-04-01"], ["2025-03-01", "2025-04-02"]],
    ["BRS-026", "2025-05-10", ["2025-02-01", "2025-03-01"], ["2025-02-01", "2025-03-02"]],
    ["BRS-026", "2025-05-31", ["2021-11-01", "2021-11-02"], ["2021-10-31", "2021-11-01"]],
    ["BRS-026", "2025-05-10", ["2025-05-10", "2025-05-11"], ["2025-05-11", "2025-05-12"]],
    ["BRS-028", "2025-05-10", ["2021-11-01", "2021-12-01"], ["2021-10-01", "2021-11-01"]],
    ["BRS-028", "2025-05-31", ["2025-05-01", "2025-06-01"], ["2025-06-01", "2025-07-01"]],
    ["BRS-028", "2025-12-01", ["2025-10-01", "2025-11-01"], ["2025-10-01", "2025-10-31"]]
  ] as const)("%s on %s: %s, and not %s", (process, today, [from, to], [wrongFrom, wrongTo]) => {
    for (const now of timesOf(today)) {
      expect(Result.isSuccess(asks[process](from, to, now))).toBe(true)
      expect(Result.isFailure(asks[process](wrongFrom, wrongTo, now))).toBe(true)
    }
  })
})
