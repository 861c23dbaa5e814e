import type { ProcessDefinition } from "../ProcessDefinition.ts"
import { notStarted } from "./plannedStart.ts"

/** A request for readings, aggregated series or wholesale amounts (RSM-015, RSM-016, RSM-017). */
export const historicalData: ProcessDefinition = {
  kind: "dataRequest",
  role: "requesting",
  title: "Request for data",
  source: "BRS-025 4.2.12, BRS-026 4.3.1, BRS-028 4.3.0",
  initial: "draft",
  states: {
    draft: { title: "Prepared" },
    sent: { title: "Requested" },
    answered: { title: "Answered: the whole period is there", final: true },
    rejected: { title: "Refused by DataHub", final: true },
    overdue: { title: "No whole answer in time" },
    abandoned: { title: "Given up", final: true },
    withdrawn: { title: "Withdrawn before it was sent", final: true }
  },
  deadlines: {
    answer: {
      title: "The whole answer",
      from: "event",
      runs: { hours: 2 },
      source: "DataHub answers within one hour; one more is left to it"
    }
  },
  transitions: [
    ...notStarted,
    {
      from: ["sent", "overdue"],
      on: "dataReceived",
      guards: ["periodCovered"],
      to: "answered",
      meets: ["answer"],
      why: "Every part of the period has come."
    },
    {
      from: ["overdue"],
      on: "dataReceived",
      guards: ["areasCovered"],
      to: "answered",
      why: "Every grid area that has come is there in full."
    },
    { from: ["sent", "overdue"], on: "dataReceived", why: "A part of the period has come; the rest is still to come." },
    { from: ["sent", "overdue"], on: "accepted", why: "DataHub took the request; the data are the answer." },
    { from: ["sent", "overdue"], on: "refused", to: "rejected", why: "DataHub refused the request." },
    {
      from: ["sent"],
      on: "deadlinePassed",
      of: ["answer"],
      guards: ["areasCovered"],
      to: "answered",
      why: "All grid areas were asked for, and each that came in time is there in full."
    },
    {
      from: ["sent"],
      on: "deadlinePassed",
      of: ["answer"],
      guards: ["sentOnce"],
      to: "overdue",
      effects: [
        {
          task: "Send the request once more, with a new id",
          fulfilledBy: [{ on: "sent" }]
        }
      ],
      why: "No whole answer came in time."
    },
    {
      from: ["sent"],
      on: "deadlinePassed",
      of: ["answer"],
      to: "overdue",
      effects: [
        {
          task: "Ask DataHub's support: the request was sent twice",
          fulfilledBy: [{ on: "operator", of: ["abandon"] }]
        }
      ],
      why: "No whole answer came to the second request either."
    },
    {
      from: ["overdue"],
      on: "sent",
      guards: ["sentOnce"],
      to: "sent",
      starts: ["answer"],
      why: "The request was sent once more."
    },
    {
      from: ["sent", "overdue"],
      on: "operator",
      of: ["toldRefused"],
      to: "rejected",
      why: "DataHub's support says that it was refused."
    },
    {
      from: ["sent", "overdue"],
      on: "operator",
      of: ["sendAgain"],
      to: "sent",
      starts: ["answer"],
      why: "It is sent once more with the same ids: DataHub takes it once, however often it comes."
    },
    {
      from: ["sent", "overdue"],
      on: "operator",
      of: ["abandon"],
      to: "abandoned",
      why: "Nobody waits for it any longer."
    }
  ]
}
