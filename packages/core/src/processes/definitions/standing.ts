import { correctionOutcome, correctionWindow, type DeadlineDefinition } from "../deadlineRules.ts"
import type { EffectSpec, StateDefinition, Transition } from "../ProcessDefinition.ts"

/** Until when what has taken effect can be undone, as far as we can count it. */
export const correctionDeadlines: Readonly<Record<"correctionWindow" | "correctionOutcome", DeadlineDefinition>> = {
  correctionWindow,
  correctionOutcome
}

/** DataHub's support corrects by hand without a limit of time: our own count ends nothing for good. */
export const completed: StateDefinition = {
  title: "Stands: it can no longer be reported as erroneous",
  rests: true,
  over: true,
  stands: true
}

/** What has taken effect stands when the days for a report have passed, and those for the answer to one of the last day. */
export const standing = (from: ReadonlyArray<string>): ReadonlyArray<Transition> => [
  {
    from,
    on: "deadlinePassed",
    of: ["correctionWindow"],
    starts: ["correctionOutcome"],
    why: "It can no longer be reported as erroneous; a report of the last days may still be answered."
  },
  {
    from,
    on: "deadlinePassed",
    of: ["correctionOutcome"],
    to: "completed",
    why: "It was not reported as erroneous in time, or the report has come to nothing."
  }
]

interface Undone {
  readonly from: ReadonlyArray<string>
  readonly to: string
  readonly effects?: ReadonlyArray<EffectSpec>
  readonly why: string
}

/** DataHub's notice undoes what has taken effect, also where we had taken it for standing. */
export const undoing = ({ effects = [], from, to, why }: Undone): ReadonlyArray<Transition> => [
  { from, on: "undone", to, effects, why },
  {
    from: ["completed"],
    on: "undone",
    to,
    effects: [...effects, { task: "See what was done since it stood: it is undone after all", fulfilledBy: [] }],
    why: `It had stood for some time. ${why}`
  }
]
