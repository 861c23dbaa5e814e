import type { EffectSpec, ProcessDefinition, Transition } from "../ProcessDefinition.ts"
import { dataAfterResumption, restoredSteps, takenBack as suppliedAgain } from "./restoration.ts"
import { inSpiteOfUs, resumptionReply, resumptionSteps } from "./resumption.ts"
import { seeWhyNotReported } from "./tasks.ts"

const SOURCE = "BRS-003 4.3.1, 2025-12-05 (also called BRS-042)"

const requested: Omit<Transition, "on" | "why"> = {
  from: ["supplying"],
  guards: ["withinCorrectionWindow"],
  to: "correctionRequested",
  effects: ["holdBilling"],
  starts: ["answer"]
}

/** All since the start of the switch falls away. */
const takenBack: ReadonlyArray<EffectSpec> = [
  "annulSupply",
  "annulCustomer",
  "creditEverything",
  "stopAconto",
  "expectReset",
  "undoSwitch",
  "releaseBilling"
]

/** A switch by which we took a metering point that we should not have taken. */
export const wrongTaker: ProcessDefinition = {
  kind: "erroneousSwitch",
  role: "current",
  title: "Erroneous change of supplier, the supplier that took the metering point",
  source: SOURCE,
  initial: "supplying",
  states: {
    supplying: { title: "We supply, wrongly" },
    correctionRequested: { title: "Reported as erroneous" },
    corrected: { title: "Undone: the supply never was ours", final: true },
    refused: { title: "Refused: the supply goes on", rests: true, over: true },
    withdrawn: { title: "Not reported after all", final: true }
  },
  deadlines: {
    answer: {
      title: "Outcome known (RSM-004/D34 or D35)",
      from: "event",
      runs: { workingDays: 3 },
      toldDate: true,
      graceWorkingDays: 1,
      source: SOURCE
    }
  },
  transitions: [
    { from: ["supplying"], on: "withdrawn", to: "withdrawn", why: "It was not reported after all." },
    {
      ...requested,
      on: "operator",
      of: ["reportRegistered"],
      why: "It is reported in DataHub's portal, at most 60 days after the switch; it cannot be taken back."
    },
    { ...requested, on: "sent", why: "It is reported to DataHub, at most 60 days after the switch." },
    {
      from: ["correctionRequested"],
      on: "accepted",
      why: "DataHub took the report; the previous supplier answers now."
    },
    {
      from: ["correctionRequested"],
      on: "refused",
      to: "refused",
      effects: ["releaseBilling", seeWhyNotReported("erroneousSwitch")],
      why: "DataHub refused the report: the supply goes on."
    },
    {
      from: ["correctionRequested"],
      on: "operator",
      of: ["replyDateTold", "simple"],
      starts: ["answer"],
      why: "The day in DataHub's mail goes before our own count."
    },
    {
      from: ["supplying", "correctionRequested"],
      on: "notice",
      of: ["D34"],
      guards: ["noticeIsForOurDate"],
      to: "corrected",
      effects: takenBack,
      meets: ["answer"],
      why: "The correction is accepted: all since the start of the switch falls away."
    },
    {
      from: ["refused"],
      on: "notice",
      of: ["D34"],
      guards: ["noticeIsForOurDate"],
      to: "corrected",
      effects: [
        ...takenBack,
        { task: "Tell whoever was told otherwise: the switch is undone after all", fulfilledBy: [] }
      ],
      why: "The correction is accepted after all, whatever was said before: all since the start of the switch falls away."
    },
    {
      from: ["supplying", "correctionRequested"],
      on: "notice",
      of: ["D35"],
      guards: ["noticeIsForOurDate"],
      to: "refused",
      effects: ["releaseBilling"],
      meets: ["answer"],
      why: "The previous supplier refused: the supply goes on."
    },
    {
      from: ["correctionRequested"],
      on: "deadlinePassed",
      of: ["answer"],
      effects: [
        {
          task: "No outcome has come: ask DataHub's support",
          fulfilledBy: [
            { on: "notice", of: ["D34", "D35"] },
            { on: "operator", of: ["replyDateTold", "simple", "outcomeCorrected", "outcomeRefused"] }
          ]
        }
      ],
      why: "Without a notice nothing is known; the hold stays."
    },
    {
      from: ["correctionRequested"],
      on: "operator",
      of: ["outcomeCorrected"],
      guards: ["outcomeIsLate"],
      to: "corrected",
      effects: [...takenBack, { task: "Verify what DataHub's support did: no notice (RSM-004) came", fulfilledBy: [] }],
      why: "Support told us that it is corrected: all since the start of the switch falls away."
    },
    {
      from: ["correctionRequested"],
      on: "operator",
      of: ["outcomeRefused"],
      guards: ["outcomeIsLate"],
      to: "refused",
      effects: ["releaseBilling"],
      why: "Support told us that it stays as it is."
    },
    {
      from: ["corrected"],
      on: "readingsComplete",
      why: "Readings of a time that never was ours are kept and not billed."
    },
    {
      from: ["corrected"],
      on: "chargeLinks",
      why: "Links of a time that never was ours are kept and not billed."
    }
  ]
}

/** A switch by which another supplier took a metering point of ours that it should not have taken. */
export const takenFromUs: ProcessDefinition = {
  kind: "erroneousSwitch",
  role: "previous",
  title: "Erroneous change of supplier, the supplier before it",
  source: SOURCE,
  initial: "stopped",
  states: {
    stopped: { title: "Our supply has ended" },
    resumeRequested: { title: "Asked to take the metering point back" },
    refused: { title: "We refused: the supply stays ended", rests: true, over: true },
    resuming: { title: "Taken back, data are coming" },
    supplying: { title: "We supply as if never interrupted", final: true }
  },
  deadlines: { reply: resumptionReply, data: dataAfterResumption },
  transitions: [
    ...resumptionSteps("D07", "resuming"),
    ...suppliedAgain(["resumeRequested", "resuming"], "D07", "resuming", "supplying", "undoLostSwitch"),
    ...inSpiteOfUs("D07", "resuming"),
    ...restoredSteps(["resuming"], "D07", "supplying", "undoLostSwitch")
  ]
}
