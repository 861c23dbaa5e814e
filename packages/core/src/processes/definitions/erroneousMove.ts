import { RESUMPTION_REPLY_WORKING_DAYS } from "../deadlineRules.ts"
import type { EffectSpec, ProcessDefinition, Transition } from "../ProcessDefinition.ts"
import { dataAfterResumption, restoredSteps, takenBack } from "./restoration.ts"
import { inSpiteOfUs, resumptionReply, resumptionSteps } from "./resumption.ts"
import { askedInPortal, seeWhyNotReported } from "./tasks.ts"

const SOURCE = "BRS-011 4.2.6, 2025-12-05"
const undecided = ["caseDraft", "reported", "awaitReply", "withSupport", "overdue"]
const byHand = ["withSupport", "overdue"]

/**
 * What an accepted correction does, by what was wrong. With a corrected date only the time between the two dates is put
 * right; without one the move is undone as a whole.
 */
const corrections: ReadonlyArray<Pick<Transition, "guards" | "effects" | "why">> = [
  {
    guards: ["undoesMoveOut", "hasCorrectedDate"],
    effects: ["correctCustomerEnd", "settleBetweenDates", "recomputeAconto", "redateMoveOut", "releaseBilling"],
    why: "The customer left on another date: the end of the relation moves, and the time between is billed anew."
  },
  {
    guards: ["hasCorrectedDate"],
    effects: [
      "correctSupplyStart",
      "creditBetweenDates",
      "settleBetweenDates",
      "expectReset",
      "recomputeAconto",
      "releaseBilling"
    ],
    why: "The customer moved in on another date: the start moves, and the time between is credited or billed."
  },
  {
    guards: ["undoesMoveOut"],
    effects: ["restoreCustomer", "resettle", "recomputeAconto", "undoMoveOut", "releaseBilling"],
    why: "The move-out never was: the customer's relation goes on."
  },
  {
    effects: [
      "annulSupply",
      "annulCustomer",
      "creditEverything",
      "stopAconto",
      "expectReset",
      "undoMoveIn",
      "releaseBilling"
    ],
    why: "The move-in never was: supply and customer fall away from its date, and all that was billed is credited."
  }
]

/** The process has ended with it: what is asked for does not come to it any more. */
const verify: ReadonlyArray<EffectSpec> = [
  { ...askedInPortal.masterData, fulfilledBy: [] },
  { ...askedInPortal.links, fulfilledBy: [] },
  { task: "Verify what DataHub's support did: no messages came", fulfilledBy: [] }
]

const outcomes: ReadonlyArray<Transition> = [
  ...corrections.map(({ effects, guards = [], why }): Transition => ({
    from: undecided,
    on: "notice",
    of: ["D34"],
    guards: ["noticeIsForOurDate", ...guards],
    to: "corrected",
    effects: effects!,
    meets: ["answer", "overdue"],
    why
  })),
  ...corrections.map(({ effects = [], guards = [], why }): Transition => ({
    from: ["refused"],
    on: "notice",
    of: ["D34"],
    guards: ["noticeIsForOurDate", ...guards],
    to: "corrected",
    effects: [
      ...effects,
      { task: "Tell whoever was told otherwise: the move is put right after all", fulfilledBy: [] }
    ],
    why: `It is accepted after all, whatever was said before. ${why}`
  })),
  {
    from: undecided,
    on: "notice",
    of: ["D35"],
    guards: ["noticeIsForOurDate"],
    to: "refused",
    effects: ["releaseBilling"],
    meets: ["answer", "overdue"],
    why: "The previous supplier refused: supply and customer stay, and are billed as before."
  },
  ...corrections.map(({ effects = [], guards = [], why }): Transition => ({
    from: byHand,
    on: "operator",
    of: ["outcomeCorrected"],
    guards,
    to: "corrected",
    effects: [...effects, ...verify],
    why
  })),
  {
    from: byHand,
    on: "operator",
    of: ["outcomeRefused"],
    to: "refused",
    effects: ["releaseBilling"],
    why: "Support told us that it stays as it is."
  }
]

/** A move that we reported and that was wrong, or had another date. */
export const wrongReporter: ProcessDefinition = {
  kind: "erroneousMove",
  role: "reporting",
  title: "Erroneous move, the supplier that reported it",
  source: SOURCE,
  initial: "effectuated",
  states: {
    effectuated: { title: "The move is in effect" },
    caseDraft: { title: "Case opened" },
    reported: { title: "Reported as erroneous" },
    awaitReply: { title: "Simple: the previous supplier answers" },
    withSupport: { title: "Complex: with DataHub's support" },
    overdue: { title: "No outcome in time" },
    corrected: { title: "Undone, or its date put right", final: true },
    refused: { title: "Refused: the move stands", rests: true, over: true },
    withdrawn: { title: "Not reported after all", final: true }
  },
  deadlines: {
    // It is theirs: they lose no day that may be none for them.
    answer: {
      ...resumptionReply,
      title: "Last day for the previous supplier's answer",
      runs: { workingDays: RESUMPTION_REPLY_WORKING_DAYS }
    },
    overdue: {
      title: "Outcome known (RSM-004/D34 or D35)",
      from: "event",
      runs: { workingDays: 3 },
      toldDate: true,
      graceWorkingDays: 1,
      source: SOURCE
    }
  },
  transitions: [
    {
      from: ["effectuated"],
      on: "operator",
      of: ["openCase"],
      guards: ["withinCorrectionWindow"],
      to: "caseDraft",
      effects: [
        {
          task: "See what has happened since the move: a later switch, move or end of supply makes it complex",
          fulfilledBy: [{ on: "accepted" }, { on: "operator", of: ["simple", "complex"] }]
        }
      ],
      why: "A move can be reported as erroneous for 60 days, by the supplier that reported it."
    },
    { from: ["effectuated", "caseDraft"], on: "withdrawn", to: "withdrawn", why: "It was not reported after all." },
    {
      from: ["caseDraft"],
      on: "operator",
      of: ["reportRegistered"],
      guards: ["withinCorrectionWindow"],
      to: "reported",
      effects: ["holdBilling"],
      starts: ["overdue"],
      why: "It is reported in DataHub's portal; it cannot be taken back."
    },
    {
      from: ["caseDraft"],
      on: "sent",
      guards: ["withinCorrectionWindow"],
      to: "reported",
      effects: ["holdBilling"],
      starts: ["overdue"],
      why: "It is reported to DataHub; it cannot be taken back."
    },
    {
      from: ["reported"],
      on: "refused",
      to: "refused",
      effects: ["releaseBilling", seeWhyNotReported("erroneousMove")],
      why: "DataHub refused the report: the move stands."
    },
    {
      from: ["reported"],
      on: "accepted",
      to: "awaitReply",
      starts: ["answer", "overdue"],
      why: "DataHub took the report; the previous supplier has three working days."
    },
    {
      from: ["reported", "awaitReply"],
      on: "operator",
      of: ["simple", "replyDateTold"],
      to: "awaitReply",
      effects: ["replyDateDoubtful"],
      starts: ["answer", "overdue"],
      why: "The previous supplier has three working days, or until the day that DataHub's mail names."
    },
    {
      from: ["reported", "awaitReply", "overdue"],
      on: "operator",
      of: ["complex"],
      to: "withSupport",
      effects: [
        {
          task: "Follow the case with DataHub's support: no messages will come",
          fulfilledBy: [{ on: "operator", of: ["outcomeCorrected", "outcomeRefused"] }]
        }
      ],
      meets: ["answer", "overdue"],
      why: "Support corrects it by hand; there is no time limit."
    },
    ...outcomes,
    {
      from: ["awaitReply"],
      on: "deadlinePassed",
      of: ["answer"],
      why: "Silence has counted as yes: the notice (RSM-004/D34) has a working day to come."
    },
    {
      from: ["reported", "awaitReply"],
      on: "deadlinePassed",
      of: ["overdue"],
      to: "overdue",
      effects: [
        {
          task: "No outcome has come: ask DataHub's support",
          fulfilledBy: [
            { on: "notice", of: ["D34", "D35"] },
            { on: "operator", of: ["complex", "outcomeCorrected", "outcomeRefused"] }
          ]
        }
      ],
      why: "Without a notice nothing is known; the hold stays."
    },
    {
      from: ["corrected"],
      on: "readingsComplete",
      why: "Readings of a time that never was ours are kept and not billed."
    },
    { from: ["corrected"], on: "chargeLinks", why: "Links of a time that never was ours are kept and not billed." }
  ]
}

/** A wrong move of another supplier, which took a metering point of ours. */
export const wronglyMoved: ProcessDefinition = {
  kind: "erroneousMove",
  role: "previous",
  title: "Erroneous move, the supplier before it",
  source: SOURCE,
  initial: "stopped",
  states: {
    stopped: { title: "Our supply has ended" },
    resumeRequested: { title: "Asked to take the metering point back" },
    refused: { title: "We refused: the supply stays ended", rests: true, over: true },
    awaitData: { title: "Taken back, master data not here yet" },
    restoring: { title: "Reopened, data are coming" },
    supplying: { title: "We supply as if never interrupted", final: true }
  },
  deadlines: { reply: resumptionReply, data: dataAfterResumption },
  transitions: [
    ...resumptionSteps("D33", "awaitData"),
    ...takenBack(["resumeRequested", "awaitData", "restoring"], "D33", "restoring", "supplying", "undoLostMove"),
    {
      from: ["stopped", "resumeRequested", "awaitData"],
      on: "operator",
      of: ["supportInforms"],
      to: "restoring",
      effects: [
        "reopenSupply",
        "restoreCustomer",
        askedInPortal.masterData,
        askedInPortal.links,
        { send: "RSM-015/E23" }
      ],
      meets: ["reply"],
      starts: ["data"],
      why: "Support corrects it by hand: nothing is sent by itself, all is asked for."
    },
    {
      from: ["restoring"],
      on: "masterData",
      of: ["E0G"],
      guards: ["readingsCame"],
      to: "supplying",
      effects: ["resettle", "recomputeAconto", { send: "RSM-027/E34" }, "undoLostMove"],
      meets: ["data"],
      why: "What was asked for is there."
    },
    { from: ["awaitData", "restoring"], on: "masterData", of: ["E0G"], why: "Master data that were asked for." },
    { from: ["awaitData", "restoring"], on: "customerData", of: ["E0G"], why: "Customer data that were asked for." },
    { from: ["awaitData", "restoring"], on: "chargeLinks", of: ["E0G"], why: "Links that were asked for." },
    ...inSpiteOfUs("D33", "restoring"),
    ...restoredSteps(["awaitData", "restoring"], "D33", "supplying", "undoLostMove")
  ]
}
