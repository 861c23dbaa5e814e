import { answerWithin, effectiveDateBegins } from "../deadlineRules.ts"
import type { EffectSpec, StateDefinition, Transition } from "../ProcessDefinition.ts"
import type { TaskSpec } from "../TaskSpec.ts"
import {
  answerDeadline,
  type Cancellation,
  cancellationAnswers,
  cancellationDeadline,
  cancelledInEffect,
  toldCancelled,
  toldRefused
} from "./answers.ts"
import { completed, correctionDeadlines, standing, undoing } from "./standing.ts"

/** States of a request that leads to a supply or a customer relation at a date ahead. */
export const plannedStates = {
  draft: { title: "Prepared" },
  sent: { title: "Sent, not answered yet" },
  toldRefused,
  rejected: { title: "Refused by DataHub", final: true },
  withdrawn: { title: "Withdrawn before it was sent", final: true },
  pendingEffect: { title: "Waiting for the effective date" },
  cancelSent: { title: "Cancellation sent, not answered yet" },
  toldCancelled,
  cancelled: { title: "Cancelled", final: true },
  effectuated: { title: "In effect", rests: true },
  corrected: { title: "Undone afterwards", final: true },
  completed
} as const satisfies Readonly<Record<string, StateDefinition>>

/** What runs out in such a request, whatever it is. */
export const plannedDeadlines = {
  effectiveDate: effectiveDateBegins,
  ...answerDeadline,
  ...cancellationDeadline,
  ...correctionDeadlines
} as const

/** A request that never leaves the house, or waits for its answer. */
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
    starts: ["answer"],
    why: "The request left the house."
  }
]

/** RSM-024 and its answers: latest the day before the effective date. */
export const cancellation = (
  cancelling: Cancellation,
  inEffect: ReadonlyArray<EffectSpec>
): ReadonlyArray<Transition> => [
  {
    from: cancelling.from,
    on: "cancellationSent",
    guards: ["beforeEffectiveDate"],
    to: "cancelSent",
    starts: ["cancellationAnswer"],
    why: "A cancellation is possible until midnight of the effective date."
  },
  ...cancellationAnswers(cancelling),
  ...cancelledInEffect(inEffect)
]

/** In effect, it stands unless it is reported as erroneous and undone. */
export const afterEffect = (onUndone: ReadonlyArray<EffectSpec> = []): ReadonlyArray<Transition> => [
  ...undoing({
    from: ["effectuated"],
    to: "corrected",
    effects: onUndone,
    why: "It was reported as erroneous and undone."
  }),
  ...standing(["effectuated"])
]

/** DataHub's answer to customer data that were sent within the process; they may always be sent again. */
export const customerDataAnswer = answerWithin("DataHub's answer to the customer data (RSM-027): else send them again")

/** What was agreed with a sign-up went when it was taken for refused or cancelled. */
export const agreeAgain: TaskSpec = {
  task: "Record what was agreed with the customer once more: the sign-up holds after all",
  fulfilledBy: []
}

/** A start that DataHub says never was, when we had taken it for begun: the notice names its very day. */
export const neverBegun = (
  of: ReadonlyArray<string>,
  dropStart: ReadonlyArray<EffectSpec>
): ReadonlyArray<Transition> => [
  {
    from: ["effectuated"],
    on: "notice",
    of,
    guards: ["noticeIsForOurDate"],
    to: "cancelled",
    effects: [
      ...dropStart,
      "creditEverything",
      { task: "Tell the customer: the supply has not begun after all", fulfilledBy: [] }
    ],
    why: "The notice is late: another process had come before the start, which never was."
  }
]

/** Word of another process that came first, where the message of it did not say so itself or never came. */
export const cancelledByOther = (
  planned: ReadonlyArray<string>,
  dropped: ReadonlyArray<EffectSpec>,
  inEffect: ReadonlyArray<EffectSpec>
): ReadonlyArray<Transition> =>
  [
    { from: planned, effects: dropped },
    { from: ["effectuated"], effects: inEffect }
  ].map((step): Transition => ({
    ...step,
    on: "operator",
    of: ["cancelledByOther"],
    to: "cancelled",
    why: "Another process came first, as a message or DataHub's support says."
  }))

/** A start of supply that DataHub's master data put on another date, also where we had taken it for standing. */
export const startOnAnotherDate = (of: ReadonlyArray<string>): ReadonlyArray<Transition> => [
  {
    from: ["completed"],
    on: "masterData",
    of,
    guards: ["namesAnotherDate"],
    to: "effectuated",
    adoptsDate: true,
    effects: ["followStart"],
    starts: ["correctionWindow"],
    why: "The supply has begun on another date than was thought; of a new point, with its connection."
  },
  {
    from: ["sent", "dataDue", "pendingEffect", "effectuated"],
    on: "masterData",
    of,
    guards: ["namesADate"],
    adoptsDate: true,
    effects: ["followStart"],
    why: "The start of supply in DataHub's master data counts, not the one that was asked for; of a new point, its connection."
  }
]
