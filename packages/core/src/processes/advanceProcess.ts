import { formatInstant, type LocalDate } from "../market/index.ts"
import { deadlineAt, type DeadlineDefinition, EFFECTIVE_DATE, ruleText } from "./deadlineRules.ts"
import { isOver } from "./deadlinesOf.ts"
import { definitionOf } from "./definitions/index.ts"
import { effectTable, type StepTaken } from "./effectTable.ts"
import { type Guard, guards } from "./guardTable.ts"
import type { MarketProcess, ProcessDeadline, ProcessStep } from "./MarketProcess.ts"
import { misfitTasks } from "./misfitTasks.ts"
import { asOpened } from "./openProcess.ts"
import type { EffectSpec, ProcessDefinition, Transition } from "./ProcessDefinition.ts"
import type { ProcessEffect } from "./ProcessEffect.ts"
import { eventKey, type ProcessEvent, variantsOf } from "./ProcessEvent.ts"
import { effectText } from "./effectText.ts"
import { passedTask } from "./wishRules.ts"

/** What an event did to a process. */
export interface AdvancedProcess {
  readonly process: MarketProcess
  /** What others have to do now. */
  readonly effects: ReadonlyArray<ProcessEffect>
  /**
   * Whether the event fits the state. One that does not is in the history all the same, and changed nothing else; where
   * DataHub decided something by it, a task says that a person has to see what holds.
   */
  readonly legal: boolean
  /** Why the step was taken, or why the event does not fit. */
  readonly reason: string
  /** The event was in the history before: nothing happened now, and there is nothing to record. */
  readonly known: boolean
}

/**
 * Takes an event to a process: the next state and what it asks for, as its definition says. Never fails: an event that
 * does not fit is kept in the history with the reason, and one that came before changes nothing.
 *
 * @example
 * import { Result } from "effect"
 * import { advanceProcess, gsrnOf, LocalDate, MarketCalendar, openProcess } from "@datahub-settlement/core"
 *
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const gsrn = gsrnOf("57131399900000001")
 * const opened = Result.getOrThrow(
 *   openProcess({ id: "p-1", kind: "moveOut", role: "current", gsrn, effectiveAt, openedAt: at })
 * )
 * const sent = advanceProcess(opened, { kind: "sent", at, messageId: "m-1", transactionId: "t-1" })
 * sent.process.state // => "sent"
 * const early = advanceProcess(sent.process, { kind: "dateReached", at })
 * early.legal // => false
 * early.process.state // => "sent"
 * early.process.history.length // => 2
 */
export const advanceProcess = (process: MarketProcess, event: ProcessEvent): AdvancedProcess => {
  const key = eventKey(event)
  const before = process.history.find((step) => eventKey(step.event) === key)
  if (before !== undefined) {
    return { process, effects: [], legal: before.legal, reason: before.reason, known: true }
  }
  const definition = definitionOf(process)
  const untimely = untimelyReason(process, event)
  const chosen =
    untimely ?? (event.kind === "taskDone" ? doneMark(process, event) : chooseTransition(definition, process, event))
  return typeof chosen === "string" ? keepMisfit(process, event, chosen) : taken(definition, process, event, chosen)
}

/**
 * The process after all of some events, from its very beginning: what the history says and what the process is are the
 * same thing.
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, LocalDate, MarketCalendar, openProcess, replayProcess } from "@datahub-settlement/core"
 *
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const gsrn = gsrnOf("57131399900000001")
 * const opened = openProcess({ id: "p-1", kind: "moveOut", role: "current", gsrn, effectiveAt, openedAt: at })
 * const accepted = replayProcess(Result.getOrThrow(opened), [{ kind: "sent", at }, { kind: "accepted", at }])
 * accepted.state // => "pendingEffect"
 */
export const replayProcess = (process: MarketProcess, events: ReadonlyArray<ProcessEvent>): MarketProcess =>
  events.reduce((so_far, event) => advanceProcess(so_far, event).process, asOpened(process))

/** Dates and deadlines cannot come before their time, and only those that run can pass. */
const untimelyReason = (process: MarketProcess, event: ProcessEvent): string | undefined => {
  if (event.kind === "dateReached") {
    return event.at < process.effectiveAt ? `the effective date is ${formatInstant(process.effectiveAt)}` : undefined
  }
  if (event.kind !== "deadlinePassed") return undefined
  const deadline = process.deadlines.find(({ ended, name }) => ended === undefined && name === event.deadline)
  if (deadline === undefined) return `no deadline "${event.deadline}" runs`
  return event.at < deadline.at ? `the deadline is ${formatInstant(deadline.at)}` : undefined
}

/** In whatever state: what was asked for stays to be done when the process has gone on or ended. */
const doneMark = (
  { history }: MarketProcess,
  { stepNo, taskNo }: Extract<ProcessEvent, { readonly kind: "taskDone" }>
): Transition | string => {
  const effect = history[stepNo - 1]?.effects[taskNo - 1]
  if (effect === undefined) return `nothing was asked for as ${stepNo}.${taskNo}`
  return { from: [], on: "taskDone", why: `Seen to: ${effectText(effect)}.` }
}

/** The step that an event leads to, or why there is none. */
const chooseTransition = (
  { deadlines, states, transitions }: ProcessDefinition,
  process: MarketProcess,
  event: ProcessEvent
): Transition | string => {
  const variants = variantsOf(event)
  const fitting = transitions.filter(
    ({ from, of, on }) =>
      on === event.kind &&
      from.includes(process.state) &&
      (of === undefined || of.some((one) => variants.includes(one)))
  )
  const refusals = fitting.map(({ guards: names = [] }) =>
    names.map((name): Guard => guards[name]).find(({ holds }) => !holds(process, event))
  )
  const chosen = refusals.indexOf(undefined)
  if (chosen >= 0) return fitting[chosen]!
  if (refusals.length > 0) return [...new Set(refusals.map((guard) => guard!.otherwise))].join("; ")
  if (event.kind === "deadlinePassed") return unattended(deadlines[event.deadline])
  const what = [event.kind, ...variants].join(" ")
  return `${what} does not fit the state "${states[process.state]?.title ?? process.state}"`
}

/** A deadline for which the state has no step of its own ends with a task, so that it is not due for ever; see `wishRules`. */
const unattended = (deadline: DeadlineDefinition | undefined): Transition => ({
  from: [],
  on: "deadlinePassed",
  effects: [{ task: passedTask(deadline), fulfilledBy: [] }],
  why: "The deadline has passed."
})

/**
 * An event that is not taken: nothing of the process changes, and a person is told where DataHub has decided something.
 *
 * @param reason why it is not taken, where its definition would take it
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, keepMisfit, LocalDate, MarketCalendar, openProcess } from "@datahub-settlement/core"
 *
 * const effectiveAt = MarketCalendar.startOfDay(LocalDate.make("2025-06-01"))
 * const at = Date.UTC(2025, 4, 5, 10)
 * const gsrn = gsrnOf("57131399900000001")
 * const opening = { id: "p-1", kind: "moveOut", role: "current", gsrn, effectiveAt, openedAt: at } as const
 * const kept = keepMisfit(Result.getOrThrow(openProcess(opening)), { kind: "accepted", at }, "nothing was sent")
 * kept.process.state // => "draft"
 * kept.effects.map(({ kind }) => kind) // => ["task"]
 */
export const keepMisfit = (process: MarketProcess, event: ProcessEvent, reason: string): AdvancedProcess => {
  const effects = misfitTasks(process, event, reason)
  const step: ProcessStep = { event, from: process.state, to: process.state, legal: false, reason, effects }
  return {
    process: { ...process, history: [...process.history, step] },
    effects,
    legal: false,
    reason,
    known: false
  }
}

const taken = (
  definition: ProcessDefinition,
  before: MarketProcess,
  event: ProcessEvent,
  transition: Transition
): AdvancedProcess => {
  const to = transition.to ?? before.state
  const adopted = transition.adoptsDate && "effectiveAt" in event ? event.effectiveAt : undefined
  // Of a resumption it is DataHub that asks, and our own answer that refers to it.
  const asked = event.kind === "sent" || event.kind === "resumptionRequested" ? event.transactionId : undefined
  const moved: MarketProcess = {
    ...before,
    state: to,
    effectiveAt: adopted ?? before.effectiveAt,
    ...(asked === undefined ? {} : { requestTransactionId: asked })
  }
  const deadlines = deadlinesAfter(definition, moved, event, transition)
  const process = { ...moved, deadlines }
  const effects = (transition.effects ?? []).flatMap((spec) =>
    effectsOf(spec, { before, process, event }, transition.why)
  )
  const step: ProcessStep = { event, from: before.state, to, legal: true, reason: transition.why, effects }
  return {
    process: { ...process, history: [...before.history, step] },
    effects,
    legal: true,
    reason: transition.why,
    known: false
  }
}

const effectsOf = (spec: EffectSpec, step: StepTaken, why: string): ReadonlyArray<ProcessEffect> => {
  if (typeof spec === "string") return effectTable[spec](step)
  const deadline = step.process.deadlines.findLast(({ ended, name }) => ended === undefined && name === spec.by)
  const by = deadline === undefined ? {} : { by: deadline.at }
  if ("task" in spec) return [{ kind: "task", what: spec.task, why, ...by }]
  const [rsm = "", processType = ""] = spec.send.split("/")
  return [{ kind: "send", rsm, processType, ...by }]
}

/** Deadlines after a step: those that end, those that move with the effective date, and those that begin. */
const deadlinesAfter = (
  { deadlines }: ProcessDefinition,
  process: MarketProcess,
  event: ProcessEvent,
  { meets = [], starts = [] }: Transition
): ReadonlyArray<ProcessDeadline> => {
  const { at } = event
  const passed = event.kind === "deadlinePassed" ? event.deadline : event.kind === "dateReached" ? EFFECTIVE_DATE : ""
  const running = process.deadlines.map((deadline): ProcessDeadline => {
    const { ended, name, since } = deadline
    const rule = deadlines[name]
    if (ended !== undefined) return deadline
    if (name === passed) return { ...deadline, ended: { how: name === EFFECTIVE_DATE ? "met" : "passed", at } }
    if (meets.includes(name)) return { ...deadline, ended: { how: "met", at } }
    if (isOver(process) || starts.includes(name) || rule?.within?.includes(process.state) === false) {
      return { ...deadline, ended: { how: "dropped", at } }
    }
    return rule?.from === "effectiveDate" && since !== process.effectiveAt
      ? deadlineOf(name, rule, process, event)
      : deadline
  })
  return [...running, ...starts.map((name) => deadlineOf(name, deadlines[name]!, process, event))]
}

const deadlineOf = (
  name: string,
  rule: DeadlineDefinition,
  { effectiveAt }: MarketProcess,
  event: ProcessEvent
): ProcessDeadline => {
  const since = rule.from === "effectiveDate" ? effectiveAt : event.at
  return { name, title: rule.title, since, at: deadlineAt(rule, since, toldDay(event)), rule: ruleText(rule) }
}

const toldDay = (event: ProcessEvent): LocalDate | undefined => ("replyBy" in event ? event.replyBy : undefined)
