import {
  advanceProcess,
  answerEvent,
  gsrnOf,
  type MarketProcess,
  openProcess,
  processFor,
  type ProcessFacts
} from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, midnight } from "./shorthand.ts"

const gsrn = gsrnOf("57131399900000001")
const child = gsrnOf("57131399900000002")
const effectiveAt = midnight("2025-06-01")
type Parameters = globalThis.Parameters<typeof processOf>
const on = (kind: Parameters[0], role: Parameters[1], more: Parameters[2] = {}): MarketProcess =>
  processOf(kind, role, { gsrn, ...more })

const notice = (processType: string, more: Partial<ProcessFacts> = {}): ProcessFacts =>
  ({ document: "notice", processType, gsrn, effectiveAt, ...more }) as ProcessFacts

/** Ids matched, kinds opened, and whether a person is asked. */
const short = (facts: ProcessFacts, processes: ReadonlyArray<MarketProcess>) => {
  const { matched, opens, sameSupplier, task } = processFor(facts, processes)
  return [
    ...matched.map(({ id }) => id),
    ...opens.map(({ kind, role }) => `opens ${kind} ${role}`),
    ...(sameSupplier ? ["same supplier"] : []),
    ...(task === undefined ? [] : ["task"])
  ]
}

const gaining = after(on("changeOfSupplier", "gaining"), "sent, accepted, customerDataSent, cancellationSent").process
const ending = after(on("endOfSupply", "current"), "sent, accepted, serviceRequestSent").process
const arriving = after(on("moveIn", "new"), "sent, accepted").process
const wrongSwitch = after(on("erroneousSwitch", "current"), "sent @2025-06-10").process
const wrongMove = after(on("erroneousMove", "reporting"), "operator openCase @2025-06-10, sent @2025-06-10").process

describe("answers", () => {
  it("go by the transaction id of any request of the process", () => {
    for (const answers of ["t-0", "t-2", "t-3"]) {
      expect(short({ document: "answer", answers }, [gaining])).toEqual(["changeOfSupplier-gaining"])
    }
    expect(short({ document: "answer", answers: "t-1" }, [gaining])).toEqual(["task"])
    expect(short({ document: "answer", answers: "t-0" }, [gaining, ending])).toEqual(["task"])
  })

  it.each([
    ["t-0", true, "accepted"],
    ["t-0", false, "refused"],
    ["t-2", true, "customerDataAccepted"],
    ["t-2", false, "customerDataRefused"],
    ["t-3", true, "cancellationAccepted"],
    ["t-3", false, "cancellationRefused"],
    ["t-1", true, undefined]
  ])("to %s (%s) are %s", (answers, accepted, kind) => {
    const facts = { at: effectiveAt, messageId: "m-9", answers, accepted, reasons: [{ code: "E17" }] }
    expect(answerEvent(gaining, facts)?.kind).toBe(kind)
  })

  it("to a service request are an event only when it is refused", () => {
    const facts = { at: effectiveAt, messageId: "m-9", answers: "t-2", reasons: [{ code: "D58" }] }
    expect(answerEvent(ending, { ...facts, accepted: true })).toBeUndefined()
    expect(answerEvent(ending, { ...facts, accepted: false })?.kind).toBe("serviceRequestRefused")
  })
})

describe("links that have changed (D17)", () => {
  const links = { document: "chargeLinks", processType: "D17", gsrn, effectiveAt } as const

  it("go to the metering point where it is followed, and open nothing", () => {
    expect(short(links, [])).toEqual([])
    const point = after(on("meteringPoint", "current"), "masterData E02 connected").process
    expect(short(links, [point, arriving, ending])).toEqual(["meteringPoint-current"])
  })

  it("go to every change that is under way, on whatever date", () => {
    const asked = (id: string, date: string, path: string) =>
      after(on("chargeLinks", "requesting", { id, effectiveAt: midnight(date) }), path).process
    const open = [asked("one", "2025-06-01", "sent, accepted"), asked("two", "2025-07-01", "sent")]
    const ended = asked("three", "2025-06-01", "sent, accepted, chargeLinks D17")
    expect(short(links, [...open, ended])).toEqual(["one", "two"])
  })
})

describe("D34 and D35", () => {
  it.each(["D34", "D35"])("%s goes to the one correction of its point and date, whatever its kind", (type) => {
    expect(short(notice(type), [wrongMove, ending])).toEqual(["erroneousMove-reporting"])
    expect(short(notice(type), [wrongSwitch])).toEqual(["erroneousSwitch-current"])
    const other = after(
      on("erroneousSwitch", "current", { id: "other", effectiveAt: midnight("2025-05-20") }),
      "sent @2025-06-10"
    ).process
    expect(short(notice(type), [wrongMove, other])).toEqual(["erroneousMove-reporting"])
  })

  it("goes to a correction by the right date as well, where the correction names one", () => {
    const correctedAt = midnight("2025-06-09")
    const redated = after(
      on("erroneousMove", "reporting", { correctedAt }),
      "operator openCase @2025-06-10, sent @2025-06-10"
    ).process
    expect(short(notice("D34"), [redated])).toEqual(["erroneousMove-reporting"])
    expect(short(notice("D34", { effectiveAt: correctedAt }), [redated])).toEqual(["erroneousMove-reporting"])
    expect(after(redated, "notice D34 >2025-06-09 @2025-06-12").process.state).toBe("corrected")
    expect(short(notice("D34", { effectiveAt: midnight("2025-06-08") }), [redated])).toEqual(["task"])
    expect(after(redated, "notice D34 >2025-06-08 @2025-06-12").legal).toBe(false)
  })

  it("is a task when two corrections have the date, when none has it, and on another point", () => {
    expect(short(notice("D34"), [wrongMove, wrongSwitch])).toEqual(["task"])
    expect(processFor(notice("D34"), [wrongMove, wrongSwitch]).task?.why).toBe(
      "Several fit it: erroneousSwitch-current (erroneousSwitch, 2025-05-31T22:00:00Z), " +
        "erroneousMove-reporting (erroneousMove, 2025-05-31T22:00:00Z)."
    )
    expect(short(notice("D34", { effectiveAt: midnight("2025-06-02") }), [wrongMove])).toEqual(["task"])
    expect(short(notice("D34", { gsrn: child }), [wrongMove])).toEqual(["task"])
    expect(short(notice("D34"), [])).toEqual(["task"])
  })
})

describe("what nobody asked for", () => {
  it("begins a process, or belongs to one at work", () => {
    expect(short(notice("E03"), [])).toEqual(["opens changeOfSupplier losing"])
    expect(short(notice("E03"), [ending])).toEqual(["endOfSupply-current", "opens changeOfSupplier losing"])
    const losing = after(on("changeOfSupplier", "losing"), "notice E03").process
    expect(short(notice("E03"), [losing])).toEqual(["changeOfSupplier-losing"])
    expect(short(notice("E20"), [ending])).toEqual(["endOfSupply-current"])
    expect(short(notice("D46"), [gaining])).toEqual(["changeOfSupplier-gaining"])
    expect(short(notice("X99"), [gaining])).toEqual([])
    expect(short(notice("constructor"), [gaining])).toEqual([])
  })

  it("belongs to a process that rests only with the same date; a later switch is another one", () => {
    const rested = after(on("changeOfSupplier", "losing"), "notice E03, dateReached").process
    expect(short(notice("E03"), [rested])).toEqual(["changeOfSupplier-losing"])
    expect(short(notice("E03", { effectiveAt: midnight("2025-07-01") }), [rested])).toEqual([
      "opens changeOfSupplier losing"
    ])
  })

  it("takes back by the number of the process", () => {
    const asks = (processType: string): ProcessFacts => ({
      document: "resumptionRequested",
      processType,
      gsrn,
      effectiveAt
    })
    expect(short(asks("D07"), [])).toEqual(["opens erroneousSwitch previous"])
    expect(short(asks("D33"), [])).toEqual(["opens erroneousMove previous"])
  })

  it("reaches the process of the parent for a child point only where the child is what it is about", () => {
    const heating = after(on("electricHeating", "adding"), "sent, accepted").process
    const facts: ProcessFacts = { document: "masterData", processType: "E02", gsrn: child, parent: gsrn }
    expect(short(facts, [heating])).toEqual(["electricHeating-adding", "opens meteringPoint current"])
    expect(short({ ...facts, parent: undefined }, [heating])).toEqual(["opens meteringPoint current"])
    const removing = after(on("electricHeating", "removing"), "sent, accepted").process
    const closed = notice("D14", { gsrn: child, parent: gsrn })
    expect(short(closed, [gaining, ending, arriving, removing])).toEqual([
      "electricHeating-removing",
      "opens meteringPoint current"
    ])
    const restoring = after(on("erroneousMove", "previous"), "resumptionRequested, resumptionAccepted").process
    expect(short({ ...facts, processType: "D33" }, [restoring])).toEqual([])
    expect(short({ ...facts, processType: "D33", gsrn }, [restoring])).toEqual(["erroneousMove-previous"])
  })

  it("follows a metering point once it is followed, whatever the date", () => {
    const followed = after(on("meteringPoint", "current"), "masterData E02 new").process
    const change: ProcessFacts = {
      document: "masterData",
      processType: "E32",
      gsrn,
      effectiveAt: midnight("2025-09-01")
    }
    expect(short(change, [])).toEqual(["opens meteringPoint current"])
    expect(short(change, [followed])).toEqual(["meteringPoint-current"])
    expect(short({ ...change, processType: "E65" }, [])).toEqual([])
    expect(short({ ...change, processType: "E65" }, [followed])).toEqual(["meteringPoint-current"])
    expect(short({ ...change, processType: "D15" }, [arriving, followed])).toEqual([
      "moveIn-new",
      "meteringPoint-current"
    ])
  })

  it("closes down what we supply, and else only a plan of ours", () => {
    expect(short(notice("D14", { supplying: true }), [])).toEqual([
      "opens meteringPoint current",
      "opens closeDown current"
    ])
    expect(short(notice("D14", { supplying: false }), [arriving])).toEqual([
      "moveIn-new",
      "opens meteringPoint current"
    ])
  })

  it("never goes to a process that has ended, and a notice to nobody is a task", () => {
    const ended = after(ending, "notice E20").process
    for (const type of ["E20", "D11", "D39", "D41", "D46"]) expect(short(notice(type), [ended])).toEqual(["task"])
    expect(short({ document: "masterData", processType: "E03", gsrn, effectiveAt }, [ended])).toEqual([])
  })
})

describe("a move", () => {
  it("ends our supply, or takes the place of our start, by whether we supply", () => {
    expect(short(notice("E01", { supplying: true }), [])).toEqual(["opens moveIn previous"])
    expect(short(notice("E65", { supplying: true }), [ending])).toEqual([
      "endOfSupply-current",
      "opens moveIn previous"
    ])
    expect(short(notice("E01", { supplying: false }), [gaining])).toEqual(["changeOfSupplier-gaining"])
    expect(short(notice("E01", { supplying: false }), [arriving])).toEqual(["moveIn-new"])
    expect(short(notice("E01", { supplying: false }), [arriving, gaining])).toEqual([
      "changeOfSupplier-gaining",
      "moveIn-new"
    ])
    expect(short(notice("E01", { supplying: false }), [])).toEqual(["task"])
  })

  it("to ourselves ends the former customer's relation", () => {
    expect(short(notice("E01", { supplying: true }), [arriving])).toEqual(["opens moveIn previous", "same supplier"])
  })

  it("is a task where it is not known whether we supply, or a start of another date is planned", () => {
    expect(short(notice("E01"), [gaining])).toEqual(["task"])
    const later = midnight("2025-06-03")
    const earlier = midnight("2025-05-30")
    expect(short(notice("E01", { supplying: true, effectiveAt: earlier }), [arriving])).toEqual([
      "opens moveIn previous",
      "task"
    ])
    expect(short(notice("E01", { supplying: true, effectiveAt: later }), [arriving])).toEqual(["opens moveIn previous"])
  })
})

describe("a transfer", () => {
  it("goes to the side that we are on", () => {
    expect(short(notice("D31", { supplying: true }), [ending])).toEqual([
      "endOfSupply-current",
      "opens forcedSwitch losing"
    ])
    expect(short(notice("D31", { supplying: false }), [])).toEqual(["opens forcedSwitch new"])
    expect(short(notice("D31"), [])).toEqual(["task"])
  })
})

describe("opening", () => {
  const opening = { id: "p", kind: "moveOut", role: "current", gsrn, effectiveAt, openedAt: effectiveAt } as const
  it.each([
    [{ role: "losing" }, "there is no moveOut as losing"],
    [{ id: " " }, "it needs an id"],
    [{ effectiveAt: effectiveAt + 1 }, "effectiveAt must be midnight in Denmark, got 2025-05-31T22:00:00Z"],
    [{ effectiveAt: Number.NaN }, "effectiveAt must be midnight in Denmark, got NaN"],
    [{ gsrn: undefined }, "it needs a metering point"],
    [{ corrects: "moveIn" }, "only a move can be corrected"],
    [{ kind: "erroneousMove", role: "reporting", correctedAt: effectiveAt }, "the corrected date is the wrong one"],
    [
      { kind: "chargeLinks", role: "requesting" },
      "links that are asked for belong to a change of charge links, and to nothing else"
    ],
    [
      { kind: "dataRequest", role: "requesting" },
      "what is asked for belongs to a request for data, and to nothing else"
    ]
  ] as const)("with %j is refused: %s", (more, problem) => {
    const refused = openProcess({ ...opening, ...more })
    expect(Result.isFailure(refused) && refused.failure.problems).toEqual([problem])
  })

  it("tells two things of one message apart, and takes each of them once", () => {
    const message = { at: effectiveAt, messageId: "m-1", transactionId: "t-1" }
    const master = { ...message, kind: "masterData", processType: "E03" } as const
    const links = { ...message, kind: "chargeLinks", processType: "E03" } as const
    const child = { ...master, transactionId: "t-2" }
    const sent = after(on("changeOfSupplier", "gaining"), "sent").process
    const all = [master, links, child, master, links].reduce(
      (process, event) => advanceProcess(process, event).process,
      sent
    )
    expect(all.history.map(({ event }) => event).slice(1)).toEqual([master, links, child])
  })

  it("takes an event of a kind that is not known yet as one that does not fit", () => {
    const event = { kind: "somethingNew", at: effectiveAt } as never
    const { legal, process, reason } = advanceProcess(on("moveOut", "current"), event)
    expect([legal, process.state, process.history.length, reason]).toEqual([
      false,
      "draft",
      1,
      'somethingNew does not fit the state "Prepared"'
    ])
  })
})
