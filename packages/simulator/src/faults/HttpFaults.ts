import type { QueueName } from "../queues/QueueName.ts"

/** What a call can meet instead of its answer. */
export type HttpFaultKind = 401 | 403 | 429 | 500 | 503 | "slow" | "cut" | "lost-dequeue"

export const httpFaultKinds: ReadonlyArray<HttpFaultKind> = [401, 403, 429, 500, 503, "slow", "cut", "lost-dequeue"]

/** The calls that faults are for. */
export type Operation = "token" | "peek" | "dequeue" | "submit"

/** A fault that the next calls meet. */
export interface HttpFault {
  readonly status: HttpFaultKind
  /** How many calls; 1 without it. */
  readonly count?: number | undefined
  /** Only calls for this queue: peeks of it, and dequeues of what was in it. */
  readonly queue?: QueueName | undefined
  /** Only these calls. Without it peek, dequeue and submit; a lost dequeue is always a dequeue. */
  readonly operation?: Operation | undefined
  /** Seconds, sent as `Retry-After`. */
  readonly retryAfter?: number | undefined
  /** How slow a slow answer is, in real milliseconds; 3000 without it. */
  readonly delayMs?: number | undefined
}

/** The faults that wait for a call. */
export interface HttpFaults {
  readonly add: (fault: HttpFault) => void
  /** The fault that this call meets; taken once. */
  readonly take: (operation: Operation, queue: QueueName | undefined) => HttpFault | undefined
  readonly clear: () => void
  readonly waiting: () => number
}

export const makeHttpFaults = (): HttpFaults => {
  const faults: Array<{ readonly fault: HttpFault; left: number }> = []
  return {
    add: (fault) => void faults.push({ fault, left: fault.count ?? 1 }),
    take: (operation, queue) => {
      const index = faults.findIndex(({ fault }) => meets(fault, operation, queue))
      const found = faults[index]
      if (found === undefined) return undefined
      found.left -= 1
      if (found.left <= 0) faults.splice(index, 1)
      return found.fault
    },
    clear: () => void faults.splice(0),
    waiting: () => faults.reduce((sum, { left }) => sum + left, 0)
  }
}

const meets = (fault: HttpFault, operation: Operation, queue: QueueName | undefined): boolean => {
  if (fault.queue !== undefined && fault.queue !== queue) return false
  if (fault.status === "lost-dequeue") return operation === "dequeue"
  return fault.operation === undefined ? operation !== "token" : fault.operation === operation
}
