import type { ProcessDefinition } from "../ProcessDefinition.ts"
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
    rejected: { title: "Refused by DataHub", final: true },
    withdrawn: { title: "Withdrawn before it was sent", final: true },
    awaitingDisconnect: { title: "Accepted, not disconnected yet" },
    disconnectRefused: { title: "The grid company could not disconnect" },
    cancelSent: { title: "Cancellation sent, not answered yet" },
    cancelled: { title: "Cancelled: the supply goes on", final: true },
    effectuated: { title: "Disconnected: the supply has ended", final: true }
  },
  deadlines: {
    disconnection: {
      title: "Disconnected; after it DataHub cancels the end of supply (RSM-004/D41)",
      from: "event",
      runs: { years: 1 },
      source: SOURCE
    }
  },
  transitions: [
    ...notStarted,
    { from: ["sent"], on: "refused", to: "rejected", why: "DataHub refused the request." },
    {
      from: ["sent"],
      on: "accepted",
      to: "awaitingDisconnect",
      starts: ["disconnection"],
      why: "The grid company is asked to disconnect. Until it has, we supply and bill: the date that was asked for ends nothing."
    },
    {
      from: ["awaitingDisconnect"],
      on: "serviceRequestRefused",
      to: "disconnectRefused",
      effects: [{ task: "See to it that the meter can be reached, then ask again (RSM-020)" }],
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
      why: "It can be cancelled until DataHub has approved the disconnection."
    },
    {
      from: ["cancelSent"],
      on: "cancellationAccepted",
      to: "cancelled",
      why: "DataHub has cancelled it: the supply goes on."
    },
    {
      from: ["cancelSent"],
      on: "cancellationRefused",
      guards: ["disconnectionRefused"],
      to: "disconnectRefused",
      effects: [{ task: "Look at why the cancellation was refused" }],
      why: "DataHub refused the cancellation: the end of supply goes on."
    },
    {
      from: ["cancelSent"],
      on: "cancellationRefused",
      to: "awaitingDisconnect",
      effects: [{ task: "Look at why the cancellation was refused" }],
      why: "DataHub refused the cancellation: the end of supply goes on."
    },
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
      on: "deadlinePassed",
      of: ["disconnection"],
      effects: [
        { task: "A year has passed without disconnection: ask DataHub whether it was cancelled (RSM-004/D41)" }
      ],
      why: "DataHub's notice decides."
    }
  ]
}
