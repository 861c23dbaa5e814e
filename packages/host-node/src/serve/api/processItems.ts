import {
  deadlinesOf,
  definitionOf,
  effectText,
  formatInstant,
  type Instant,
  isActive,
  type MarketProcess,
  openTasks,
  type SubmittedRequest,
  timeline
} from "@datahub-settlement/core"
import type { ProcessDetail, ProcessItem, RequestItem } from "../../api/index.ts"

/** A process as the API and `--json` say it. */
export const processItem = (process: MarketProcess, now: Instant): ProcessItem => {
  const { states, title } = definitionOf(process)
  const { effectiveAt, gsrn, id, kind, openedAt, role, state } = process
  const [next] = deadlinesOf(process, now)
  return {
    id,
    kind,
    role,
    title,
    ...(gsrn === undefined ? {} : { gsrn }),
    effectiveAt: formatInstant(effectiveAt),
    openedAt: formatInstant(openedAt),
    state,
    stateTitle: states[state]?.title ?? state,
    isActive: isActive(process),
    ...(next === undefined ? {} : { nextDeadline: { title: next.title, before: formatInstant(next.at) } }),
    openTasks: openTasks(process).length
  }
}

/** The same with its timeline, its deadlines and what is to be done. */
export const processDetail = (process: MarketProcess, now: Instant): ProcessDetail => ({
  ...processItem(process, now),
  timeline: timeline(process).map(({ asked, at, legal, messageId, state, transactionId, what, why }) => ({
    at: formatInstant(at),
    what,
    state,
    legal,
    why,
    asked,
    ...(messageId === undefined ? {} : { messageId }),
    ...(transactionId === undefined ? {} : { transactionId })
  })),
  deadlines: deadlinesOf(process, now).map(({ at, name, rule, title }) => ({
    name,
    title,
    before: formatInstant(at),
    rule
  })),
  tasks: openTasks(process).map(({ effect, why }) => ({ what: effectText(effect), why }))
})

export const requestItem = ({ messageId, process, transactionId }: SubmittedRequest): RequestItem => ({
  processId: process.id,
  state: process.state,
  messageId,
  transactionId
})
