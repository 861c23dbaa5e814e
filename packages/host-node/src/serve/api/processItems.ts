import {
  type AskedOutcome,
  type BillingHold,
  deadlinesOf,
  definitionOf,
  effectText,
  type FinalSettlementDue,
  formatInstant,
  type Instant,
  isActive,
  type ListedTask,
  type MarketProcess,
  openTasks,
  possibleDecisions,
  type SubmittedRequest,
  taskCursorOf,
  taskIdOf,
  type TaskPage,
  timeline
} from "@datahub-settlement/core"
import type {
  BegunItem,
  FinalSettlementItem,
  HoldItem,
  ProcessDetail,
  ProcessItem,
  RequestItem,
  SignUpItem,
  TaskItem
} from "../../api/index.ts"

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
  timeline: timeline(process).map(({ asked, at, legal, messageId, outcomes, state, transactionId, what, why }) => ({
    at: formatInstant(at),
    what,
    state,
    legal,
    why,
    asked,
    outcomes: outcomes.map(outcomeItem),
    ...(messageId === undefined ? {} : { messageId }),
    ...(transactionId === undefined ? {} : { transactionId })
  })),
  deadlines: deadlinesOf(process, now).map(({ at, name, rule, title }) => ({
    name,
    title,
    before: formatInstant(at),
    rule
  })),
  tasks: openTasks(process).map((task) => ({
    id: taskIdOf(process, task),
    what: effectText(task.effect),
    why: task.why
  })),
  decisions: possibleDecisions(process, now)
})

const outcomeItem = ({
  asked,
  at,
  by,
  how,
  messageId
}: AskedOutcome): ProcessDetail["timeline"][number]["outcomes"][number] => ({
  asked,
  how,
  at: formatInstant(at),
  by,
  ...(messageId === undefined ? {} : { messageId })
})

/** Something that a process waits for. */
const taskItem = ({ before, effect, id, process, why }: ListedTask): TaskItem => ({
  id,
  processId: process.id,
  process: definitionOf(process).title,
  ...(process.gsrn === undefined ? {} : { gsrn: process.gsrn }),
  kind: effect.kind,
  what: effectText(effect),
  why,
  ...(before === undefined ? {} : { before: formatInstant(before) })
})

/** A page of them, and where the next one begins. */
export const taskPage = ({ next, tasks }: TaskPage) => ({
  items: tasks.map(taskItem),
  ...(next === undefined ? {} : { next: taskCursorOf(next) })
})

export const holdItem = ({ from, ...hold }: BillingHold): HoldItem => ({ ...hold, from: formatInstant(from) })

export const finalSettlementItem = (due: FinalSettlementDue): FinalSettlementItem => ({
  taskId: due.taskId,
  processId: due.processId,
  ...(due.gsrn === undefined ? {} : { gsrn: due.gsrn }),
  end: formatInstant(due.end),
  dueBy: formatInstant(due.dueBy),
  latestBy: formatInstant(due.latestBy),
  standing: due.standing
})

export const requestItem = ({ messageId, process, transactionId }: SubmittedRequest): RequestItem => ({
  processId: process.id,
  state: process.state,
  messageId,
  transactionId
})

/** The same of a sign-up, with where it is and what of it is recorded. */
export const signUpItem = ({ gsrn, isAcontoRecorded, isContractRecorded, ...made }: SubmittedSignUp): SignUpItem => ({
  ...requestItem(made),
  gsrn,
  isContractRecorded,
  isAcontoRecorded
})

interface SubmittedSignUp
  extends SubmittedRequest, Pick<SignUpItem, "gsrn" | "isContractRecorded" | "isAcontoRecorded"> {}

export const begunItem = ({ id, state }: MarketProcess): BegunItem => ({ processId: id, state })
