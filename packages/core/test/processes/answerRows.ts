import type { Row } from "./tableOf.ts"

/** What one process asks for where another asks for something else, in short. */
export interface Asks {
  /** The state that an acceptance leads to, and what is asked for then. */
  readonly state: string
  readonly accepted?: string
  /** What falls away when it is refused or cancelled, and when it had taken effect. */
  readonly dropped?: string
  readonly droppedInEffect?: string
  /** What it takes to go on where it was taken for cancelled. */
  readonly revived?: string
}

const all = (...effects: ReadonlyArray<string>): string => effects.filter((one) => one !== "").join(" ")

const due = "sent, accepted"
const LATE = "@2025-06-02"

/** A request that nobody answers, and its real answer after a person said how it was. */
export const unansweredRows = ({ accepted = "", dropped = "", state }: Asks): ReadonlyArray<Row> => [
  ["sent", "deadlinePassed answer", "sent", "task"],
  ["sent, deadlinePassed answer", "operator sendAgain", "sent"],
  ["sent", "operator toldAccepted", state, accepted],
  ["sent", "operator toldRefused", "toldRefused"],
  ["sent, operator toldRefused", "refused E17", "rejected"],
  ["sent, operator toldRefused", "accepted", state, all(accepted, "task")],
  ["sent, operator toldAccepted", "accepted", state],
  ["sent, operator toldAccepted", "refused E17", "rejected", all(dropped, "task")],
  [due, "refused E17", `!${state}`, "task"]
]

/** The same when the effective date has begun. */
export const unansweredInEffect = ({ droppedInEffect = "" }: Asks): ReadonlyArray<Row> => [
  ["sent, operator toldAccepted, dateReached", `accepted ${LATE}`, "effectuated"],
  ["sent, operator toldAccepted, dateReached", `refused E17 ${LATE}`, "rejected", all(droppedInEffect, "task")],
  [`${due}, dateReached`, `refused E17 ${LATE}`, "!effectuated", "task"]
]

const cancelling = `${due}, cancellationSent`

/** A cancellation that nobody answers, and its real answer after a person said how it was. */
export const uncancelledRows = ({ dropped = "", revived = "", state }: Asks): ReadonlyArray<Row> => [
  [cancelling, "deadlinePassed cancellationAnswer", "cancelSent", "task"],
  [`${cancelling}, deadlinePassed cancellationAnswer`, "operator sendAgain", "cancelSent"],
  [cancelling, "operator toldAccepted", "toldCancelled", dropped],
  [cancelling, "operator toldRefused", state],
  [`${cancelling}, operator toldAccepted`, "cancellationAccepted", "cancelled"],
  [`${cancelling}, operator toldAccepted`, "cancellationRefused E17", state, revived],
  [`${cancelling}, operator toldRefused`, "cancellationAccepted", "cancelled", dropped],
  [`${cancelling}, operator toldRefused`, "cancellationRefused E17", state],
  [`${cancelling}, cancellationRefused E17`, "cancellationAccepted", `!${state}`, "task"],
  [`sent, operator toldAccepted, cancellationSent`, "refused E17", "rejected", all(dropped, "task")]
]

/** The same when the effective date has begun. */
export const uncancelledInEffect = ({ dropped = "", droppedInEffect = "" }: Asks): ReadonlyArray<Row> => [
  [`${cancelling}, dateReached`, `cancellationRefused E17 ${LATE}`, "effectuated"],
  [`${cancelling}, dateReached`, `operator toldAccepted ${LATE}`, "toldCancelled", droppedInEffect],
  [`${cancelling}, dateReached`, `operator toldRefused ${LATE}`, "effectuated"],
  [`${cancelling}, dateReached, cancellationRefused E17 ${LATE}`, `operator toldAccepted ${LATE}`, "!effectuated"],
  [`${due}, dateReached`, `operator toldAccepted ${LATE}`, "!effectuated"],
  [due, "operator cancelledByOther", "cancelled", dropped],
  [`${due}, dateReached`, `operator cancelledByOther ${LATE}`, "cancelled", droppedInEffect]
]
