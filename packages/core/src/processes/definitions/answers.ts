import { answerWithin, type DeadlineDefinition } from "../deadlineRules.ts"
import type { EffectSpec, StateDefinition, Transition } from "../ProcessDefinition.ts"
import type { Fulfilment, TaskSpec } from "../TaskSpec.ts"
import {
  cancellationNotAnswered,
  refusedYetBegun,
  requestUnanswered,
  seeWhyNotCancelled,
  tellItWasRefused
} from "./tasks.ts"

/** DataHub's answer to the request itself. */
export const answerDeadline: Readonly<Record<"answer", DeadlineDefinition>> = {
  answer: answerWithin("DataHub's answer to the request", ["sent", "addSent", "removeSent"])
}

/** A word of DataHub's support ends a request that was never answered, until DataHub itself says otherwise. */
export const toldRefused: StateDefinition = {
  title: "Refused, as DataHub's support says",
  rests: true,
  over: true
}

/** A state in which an answer of DataHub is waited for: when it is late, and how a person goes on. */
export const awaiting = (state: string, deadline: string, late: TaskSpec): ReadonlyArray<Transition> => [
  {
    from: [state],
    on: "deadlinePassed",
    of: [deadline],
    effects: [late],
    why: "DataHub answers within an hour."
  },
  {
    from: [state],
    on: "operator",
    of: ["sendAgain"],
    starts: [deadline],
    why: "It is sent once more with the same ids: DataHub takes it once, however often it comes."
  }
]

/** A request's answers, and what people do without them. */
export interface Request {
  readonly sent?: string
  /** What tells that it was accepted where no answer does. */
  readonly shownBy?: ReadonlyArray<Fulfilment>
  readonly accepted: ReadonlyArray<Omit<Transition, "from" | "on">>
  readonly refused: ReadonlyArray<Omit<Transition, "from" | "on">>
  /** Where DataHub may refuse what its support had called accepted, and what falls away then. */
  readonly refusedAfterwards: ReadonlyArray<Pick<Transition, "from" | "effects">>
  /** Whether a supply of ours begins by it, of which master data tell. */
  readonly begins?: boolean
  /** What a person has to do again when DataHub accepts what its support had called refused; none where that ends it. */
  readonly acceptedAfterwards?: TaskSpec
}

/** DataHub's own answer holds, and support's word until it comes. */
export const requestAnswers = (request: Request): ReadonlyArray<Transition> => {
  const { accepted, acceptedAfterwards, begins, refused, refusedAfterwards, sent = "sent", shownBy = [] } = request
  const answered = { from: [sent], meets: ["answer"] }
  return [
    ...refused.map((step): Transition => ({ ...answered, on: "refused", to: "rejected", ...step })),
    ...accepted.map((step): Transition => ({ ...answered, on: "accepted", ...step })),
    ...awaiting(sent, "answer", requestUnanswered(shownBy)),
    ...accepted.map((step): Transition => ({
      ...step,
      from: [sent],
      on: "operator",
      of: ["toldAccepted"],
      why: `DataHub's support says that it was accepted. ${step.why}`
    })),
    {
      from: [sent],
      on: "operator",
      of: ["toldRefused"],
      to: acceptedAfterwards === undefined ? "rejected" : "toldRefused",
      why: "DataHub's support says that it was refused."
    },
    ...(acceptedAfterwards === undefined ? [] : answeredAfterwards(request, acceptedAfterwards)),
    ...(begins === true ? refusedAfterwards.map(refusedYetTold) : []),
    ...refusedAfterwards.flatMap(({ effects = [], from }): ReadonlyArray<Transition> => [
      {
        from,
        on: "refused",
        guards: ["acceptedAsTold"],
        to: "rejected",
        effects: [...effects, tellItWasRefused],
        why: "DataHub has refused what its support had called accepted."
      },
      { from, on: "accepted", guards: ["acceptedAsTold"], why: "DataHub has said so itself by now." }
    ])
  ]
}

/** A start may have come by another way, as by the portal. */
const refusedYetTold = ({ from }: Pick<Transition, "from">): Transition => ({
  from,
  on: "refused",
  guards: ["acceptedAsTold", "masterDataCame"],
  effects: [refusedYetBegun],
  why: "DataHub has refused what its own master data say begins: what they tell of the supply stays."
})

const answeredAfterwards = ({ accepted, refused }: Request, task: TaskSpec): ReadonlyArray<Transition> => [
  ...refused.map((step): Transition => ({ from: ["toldRefused"], on: "refused", to: "rejected", ...step })),
  ...accepted.map(({ effects = [], why, ...step }): Transition => ({
    ...step,
    from: ["toldRefused"],
    on: "accepted",
    effects: [...effects, task],
    why: `DataHub has accepted what its support had called refused. ${why}`
  }))
]

/** What comes of a cancellation, by the states that it can be sent in. */
export interface Cancellation {
  readonly from: ReadonlyArray<string>
  readonly cancelled: ReadonlyArray<EffectSpec>
  /** Where the process goes on when DataHub refuses. */
  readonly goesOn: ReadonlyArray<Pick<Transition, "guards" | "to">>
  /** What it takes to go on where it was taken for cancelled. */
  readonly revived: Pick<Transition, "effects" | "starts">
}

export const cancellationDeadline: Readonly<Record<"cancellationAnswer", DeadlineDefinition>> = {
  cancellationAnswer: answerWithin("DataHub's answer to the cancellation (RSM-024)", ["cancelSent"])
}

export const toldCancelled: StateDefinition = {
  title: "Cancelled, as DataHub's support says",
  rests: true,
  over: true
}

const REFUSED = "DataHub refused the cancellation: the process goes on."

/** Answers to RSM-024, late ones too, and what people do without them. */
export const cancellationAnswers = ({ cancelled, from, goesOn, revived }: Cancellation): ReadonlyArray<Transition> => [
  {
    from: ["cancelSent"],
    on: "cancellationAccepted",
    to: "cancelled",
    effects: cancelled,
    meets: ["cancellationAnswer"],
    why: "DataHub has cancelled it: what was planned falls away."
  },
  ...goesOn.map((back): Transition => ({
    from: ["cancelSent"],
    on: "cancellationRefused",
    ...back,
    effects: [seeWhyNotCancelled],
    meets: ["cancellationAnswer"],
    why: REFUSED
  })),
  ...awaiting("cancelSent", "cancellationAnswer", cancellationNotAnswered),
  {
    from: ["cancelSent"],
    on: "operator",
    of: ["toldAccepted"],
    to: "toldCancelled",
    effects: cancelled,
    why: "DataHub's support says that it is cancelled."
  },
  ...goesOn.map((back): Transition => ({
    from: ["cancelSent"],
    on: "operator",
    of: ["toldRefused"],
    ...back,
    why: "DataHub's support says that the cancellation was refused: the process goes on."
  })),
  {
    from: ["toldCancelled"],
    on: "cancellationAccepted",
    to: "cancelled",
    why: "DataHub has said so itself by now."
  },
  ...goesOn.map((back): Transition => ({
    from: ["toldCancelled"],
    on: "cancellationRefused",
    ...back,
    ...revived,
    why: "DataHub has refused what its support had called cancelled: the process goes on."
  })),
  {
    from,
    on: "cancellationAccepted",
    guards: ["cancellationAsTold"],
    to: "cancelled",
    effects: cancelled,
    why: "DataHub has cancelled what its support had said goes on."
  },
  { from, on: "cancellationRefused", guards: ["cancellationAsTold"], why: "DataHub has said so itself by now." }
]

/** A cancellation that was not answered before the effective date. */
export const cancelledInEffect = (effects: ReadonlyArray<EffectSpec>): ReadonlyArray<Transition> => [
  {
    from: ["effectuated"],
    on: "cancellationAccepted",
    to: "cancelled",
    effects,
    why: "The cancellation had been accepted; only its answer was late."
  },
  { from: ["effectuated"], on: "cancellationRefused", why: "DataHub had refused the cancellation: it stands." },
  {
    from: ["effectuated"],
    on: "operator",
    of: ["toldAccepted"],
    guards: ["cancellationUnanswered"],
    to: "toldCancelled",
    effects,
    why: "DataHub's support says that the cancellation was accepted before the date."
  },
  {
    from: ["effectuated"],
    on: "operator",
    of: ["toldRefused"],
    guards: ["cancellationUnanswered"],
    why: "DataHub's support says that the cancellation was refused: it stands."
  }
]
