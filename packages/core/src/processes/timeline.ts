import { formatInstant, type Instant } from "../market/index.ts"
import { definitionOf } from "./definitions/index.ts"
import type { MarketProcess, ProcessStep } from "./MarketProcess.ts"
import type { ProcessEffect } from "./ProcessEffect.ts"
import { eventTitles, type ProcessEvent, variantsOf } from "./ProcessEvent.ts"

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
  return process.history.map(({ effects, event, from, legal, reason, to }: ProcessStep): TimelineEntry => ({
    at: event.at,
    what: eventText(event),
    state: states[to]?.title ?? to,
    changedState: from !== to,
    legal,
    why: reason,
    asked: effects.map(effectText),
    ...(event.messageId === undefined ? {} : { messageId: event.messageId }),
    ...(event.transactionId === undefined ? {} : { transactionId: event.transactionId })
  }))
}

const eventText = (event: ProcessEvent): string => {
  const parts = [eventTitles[event.kind] ?? event.kind]
  if ("reasons" in event) parts.push(event.reasons.map(reasonText).join(", ") || "without a reason")
  else parts.push(...variantsOf(event))
  const details = [
    ...("by" in event ? [`by ${event.by}`] : []),
    ...("remark" in event && event.remark !== undefined ? [event.remark] : []),
    ...("effectiveAt" in event && event.effectiveAt !== undefined ? [formatInstant(event.effectiveAt)] : []),
    ...("replyBy" in event && event.replyBy !== undefined ? [`answer by ${event.replyBy}`] : [])
  ]
  return [parts.filter((part) => part !== "").join(" "), ...details].join(", ")
}

const reasonText = ({ code, text }: { readonly code: string; readonly text?: string | undefined }): string =>
  text === undefined ? code : `${code} (${text})`

/**
 * What a step asks for, in words.
 *
 * @example
 * import { effectText } from "@datahub-settlement/core"
 *
 * effectText({ kind: "send", rsm: "RSM-027", processType: "E34" }) // => "send RSM-027/E34"
 * effectText({ kind: "closeSupply", at: Date.UTC(2025, 4, 31, 22) }) // => "close supply at 2025-05-31T22:00:00Z"
 */
export const effectText = (effect: ProcessEffect): string => {
  const before = "by" in effect && effect.by !== undefined ? ` before ${formatInstant(effect.by)}` : ""
  switch (effect.kind) {
    case "send":
      return `send ${effect.rsm}/${effect.processType}${before}`
    case "task":
      return `task: ${effect.what}${before}`
    case "undoProcess":
      return `undo ${effect.of} as ${effect.role} of ${formatInstant(effect.effectiveAt)}`
    case "finalSettlement":
      return `final settlement to ${formatInstant(effect.end)} before ${formatInstant(effect.dueBy)}`
    default: {
      const name = effect.kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
      const at = "at" in effect ? ` at ${formatInstant(effect.at)}` : ""
      const from = "from" in effect ? ` from ${formatInstant(effect.from)}` : ""
      const to = "to" in effect && effect.to !== undefined ? ` to ${formatInstant(effect.to)}` : ""
      return `${name}${at}${from}${to}`
    }
  }
}
