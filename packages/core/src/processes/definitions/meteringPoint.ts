import { effectiveDateBegins } from "../deadlineRules.ts"
import type { ProcessDefinition, Transition } from "../ProcessDefinition.ts"
import type { Connection } from "../ProcessEvent.ts"

const SOURCE = "BRS-004 4.3.0, BRS-006 4.2.8, BRS-008 4.2.6, BRS-013 4.3.2"

/** Why master data come: a new point, a change, a connection, a connection status; and every process that begins a supply. */
const reasons = ["E02", "E32", "D15", "E79", "E03", "E65", "D29", "D31", "D07", "D33", "E0G"]

const saying = (connection: Connection): ReadonlyArray<string> => reasons.map((reason) => `${reason} ${connection}`)

const living = ["unknown", "new", "connected", "disconnected"]

const becomes = (from: ReadonlyArray<string>, to: Exclude<Connection, "closed">, why: string): Transition => ({
  from,
  on: "masterData",
  of: saying(to),
  to,
  why
})

const staysAs = (state: Exclude<Connection, "closed">): Transition => ({
  from: [state],
  on: "masterData",
  of: saying(state),
  why: "What the metering point is from this day on; its connection is the same."
})

/**
 * A metering point as the grid company tells of it: made, changed, connected, disconnected, given away as a child. The
 * grid company decides; none of it can be refused, and what does not fit is listed.
 */
export const meteringPoint: ProcessDefinition = {
  kind: "meteringPoint",
  role: "current",
  title: "Metering point, its data and its connection",
  source: SOURCE,
  initial: "unknown",
  states: {
    unknown: { title: "Its connection has not been told", rests: true },
    new: { title: "New: not connected yet", rests: true },
    connected: { title: "Connected", rests: true },
    disconnected: { title: "Disconnected: the supply goes on", rests: true },
    closing: { title: "To be closed down", rests: true },
    closed: { title: "Closed down for ever", final: true },
    detached: { title: "No longer a child of a metering point of ours", final: true }
  },
  deadlines: { effectiveDate: effectiveDateBegins },
  transitions: [
    staysAs("new"),
    staysAs("connected"),
    staysAs("disconnected"),
    becomes(["unknown"], "new", "It is made, and waits for a customer to move in."),
    {
      from: ["new"],
      on: "masterData",
      of: ["D15 connected"],
      to: "connected",
      why: "It is connected (BRS-008): supply begins, and readings are expected from this day on."
    },
    becomes(["new"], "connected", "It is connected, though no message of its connection (D15) came."),
    becomes(["unknown"], "connected", "It is connected."),
    becomes(["disconnected"], "connected", "It is connected again: the supply had gone on."),
    becomes(
      ["unknown", "connected"],
      "disconnected",
      "It is disconnected. The supply goes on, and so do the charges that are linked to it."
    ),
    {
      from: [...living, "closing"],
      on: "masterData",
      of: saying("closed"),
      to: "closed",
      why: "It is closed down; its number is never used again."
    },
    {
      from: living.slice(0, 1),
      on: "masterData",
      of: reasons,
      why: "What the metering point is from this day on; of its connection nothing is told."
    },
    {
      from: [...living, "closing"],
      on: "chargeLinks",
      of: ["E02", "E32"],
      why: "Links of a child that has come to a metering point of ours."
    },
    {
      from: [...living, "closing"],
      on: "chargeLinks",
      of: ["D17"],
      why: "Links of charges to it have changed (BRS-037): the grid company's, or Energinet's that a supplier asked for."
    },
    {
      from: [...living, "closing"],
      on: "notice",
      of: ["D40"],
      to: "detached",
      why: "From this day on it is no child of a metering point of ours: it is not charged any more."
    },
    {
      from: [...living, "closing"],
      on: "notice",
      of: ["D14"],
      to: "closing",
      adoptsDate: true,
      starts: ["effectiveDate"],
      why: "It is closed down on this date (BRS-007)."
    },
    {
      from: ["closing"],
      on: "masterData",
      of: reasons,
      why: "What the metering point is until it is closed down."
    },
    { from: ["closing"], on: "dateReached", to: "closed", why: "It is closed down; its number is never used again." }
  ]
}
