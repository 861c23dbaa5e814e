import { type DeadlineDefinition, RESUMPTION_REPLY_WORKING_DAYS } from "../deadlineRules.ts"
import type { Transition } from "../ProcessDefinition.ts"

/**
 * Our reply to RSM-003. Whether the day of the request counts is unverified: here it does not. Silence is consent, so the
 * last day is never counted later than it may be.
 */
export const resumptionReply: DeadlineDefinition = {
  title: "Reply to the request for resumption (RSM-003); silence counts as yes",
  from: "event",
  runs: { workingDays: RESUMPTION_REPLY_WORKING_DAYS, ours: true },
  toldDate: true,
  source: "BRS-003 and BRS-011, 2025-12-05"
}

/** DataHub asks a previous supplier to take a metering point back, and what we may answer. */
export const resumptionSteps = (processType: "D07" | "D33", resuming: string): ReadonlyArray<Transition> => [
  {
    from: ["stopped", "refused"],
    on: "resumptionRequested",
    to: "resumeRequested",
    adoptsDate: true,
    effects: [
      "replyDateDoubtful",
      {
        task: "Find the customer's contract and answer: only a contract that we ended is a ground for no (D29)",
        by: "reply",
        fulfilledBy: [
          { on: "resumptionAccepted" },
          { on: "resumptionRefused" },
          { on: "deadlinePassed", of: ["reply"] },
          { on: "masterData", of: [processType] }
        ]
      },
      { send: `RSM-003/${processType}`, by: "reply" }
    ],
    starts: ["reply"],
    why: "What took the metering point from us was erroneous: we are to supply again from its date."
  },
  {
    from: ["resumeRequested"],
    on: "operator",
    of: ["replyDateTold"],
    effects: ["replyDateDoubtful"],
    starts: ["reply"],
    why: "The day in DataHub's mail goes before our own count."
  },
  {
    from: ["resumeRequested"],
    on: "resumptionAccepted",
    to: resuming,
    meets: ["reply"],
    starts: ["data"],
    why: "We take the metering point back; DataHub sends what belongs to it."
  },
  {
    from: ["resumeRequested"],
    on: "resumptionRefused",
    guards: ["contractEndedByUs"],
    to: "refused",
    meets: ["reply"],
    why: "We had ended the contract: the supply stays ended."
  },
  {
    from: ["resumeRequested"],
    on: "deadlinePassed",
    of: ["reply"],
    to: resuming,
    starts: ["data"],
    why: "Silence counts as yes."
  }
]

/** DataHub gives the metering point back although we had said no: our answer came too late, or was not accepted. */
export const inSpiteOfUs = (processType: "D07" | "D33", resuming: string): ReadonlyArray<Transition> => [
  {
    from: ["refused"],
    on: "masterData",
    of: [processType],
    to: resuming,
    effects: [
      "reopenSupply",
      "restoreCustomer",
      {
        task: "See why DataHub gives it back although we refused, and what was agreed with the customer",
        fulfilledBy: []
      }
    ],
    starts: ["data"],
    why: "DataHub has carried the correction out: its word holds, and the supply is reopened without a break."
  }
]
