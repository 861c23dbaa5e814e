import type { ProcessDefinition } from "../ProcessDefinition.ts"
import {
  answerDeadline,
  cancellationAnswers,
  cancellationDeadline,
  requestAnswers,
  toldCancelled,
  toldRefused
} from "./answers.ts"
import { notStarted } from "./plannedStart.ts"

const SOURCE = "BRS-002 4.2.6, 2025-08-25"
const waiting = ["awaitingDisconnect", "disconnectRefused", "cancelSent"]

/** Processes that cancel an end of supply when they come first. Their notices carry their own codes. */
const crossingNotices = ["E03", "E01", "D46", "D31", "D14"]

/** A supply that is to end because the contract does: it ends when the grid company has disconnected the metering point. */
export const endOfSupply: ProcessDefinition = {
  kind: "endOfSupply",
  role: "current",
  title: "End of supply",
  source: SOURCE,
  initial: "draft",
  states: {
    draft: { title: "Prepared" },
    sent: { title: "Sent, not answered yet" },
    toldRefused,
    rejected: { title: "Refused by DataHub", final: true },
    withdrawn: { title: "Withdrawn before it was sent", final: true },
    awaitingDisconnect: { title: "Accepted, not disconnected yet" },
    disconnectRefused: { title: "The grid company could not disconnect" },
    cancelSent: { title: "Cancellation sent, not answered yet" },
    toldCancelled,
    cancelled: { title: "Cancelled: the supply goes on", final: true },
    effectuated: { title: "Disconnected: the supply has ended", final: true }
  },
  deadlines: {
    ...answerDeadline,
    ...cancellationDeadline,
    disconnection: {
      title: "Disconnected; after it DataHub cancels the end of supply (RSM-004/D41)",
      from: "event",
      runs: { years: 1 },
      source: SOURCE
    }
  },
  transitions: [
    ...notStarted,
    ...requestAnswers({
      refused: [{ why: "DataHub refused the request." }],
      accepted: [
        {
          to: "awaitingDisconnect",
          starts: ["disconnection"],
          why: "The grid company is asked to disconnect. Until it has, we supply and bill: the date that was asked for ends nothing."
        }
      ],
      refusedAfterwards: [{ from: waiting }],
      acceptedAfterwards: {
        task: "See whether the supply is to end: DataHub has accepted the end of supply after all",
        fulfilledBy: [{ on: "cancellationSent" }]
      }
    }),
    {
      from: ["awaitingDisconnect"],
      on: "serviceRequestRefused",
      to: "disconnectRefused",
      effects: [
        {
          task: "See to it that the meter can be reached, then ask for the disconnection again in DataHub's portal (RSM-020)",
          fulfilledBy: [{ on: "serviceRequestSent" }]
        }
      ],
      why: "The grid company could not disconnect."
    },
    {
      from: ["disconnectRefused"],
      on: "serviceRequestSent",
      to: "awaitingDisconnect",
      why: "The grid company is asked once more."
    },
    {
      from: ["awaitingDisconnect"],
      on: "serviceRequestSent",
      why: "A service request may be added until the metering point is disconnected."
    },
    {
      from: ["awaitingDisconnect", "disconnectRefused"],
      on: "cancellationSent",
      to: "cancelSent",
      starts: ["cancellationAnswer"],
      why: "It can be cancelled until DataHub has approved the disconnection."
    },
    ...cancellationAnswers({
      from: ["awaitingDisconnect", "disconnectRefused"],
      cancelled: [],
      goesOn: [{ guards: ["disconnectionRefused"], to: "disconnectRefused" }, { to: "awaitingDisconnect" }],
      revived: {
        effects: [
          {
            task: "See whether the supply is to end: the end of supply was not cancelled after all",
            fulfilledBy: [{ on: "cancellationSent" }]
          }
        ],
        starts: ["disconnection"]
      }
    }),
    {
      from: ["cancelSent"],
      on: "serviceRequestRefused",
      why: "The grid company could not disconnect, while a cancellation is under way."
    },
    {
      from: ["sent", ...waiting],
      on: "notice",
      of: ["D41"],
      to: "cancelled",
      why: "It was not disconnected within a year: DataHub has cancelled it, and the supply goes on."
    },
    {
      from: ["sent", ...waiting],
      on: "notice",
      of: crossingNotices,
      to: "cancelled",
      why: "Another process came first; the supply ends by that one, if it ends."
    },
    {
      from: ["sent", ...waiting],
      on: "operator",
      of: ["cancelledByOther"],
      to: "cancelled",
      why: "A message said that another process cancelled it; its code is not published."
    },
    {
      from: ["sent", ...waiting],
      on: "notice",
      of: ["E20"],
      to: "effectuated",
      adoptsDate: true,
      effects: ["closeSupply", "endCustomer", "stopAconto", "finalSettlement"],
      meets: ["disconnection"],
      why: "The metering point was disconnected on this date: it counts, not the one that was asked for."
    },
    {
      from: waiting,
      on: "operator",
      of: ["toldDone"],
      guards: ["namesADay"],
      to: "effectuated",
      adoptsDate: true,
      effects: ["closeSupply", "endCustomer", "stopAconto", "finalSettlement"],
      meets: ["disconnection"],
      why: "The grid company or DataHub's support says that it was disconnected on this date; no notice (RSM-004/E20) came."
    },
    {
      from: ["toldCancelled", "toldRefused"],
      on: "notice",
      of: ["E20"],
      to: "effectuated",
      adoptsDate: true,
      effects: [
        "closeSupply",
        "endCustomer",
        "stopAconto",
        "finalSettlement",
        { task: "Tell the customer: the metering point was disconnected after all", fulfilledBy: [] }
      ],
      why: "The metering point was disconnected, whatever DataHub's support had said."
    },
    {
      from: waiting,
      on: "deadlinePassed",
      of: ["disconnection"],
      effects: [
        {
          task: "A year has passed without disconnection: ask DataHub whether it was cancelled (RSM-004/D41)",
          fulfilledBy: [{ on: "notice" }]
        }
      ],
      why: "DataHub's notice decides."
    }
  ]
}
