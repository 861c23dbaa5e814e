import { isOver, type MarketProcess, openTasks, type ProcessEffect } from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"
import { describe, expect, it } from "vitest"
import { after } from "./shorthand.ts"

/** After what it was asked for, and whether it is open then; and what has it done, besides that somebody says so. */
interface Case {
  readonly of: MarketProcess
  readonly asked: string
  readonly isOpen: boolean
  readonly doneBy?: string
}

const gaining = processOf("changeOfSupplier", "gaining")
const losing = processOf("changeOfSupplier", "losing")
const leaving = processOf("moveOut", "current")
const movedIn = processOf("moveIn", "new")
const wrong = processOf("erroneousSwitch", "current")
const wrongMove = processOf("erroneousMove", "reporting", { correctedAt: Date.UTC(2025, 5, 8, 22) })
const wrongMoveOut = processOf("erroneousMove", "reporting", { corrects: "moveOut" })
const wrongLeaving = processOf("erroneousMove", "reporting", {
  corrects: "moveOut",
  correctedAt: Date.UTC(2025, 5, 8, 22)
})
const back = processOf("erroneousSwitch", "previous")

const accepted = "sent, accepted"
const left = "sent, accepted, dateReached"
const reported = "sent @2025-06-10"
const decided = `${reported}, notice D34`
const moveReported = "operator openCase @2025-06-10, operator reportRegistered @2025-06-10"
const moveDecided = `${moveReported}, notice D34`
const resuming = "resumptionRequested, resumptionAccepted"

const atOnce = (of: MarketProcess, asked: string): Case => ({ of, asked, isOpen: false })

/** Each wish that a process can have. */
const cases: Readonly<Record<ProcessEffect["kind"], Case>> = {
  openSupply: atOnce(gaining, accepted),
  openCustomerRelation: atOnce(gaining, accepted),
  closeSupply: atOnce(losing, "notice E03"),
  moveSupplyEnd: atOnce(losing, "notice E03, notice E03 >2025-06-05"),
  endCustomerRelation: atOnce(losing, "notice E03, dateReached"),
  moveSupplyStart: atOnce(gaining, `${accepted}, masterData E03 >2025-06-02`),
  annulSupply: atOnce(wrong, decided),
  annulCustomerRelation: atOnce(wrong, decided),
  creditEverything: atOnce(wrong, decided),
  expectReset: atOnce(wrong, decided),
  undoProcess: atOnce(wrong, decided),
  releaseBilling: atOnce(wrong, decided),
  reopenSupply: atOnce(back, `${resuming}, masterData D07`),
  restoreCustomerRelation: atOnce(wrongMoveOut, moveDecided),
  moveCustomerRelationEnd: atOnce(wrongLeaving, moveDecided),
  resettle: atOnce(wrongMove, moveDecided),
  holdBilling: { of: wrong, asked: reported, isOpen: true, doneBy: "notice D35" },
  finalSettlement: { of: leaving, asked: left, isOpen: true, doneBy: "undone" },
  cancelFinalSettlement: { of: leaving, asked: `${left}, taskDone 3.3, undone`, isOpen: true },
  recomputeAconto: atOnce(movedIn, accepted),
  stopAconto: atOnce(losing, "notice E03"),
  send: { of: gaining, asked: accepted, isOpen: true, doneBy: "customerDataSent" },
  task: { of: gaining, asked: `${accepted}, customerDataRefused D03`, isOpen: true, doneBy: "notice E01" }
}

const openIn = (process: MarketProcess, kind: string) => openTasks(process).filter(({ effect }) => effect.kind === kind)

describe("what a process waits for", () => {
  it.each(Object.entries(cases))("%s", (kind, { asked, doneBy, isOpen, of }) => {
    const { effects, process } = after(of, asked)
    expect(effects.map((effect) => effect.kind)).toContain(kind)
    const open = openIn(process, kind)
    expect(open.length > 0).toBe(isOpen)
    if (doneBy !== undefined) expect(openIn(after(of, `${asked}, ${doneBy}`).process, kind)).toEqual([])
    const marks = openTasks(process).map(({ stepNo, taskNo }) => `taskDone ${stepNo}.${taskNo}`)
    // Done is all of it in the end, each at its own minute.
    expect(openTasks(after(of, [asked, ...marks].join(", ")).process)).toEqual([])
  })

  it("of an end that was never billed nothing is taken back; of one that moved, the new one is due", () => {
    expect(openIn(after(leaving, `${left}, undone`).process, "cancelFinalSettlement")).toEqual([])
    const { process } = after(leaving, `${left}, undone >2025-05-20`)
    expect(openIn(process, "finalSettlement")).toMatchObject([
      { stepNo: 4, effect: { end: Date.UTC(2025, 4, 19, 22), dueBy: expect.any(Number) } }
    ])
    expect(openIn(process, "cancelFinalSettlement")).toEqual([])
  })

  it("what the last step itself asks for is still to be done; what was asked for before is not", () => {
    const { process } = after(wrong, `${reported}, refused E17`)
    expect(isOver(process)).toBe(true)
    expect(openTasks(process).map(({ effect }) => effect)).toMatchObject([
      { kind: "task", what: "Look at why DataHub refused the report" }
    ])
    const resumed = after(back, `${resuming}, deadlinePassed data, masterData D07, readingsComplete`).process
    expect(openTasks(resumed).map(({ effect }) => effect.kind)).toEqual(["send", "task"])
    expect(openIn(resumed, "send")).toMatchObject([{ effect: { rsm: "RSM-027", processType: "E34" } }])
  })
})
