import {
  advanceProcess,
  deadlinesOf,
  dueEvents,
  formatInstant,
  type MarketProcess,
  timeline
} from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "vitest"
import { after, midnight } from "./shorthand.ts"

const at = (process: MarketProcess, name: string): string =>
  formatInstant(deadlinesOf(process, 0).find((deadline) => deadline.name === name)?.at)

const asked = (day: string, replyBy = ""): MarketProcess =>
  after(processOf("erroneousMove", "previous"), `resumptionRequested ${replyBy} @${day}`).process

describe("deadlines", () => {
  it.each([
    // Three working days, the day of the request not counted, the last one to its end.
    ["2025-05-06", "", "2025-05-09T22:00:00Z"],
    ["2025-05-09", "", "2025-05-14T22:00:00Z"],
    // Easter 2025: Thursday 17 to Monday 21 April.
    ["2025-04-15", "", "2025-04-23T22:00:00Z"],
    ["2025-04-16", "", "2025-04-24T22:00:00Z"],
    ["2025-04-19", "", "2025-04-24T22:00:00Z"],
    // Ascension Day and the Friday after it; Constitution Day, which may not count for us; Christmas and New Year.
    ["2025-05-28", "", "2025-06-04T22:00:00Z"],
    ["2025-06-04", "", "2025-06-10T22:00:00Z"],
    ["2025-12-22", "", "2025-12-30T23:00:00Z"],
    // Over the change to summer time and back.
    ["2025-03-28", "", "2025-04-02T22:00:00Z"],
    ["2025-10-24", "", "2025-10-29T23:00:00Z"],
    // What DataHub's mail says goes before, unless it lies before the request.
    ["2025-05-06", "2025-05-20", "2025-05-20T22:00:00Z"],
    ["2025-05-06", "2025-05-06", "2025-05-06T22:00:00Z"],
    ["2025-05-06", "2025-05-05", "2025-05-09T22:00:00Z"]
  ])("asked on %s (told %s) to take a point back, the last day ends at %s", (day, told, end) => {
    expect(at(asked(day, told), "reply")).toBe(end)
  })

  it("the previous supplier has Constitution Day for its answer", () => {
    const reported = after(
      processOf("erroneousMove", "reporting", { effectiveAt: midnight("2025-05-20") }),
      "operator openCase @2025-06-04, sent @2025-06-04, operator simple @2025-06-04"
    ).process
    expect(at(reported, "answer")).toBe("2025-06-11T22:00:00Z")
  })

  it("nobody is alarmed before the working day after the last one, told or counted", () => {
    const begun = "operator openCase @2025-06-10, operator reportRegistered @2025-06-10"
    const counted = after(processOf("erroneousMove", "reporting"), `${begun}, operator simple @2025-06-10`).process
    const told = after(processOf("erroneousMove", "reporting"), `${begun}, operator simple 2025-06-20 @2025-06-10`)
    expect(at(counted, "overdue")).toBe("2025-06-16T22:00:00Z")
    expect(at(told.process, "overdue")).toBe("2025-06-23T22:00:00Z")
  })

  it("a year from the 29th of February ends with the 28th", () => {
    const accepted = after(processOf("endOfSupply", "current"), "sent @2028-02-28, accepted @2028-02-29").process
    expect(at(accepted, "disconnection")).toBe("2029-02-28T23:00:00Z")
  })

  it("a day that is told later goes before the count", () => {
    const told = after(asked("2025-05-06"), "operator replyDateTold 2025-05-15 @2025-05-07").process
    expect(at(told, "reply")).toBe("2025-05-15T22:00:00Z")
    expect(told.deadlines.map(({ ended }) => ended?.how)).toEqual(["dropped", undefined])
  })

  it("nothing is due before its time, and then it is", () => {
    const process = asked("2025-05-06")
    const end = midnight("2025-05-10")
    expect(dueEvents(process, end - 1)).toEqual([])
    expect(dueEvents(process, end)).toEqual([{ kind: "deadlinePassed", deadline: "reply", at: end }])
    expect(deadlinesOf(process, end - 1)[0]?.left).toBe(1)
    const early = advanceProcess(process, { kind: "deadlinePassed", deadline: "reply", at: end - 1 })
    expect([early.legal, early.reason]).toEqual([false, "the deadline is 2025-05-09T22:00:00Z"])
  })

  it("customer data are due before midnight of the start, and before the start itself when both are due", () => {
    const process = after(processOf("changeOfSupplier", "gaining"), "sent, accepted").process
    expect(at(process, "customerData")).toBe("2025-05-31T22:00:00Z")
    expect(dueEvents(process, midnight("2025-06-01")).map(({ kind }) => kind)).toEqual([
      "deadlinePassed",
      "dateReached"
    ])
  })

  it("deadlines follow the effective date that DataHub names", () => {
    const process = after(
      processOf("changeOfSupplier", "gaining"),
      "sent, accepted, masterData E03 >2025-06-03"
    ).process
    expect([at(process, "effectiveDate"), at(process, "customerData")]).toEqual([
      "2025-06-02T22:00:00Z",
      "2025-06-02T22:00:00Z"
    ])
    expect(process.plannedAt).toBe(midnight("2025-06-01"))
    const special = after(process, "notice D46 >2025-05-08").process
    expect(at(special, "customerDataAfterStart")).toBe("2025-05-15T22:00:00Z")
  })

  it("a move-in has 15 days for customer data, warns on the eighth, and can be undone for 60, over both clock changes", () => {
    const spring = after(
      processOf("moveIn", "new", { effectiveAt: midnight("2025-03-29") }),
      "sent, accepted @2025-03-20"
    )
    expect(["customerDataWarning", "customerData"].map((name) => at(spring.process, name))).toEqual([
      "2025-04-06T22:00:00Z",
      "2025-04-13T22:00:00Z"
    ])
    const autumn = processOf("moveIn", "new", { effectiveAt: midnight("2025-10-01") })
    expect(at(after(autumn, "sent @2025-10-02, accepted @2025-10-02").process, "correctionWindow")).toBe(
      "2025-11-30T23:00:00Z"
    )
  })

  it.each([
    ["2025-05-28", "2025-07-27", "2025-07-28"],
    ["2025-10-01", "2025-11-30", "2025-12-01"],
    ["2025-02-01", "2025-04-02", "2025-04-03"]
  ])("a switch of %s can be reported on %s, not on %s", (effective, last, tooLate) => {
    const process = processOf("erroneousSwitch", "current", { effectiveAt: midnight(effective) })
    expect(after(process, `operator reportRegistered @${last}`).legal).toBe(true)
    const late = after(process, `operator reportRegistered @${tooLate}`)
    expect([late.legal, late.reason]).toEqual([false, "it must have taken effect, at most 60 calendar days ago"])
  })

  it("the last bill is planned for four weeks after the end, or after it became known", () => {
    const effects = after(processOf("moveOut", "current"), "sent, accepted, dateReached").effects
    expect(effects.find(({ kind }) => kind === "finalSettlement")).toEqual({
      kind: "finalSettlement",
      end: midnight("2025-06-01"),
      dueBy: midnight("2025-06-30"),
      latestBy: midnight("2025-07-14")
    })
  })

  it("the last bill of a supply that ended in the past is counted from the day on which that became known", () => {
    const { effects } = after(processOf("moveIn", "previous"), "notice E01 @2025-06-05, dateReached @2025-06-05")
    expect(effects.at(-1)).toMatchObject({ end: midnight("2025-06-01"), dueBy: midnight("2025-07-04") })
  })

  it("what was asked for is due by its deadline", () => {
    const sends = after(processOf("changeOfSupplier", "gaining"), "sent, accepted").effects.at(-1)
    expect(sends).toEqual({ kind: "send", rsm: "RSM-027", processType: "E03", by: midnight("2025-06-01") })
  })
})

describe("the timeline", () => {
  it("says what came, what it did and which message it was", () => {
    const process = after(
      processOf("erroneousMove", "previous"),
      "resumptionRequested 2025-05-09 @2025-05-06, resumptionRefused bound @2025-05-07"
    ).process
    const [asked, refused] = timeline(process)
    expect(asked).toEqual({
      at: Date.UTC(2025, 4, 6, 8),
      what: "Resumption requested (RSM-003), 2025-05-31T22:00:00Z, answer by 2025-05-09",
      state: "Asked to take the metering point back",
      changedState: true,
      legal: true,
      why: "What took the metering point from us was erroneous: we are to supply again from its date.",
      asked: [
        "task: Find the customer's contract and answer: only a contract that we ended is a ground for no (D29) before 2025-05-09T22:00:00Z",
        "send RSM-003/D33 before 2025-05-09T22:00:00Z"
      ],
      outcomes: [],
      messageId: "m-0",
      transactionId: "t-0"
    })
    expect([refused?.legal, refused?.changedState, refused?.why]).toEqual([
      false,
      false,
      "D29 is the only ground, and only for a contract that we ended"
    ])
  })

  it("carries codes that nobody knows, with their text", () => {
    const sent = after(processOf("moveOut", "current"), "sent").process
    const reasons = [{ code: "X99", text: "Ukendt" }, { code: "E17" }]
    const refused = advanceProcess(sent, { kind: "refused", at: midnight("2025-05-07"), reasons }).process
    expect(refused.state).toBe("rejected")
    expect(timeline(refused).at(-1)?.what).toBe("Request refused X99 (Ukendt), E17")
  })
})
