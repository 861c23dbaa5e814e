import type { Instant } from "../market/index.ts"
import { EFFECTIVE_DATE } from "./deadlineRules.ts"
import { definitionOf } from "./definitions/index.ts"
import type { MarketProcess, ProcessDeadline } from "./MarketProcess.ts"
import type { ProcessEvent } from "./ProcessEvent.ts"

/** A deadline that runs, and how much time is left. */
export interface RunningDeadline extends ProcessDeadline {
  /** Milliseconds; negative when it has passed. */
  readonly left: number
}

/**
 * The deadlines of a process that run, the next one first: what is due, before it passes.
 *
 * @example
 * import { Result } from "effect"
 * import { deadlinesOf, formatInstant, gsrnOf, LocalDate, MarketCalendar, openProcess, replayProcess } from "@datahub-settlement/core"
 *
 * const at = Date.UTC(2025, 4, 5, 10)
 * const opened = openProcess({
 *   id: "p-1",
 *   kind: "changeOfSupplier",
 *   role: "gaining",
 *   gsrn: gsrnOf("57131399900000001"),
 *   effectiveAt: MarketCalendar.startOfDay(LocalDate.make("2025-06-01")),
 *   openedAt: at
 * })
 * const accepted = replayProcess(Result.getOrThrow(opened), [{ kind: "sent", at }, { kind: "accepted", at }])
 * const [next] = deadlinesOf(accepted, at).filter(({ name }) => name === "customerData")
 * formatInstant(next?.at) // => "2025-05-31T22:00:00Z"
 */
export const deadlinesOf = (process: MarketProcess, now: Instant): ReadonlyArray<RunningDeadline> =>
  process.deadlines
    .filter(({ ended }) => ended === undefined)
    .map((deadline) => ({ ...deadline, left: deadline.at - now }))
    .sort((a, b) => a.at - b.at || order(a.name) - order(b.name))

/** What has to be done until the effective date begins has passed before the date is reached. */
const order = (name: string): number => (name === EFFECTIVE_DATE ? 1 : 0)

/** Events that time itself brings by now, in their order. The first may make the others pointless: see `advanceDue`. */
export const dueEvents = (process: MarketProcess, now: Instant): ReadonlyArray<ProcessEvent> =>
  deadlinesOf(process, now)
    .filter(({ left }) => left <= 0)
    .map(({ name }) =>
      name === EFFECTIVE_DATE ? { kind: "dateReached", at: now } : { kind: "deadlinePassed", deadline: name, at: now }
    )

/** The earliest instant at which time brings something; `undefined` when nothing runs. */
export const nextDueAt = (process: MarketProcess): Instant | undefined => {
  const times = process.deadlines.filter(({ ended }) => ended === undefined).map(({ at }) => at)
  return times.length === 0 ? undefined : Math.min(...times)
}

/** Whether the process is at work: neither ended nor resting. Of those there is one a metering point, kind and role. */
export const isActive = (process: MarketProcess): boolean => {
  const state = definitionOf(process).states[process.state]
  return state?.final !== true && state?.rests !== true
}

/** Whether something that did not fit came to the process. */
export const hasMisfits = ({ history }: MarketProcess): boolean => history.some(({ legal }) => !legal)

/** Whether nothing can happen to the process any more. */
export const isFinal = (process: MarketProcess): boolean => definitionOf(process).states[process.state]?.final === true

/** Whether the process has ended as far as we know: for good, or unless DataHub says otherwise. */
export const isOver = (process: MarketProcess): boolean => {
  const state = definitionOf(process).states[process.state]
  return state?.final === true || state?.over === true
}
