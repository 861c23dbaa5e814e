import { gsrnOf, type MarketProcess, processFor, type ProcessFacts } from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "vitest"
import { after, midnight } from "./shorthand.ts"

const gsrn = gsrnOf("57131399900000001")
const effectiveAt = midnight("2025-06-01")

const notice = (processType: string, more: Partial<ProcessFacts> = {}): ProcessFacts =>
  ({ document: "notice", processType, gsrn, effectiveAt, ...more }) as ProcessFacts

/** Ids matched, kinds opened, and whether a person is asked. */
const short = (facts: ProcessFacts, processes: ReadonlyArray<MarketProcess>) => {
  const { matched, opens, task } = processFor(facts, processes)
  return [
    ...matched.map(({ id }) => id),
    ...opens.map(({ kind, role }) => `opens ${kind} ${role}`),
    ...(task === undefined ? [] : ["task"])
  ]
}

const gaining = after(processOf("changeOfSupplier", "gaining", { gsrn }), "sent, accepted, customerDataSent").process
const ending = after(processOf("endOfSupply", "current", { gsrn }), "sent, accepted").process
const arriving = after(processOf("moveIn", "new", { gsrn }), "sent, accepted").process

describe("what happens at a metering point where a start of ours is planned", () => {
  it("on a later day than a start of ours ends that supply, also when it is known by the process alone", () => {
    const later = midnight("2025-06-10")
    for (const supplying of [undefined, false]) {
      for (const start of [arriving, gaining, after(arriving, "dateReached").process]) {
        expect(short(notice("E01", { supplying, effectiveAt: later }), [start])).toEqual(["opens moveIn previous"])
      }
      expect(short(notice("D14", { supplying, effectiveAt: later }), [arriving])).toEqual([
        "opens meteringPoint current",
        "opens closeDown current"
      ])
      expect(short(notice("D31", { supplying, effectiveAt: later }), [arriving])).toEqual(["opens forcedSwitch losing"])
      expect(short(notice("E20", { supplying, effectiveAt: later }), [gaining, ending])).toEqual([
        "endOfSupply-current"
      ])
    }
    expect(short(notice("E03", { effectiveAt: later }), [arriving])).toEqual(["opens changeOfSupplier losing"])
  })

  it("on a later day than a start that is not accepted yet, or that something ended before, is looked at by a person", () => {
    const later = midnight("2025-06-10")
    const unanswered = after(processOf("moveIn", "new", { gsrn }), "sent").process
    expect(short(notice("E01", { effectiveAt: later }), [unanswered])).toEqual(["task"])
    const told = after(arriving, "masterData E65 >2025-06-01").process
    expect(short(notice("E01", { supplying: false, effectiveAt: later }), [told])).toEqual(["moveIn-new"])
    expect(after(told, "notice E01 >2025-06-10").legal).toBe(false)
  })

  it("and that DataHub made before we asked takes the place of no start of ours, however late it comes", () => {
    for (const start of [arriving, gaining]) {
      const { at } = start.history.find(({ event }) => event.kind === "sent")!.event
      const told = (madeAt: number, supplying: boolean) => short(notice("E01", { supplying, madeAt }), [start])
      expect(told(at, false)).toEqual([start.id])
      expect(told(at - 1, false)).toEqual(["task"])
      expect(told(at - 1, true)).toEqual(["opens moveIn previous"])
    }
  })

  it("on the day of a switch that was taken for begun says that it never was; of a move-in a person sees what holds", () => {
    const begun = after(gaining, "dateReached").process
    expect(short(notice("E01", { supplying: false }), [begun])).toEqual(["changeOfSupplier-gaining"])
    expect(after(begun, "notice E01 @2025-06-02").process.state).toBe("cancelled")
    const moved = after(arriving, "dateReached").process
    expect(short(notice("E01", { supplying: false }), [moved])).toEqual(["task"])
    expect(short(notice("E01", { supplying: false }), [moved, gaining])).toEqual(["changeOfSupplier-gaining"])
  })
})
