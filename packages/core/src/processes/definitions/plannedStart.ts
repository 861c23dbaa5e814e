import type { EffectSpec, StateDefinition, Transition } from "../ProcessDefinition.ts"

/** States of a request that leads to a supply or a customer relation at a date ahead. */
export const plannedStates = {
  draft: { title: "Prepared" },
  sent: { title: "Sent, not answered yet" },
  rejected: { title: "Refused by DataHub", final: true },
  withdrawn: { title: "Withdrawn before it was sent", final: true },
  pendingEffect: { title: "Waiting for the effective date" },
  cancelSent: { title: "Cancellation sent, not answered yet" },
  cancelled: { title: "Cancelled", final: true },
  effectuated: { title: "In effect", rests: true },
  corrected: { title: "Undone afterwards", final: true },
  completed: { title: "Stands: it can no longer be undone", final: true }
} as const satisfies Readonly<Record<string, StateDefinition>>

/** A request that never leaves the house, or is refused. */
export const notStarted: ReadonlyArray<Transition> = [
  {
    from: ["draft"],
    on: "withdrawn",
    to: "withdrawn",
    why: "It was withdrawn before it was sent."
  },
  {
    from: ["draft"],
    on: "sent",
    to: "sent",
    why: "The request left the house."
  }
]

/** RSM-024 and its answers: latest the day before the effective date. */
export const cancellation = (
  from: ReadonlyArray<string>,
  onCancelled: ReadonlyArray<EffectSpec>,
  whenRefused: ReadonlyArray<Pick<Transition, "guards" | "to">>
): ReadonlyArray<Transition> => [
  {
    from,
    on: "cancellationSent",
    guards: ["beforeEffectiveDate"],
    to: "cancelSent",
    why: "A cancellation is possible until midnight of the effective date."
  },
  {
    from: ["cancelSent"],
    on: "cancellationAccepted",
    to: "cancelled",
    effects: onCancelled,
    why: "DataHub has cancelled it: what was planned falls away."
  },
  ...whenRefused.map((back): Transition => ({
    from: ["cancelSent"],
    on: "cancellationRefused",
    ...back,
    effects: [{ task: "Look at why the cancellation was refused" }],
    why: "DataHub refused the cancellation: the process goes on."
  }))
]

/** In effect, it stands unless it is undone within the days for that. */
export const afterEffect: ReadonlyArray<Transition> = [
  {
    from: ["effectuated"],
    on: "undone",
    to: "corrected",
    why: "It was reported as erroneous and undone."
  },
  {
    from: ["effectuated"],
    on: "deadlinePassed",
    of: ["correctionWindow"],
    to: "completed",
    why: "It can no longer be reported as erroneous."
  }
]
