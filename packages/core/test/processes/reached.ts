import {
  advanceProcess,
  type MarketProcess,
  type ProcessDefinition,
  type ProcessEvent,
  type ProcessEventKind,
  type Transition
} from "@datahub-settlement/core"
import { eventOf } from "./shorthand.ts"

/** A process in a state, after something of ours was sent, and what has happened until then. */
export interface Reached {
  readonly process: MarketProcess
  readonly events: ReadonlyArray<ProcessEvent>
  /** The transaction id that answers refer to. */
  readonly transactionId: string
}

/** Variants for steps that take any. */
const anyVariant: Partial<Readonly<Record<ProcessEventKind, string>>> = {
  notice: "E03",
  masterData: "E65",
  customerData: "E03",
  chargeLinks: "E03",
  refused: "E10",
  cancellationRefused: "E17",
  customerDataRefused: "D17",
  serviceRequestRefused: "D58",
  dataReceived: "2025-01-01 2025-02-01"
}

const moments = ["", " @2025-06-10"]

/** Events that a step may be for, in short: with each variant, on a day before the effective date and on one after it. */
const textsOf = ({ of, on }: Transition): ReadonlyArray<string> =>
  (of ?? [anyVariant[on] ?? ""]).flatMap((variant) => moments.map((moment) => `${on} ${variant}${moment}`.trim()))

const answers: Partial<Readonly<Record<ProcessEventKind, ProcessEventKind>>> = {
  accepted: "sent",
  refused: "sent",
  cancellationAccepted: "cancellationSent",
  cancellationRefused: "cancellationSent",
  customerDataAccepted: "customerDataSent",
  customerDataRefused: "customerDataSent",
  serviceRequestRefused: "serviceRequestSent"
}

/** An answer names what it answers: the newest of its kind that was sent. */
const answering = ({ history }: MarketProcess, event: ProcessEvent): ProcessEvent => {
  const sent = history.findLast((step) => step.event.kind === answers[event.kind])?.event
  return sent?.transactionId === undefined ? event : { ...event, answers: sent.transactionId }
}

/** Something of ours was sent, and its answers name it. */
const reachedBy = (process: MarketProcess, sent: ProcessEventKind): ReadonlyArray<Reached> => {
  const events = process.history.map(({ event }) => event)
  const transactionId = events.find(({ kind }) => kind === sent)?.transactionId
  return transactionId === undefined ? [] : [{ process, events, transactionId }]
}

/** What tells processes apart on the way: their state, and, where that is not enough, all that came. */
type Telling = (process: MarketProcess) => string

const kindsOf: Telling = ({ history }) => [...new Set(history.map(({ event }) => event.kind))].sort().join(" ")

/** Processes after every step that the definition knows, the shortest ways first, each state told apart once. */
const walked = (
  { transitions }: ProcessDefinition,
  opened: MarketProcess,
  telling: Telling
): ReadonlyArray<MarketProcess> => {
  const all: Array<MarketProcess> = [opened]
  const seen = new Set<string>()
  for (const process of all) {
    const steps = transitions.filter(({ from }) => from.includes(process.state))
    for (const text of new Set(steps.flatMap(textsOf))) {
      const event = answering(process, eventOf(text, process, process.history.length))
      const { known, legal, process: after } = advanceProcess(process, event)
      const told = `${after.state} ${telling(after)}`
      if (!legal || known || seen.has(told)) continue
      seen.add(told)
      all.push(after)
    }
  }
  return all
}

/** Steps that lead somewhere, after which something of ours may have been sent. */
const goals = ({ transitions }: ProcessDefinition): ReadonlySet<string> =>
  new Set(transitions.flatMap(({ on, to }) => (to === undefined || on === "withdrawn" ? [] : [to])))

/**
 * Every state that a process can be in after something of ours was sent, each by a shortest way there: found by taking
 * every step that its definition knows. What only comes of several things that came before is looked for longer.
 */
export const reachedAfter = (
  definition: ProcessDefinition,
  opened: MarketProcess,
  sent: ProcessEventKind
): ReadonlyArray<Reached> => {
  const wasSent: Telling = ({ history }) => String(history.some(({ event }) => event.kind === sent))
  const short = walked(definition, opened, wasSent)
  const all = [...goals(definition)].every((state) => short.some((process) => process.state === state))
    ? short
    : walked(definition, opened, kindsOf)
  const found = all.flatMap((process) => reachedBy(process, sent))
  return [...new Map(found.toReversed().map((one) => [one.process.state, one])).values()]
}

/** States that no way was found to. */
export const unreached = (definition: ProcessDefinition, opened: MarketProcess): ReadonlyArray<string> => {
  const states = new Set(walked(definition, opened, kindsOf).map(({ state }) => state))
  return [...goals(definition)].filter((state) => !states.has(state))
}
