import {
  activeKeyOf,
  isActive,
  isFinal,
  isOwnRequest,
  type MarketProcess,
  nextDueAt,
  type ProcessDeadline,
  type ProcessOpening,
  type ProcessStep,
  waitsUntil
} from "@datahub-settlement/core"
import { storable, storableOrNull, timeOrNull } from "../exchange/storable.ts"

/** A process with its steps, as `PROCESS_COLUMNS` reads it. */
export interface ProcessRow {
  readonly opening: ProcessOpening
  readonly state: string
  readonly effective_at: number
  readonly request_transaction_id: string | null
  readonly deadlines: ReadonlyArray<ProcessDeadline>
  readonly history: ReadonlyArray<ProcessStep>
}

/** Of `process.process AS process`. */
export const PROCESS_COLUMNS = `process.opening, process.state, process.effective_at, process.request_transaction_id,
  process.deadlines, coalesce((SELECT json_agg(step ORDER BY step_no) FROM process.process_event AS event
    WHERE event.process_id = process.process_id), '[]') AS history`

export const processOf = (row: ProcessRow): MarketProcess => ({
  ...row.opening,
  plannedAt: row.opening.effectiveAt,
  effectiveAt: row.effective_at,
  state: row.state,
  ...(row.request_transaction_id === null ? {} : { requestTransactionId: row.request_transaction_id }),
  deadlines: row.deadlines,
  history: row.history
})

/** What a process was opened with. */
export const openingOf = (process: MarketProcess): ProcessOpening => {
  const { changes, correctedAt, corrects, gsrn, id, kind, openedAt, plannedAt, request, role } = process
  return { id, kind, role, gsrn, effectiveAt: plannedAt, openedAt, corrects, correctedAt, request, changes }
}

/** The columns that say what a process is, which never change. */
export const openingValues = (process: MarketProcess) => ({
  process_id: process.id,
  kind: process.kind,
  role: process.role,
  gsrn: process.gsrn ?? null,
  active_key: activeKeyOf(process),
  opened_at: new Date(process.openedAt),
  opening: JSON.stringify(openingOf(process))
})

/** What is to be done without any limit is due at the end of time. */
const waitsUntilTime = (process: MarketProcess) => {
  const until = waitsUntil(process)
  return until === Number.POSITIVE_INFINITY ? "infinity" : timeOrNull(until)
}

/** The columns that say how it stands. */
export const standingValues = (process: MarketProcess) => ({
  state: process.state,
  effective_at: new Date(process.effectiveAt),
  request_transaction_id: storableOrNull(process.requestTransactionId),
  deadlines: JSON.stringify(process.deadlines),
  next_due_at: timeOrNull(nextDueAt(process)),
  waits_until: waitsUntilTime(process),
  is_active: isActive(process),
  is_final: isFinal(process),
  steps: process.history.length
})

export const stepValues = (processId: string, step: ProcessStep, stepNo: number) => ({
  process_id: processId,
  step_no: stepNo,
  came_at: new Date(step.event.at),
  kind: storable(step.event.kind),
  message_id: storableOrNull(step.event.messageId),
  transaction_id: storableOrNull(step.event.transactionId),
  is_request: isOwnRequest(step.event),
  legal: step.legal,
  from_state: step.from,
  to_state: step.to,
  step: JSON.stringify(step)
})
