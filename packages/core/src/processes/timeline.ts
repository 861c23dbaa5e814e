import type { Instant } from "../market/index.ts"
import { definitionOf } from "./definitions/index.ts"
import { effectText } from "./effectText.ts"
import type { MarketProcess, ProcessStep } from "./MarketProcess.ts"
import { eventText, type ProcessEvent } from "./ProcessEvent.ts"
import { refusalOf } from "./refusalMeaning.ts"
import { type Wish, wishesOf } from "./wishes.ts"

/** What has become of something that was asked for. */
export interface AskedOutcome {
  /** As `asked` has it. */
  readonly asked: string
  /** `fellAway`: asked for anew, called off, or the process has ended. */
  readonly how: "done" | "fellAway"
  readonly at: Instant
  /** What showed it, as the step says that did: `Customer data accepted (RSM-027)`. */
  readonly by: string
  readonly messageId?: string | undefined
}

/** One step of a process for people to read. */
export interface TimelineEntry {
  readonly at: Instant
  /** `Notice (RSM-004) E03, 2025-05-31T22:00:00Z` */
  readonly what: string
  /** The state after it, as its definition calls it. */
  readonly state: string
  readonly changedState: boolean
  readonly legal: boolean
  /** Why it was done, or why it did not fit. */
  readonly why: string
  /** What it asked for: `send RSM-027/E03 before 2025-05-31T22:00:00Z`. */
  readonly asked: ReadonlyArray<string>
  /** Of what it asked for: what was done since, or fell away. What is open, and what is done with the step, is not here. */
  readonly outcomes: ReadonlyArray<AskedOutcome>
  /** The message behind it, where there is one. */
  readonly messageId?: string | undefined
  readonly transactionId?: string | undefined
}

/**
 * What happened to a process, in the order in which it was taken in, with the message behind each step.
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, openProcess, replayProcess, timeline } from "@datahub-settlement/core"
 *
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const gsrn = gsrnOf("57131399900000001")
 * const opened = openProcess({ id: "p-1", kind: "moveOut", role: "current", gsrn, effectiveAt, openedAt: at })
 * const refused = replayProcess(Result.getOrThrow(opened), [
 *   { kind: "sent", at, messageId: "m-1", transactionId: "t-1" },
 *   { kind: "refused", at, messageId: "m-2", reasons: [{ code: "E17", text: "Outside the deadline" }] }
 * ])
 * const last = timeline(refused).at(-1)
 * last?.what // => "Request refused E17 (Outside the deadline)"
 * last?.state // => "Refused by DataHub"
 * last?.messageId // => "m-2"
 */
export const timeline = (process: MarketProcess): ReadonlyArray<TimelineEntry> => {
  const { states } = definitionOf(process)
  const wishes = Map.groupBy(wishesOf(process), ({ stepNo }) => stepNo)
  return process.history.map(({ effects, event, from, legal, reason, to }: ProcessStep, index): TimelineEntry => ({
    at: event.at,
    what: eventText(event),
    state: states[to]?.title ?? to,
    changedState: from !== to,
    legal,
    why: refusedBecause(process, event, reason),
    asked: effects.map(effectText),
    outcomes: (wishes.get(index + 1) ?? []).flatMap((wish) => outcomeOf(process, wish)),
    ...(event.messageId === undefined ? {} : { messageId: event.messageId }),
    ...(event.transactionId === undefined ? {} : { transactionId: event.transactionId })
  }))
}

const outcomeOf = ({ history }: MarketProcess, { effect, end }: Wish): ReadonlyArray<AskedOutcome> => {
  if (end === undefined || end.how === "byItself") return []
  const { event } = history[end.stepNo - 1]!
  const { at, messageId } = event
  const message = messageId === undefined ? {} : { messageId }
  return [{ asked: effectText(effect), how: end.how, at, by: eventText(event), ...message }]
}

/** The reason of a step; of a refusal also what its codes mean and what can be done. */
const refusedBecause = (process: MarketProcess, event: ProcessEvent, reason: string): string => {
  const refusal = refusalOf(process, event)
  return refusal === undefined ? reason : `${reason} ${refusal}`
}
