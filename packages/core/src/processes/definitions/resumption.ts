import { type DeadlineDefinition, RESUMPTION_REPLY_WORKING_DAYS } from "../deadlineRules.ts"
import type { Transition } from "../ProcessDefinition.ts"

/** The reply to RSM-003. Whether the day of the request counts is unverified: here it does not. */
export const resumptionReply: DeadlineDefinition = {
  title: "Reply to the request for resumption (RSM-003); silence counts as yes",
  from: "event",
  runs: { workingDays: RESUMPTION_REPLY_WORKING_DAYS },
  toldDate: true,
  source: "BRS-003 and BRS-011, 2025-12-05"
}

/** DataHub asks a previous supplier to take a metering point back, and what we may answer. */
export const resumptionSteps = (processType: "D07" | "D33", resuming: string): ReadonlyArray<Transition> => [
  {
    from: ["stopped"],
    on: "resumptionRequested",
    to: "resumeRequested",
    adoptsDate: true,
    effects: [
      "replyDateDoubtful",
      {
        task: "Find the customer's contract and answer: only a contract that we ended is a ground for no (D29)",
        by: "reply"
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
