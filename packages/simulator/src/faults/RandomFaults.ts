import type { QueueName } from "../queues/QueueName.ts"
import { hash, shareOf } from "../chance/hash.ts"
import { brokenKinds, type BrokenKind } from "../queues/brokenBody.ts"
import { type HttpFault, httpFaultKinds, type Operation } from "./HttpFaults.ts"

/** What can be done to a message on its way into a queue. */
export type QueueFault =
  | { readonly kind: "malformed"; readonly broken: BrokenKind }
  | { readonly kind: "duplicate" }
  | { readonly kind: "reorder" }

/** Faults drawn at random: each call and each message draws one with this probability, 0 to 1. */
export interface RandomFaults {
  readonly rate: () => number
  readonly setRate: (rate: number) => void
  readonly forCall: (operation: Operation, queue: QueueName | undefined) => HttpFault | undefined
  readonly forMessage: () => QueueFault | undefined
}

/** Too large a body is drawn as seldom as its size asks for: only where it was asked for by name. */
const drawnBroken: ReadonlyArray<BrokenKind> = brokenKinds.filter((kind) => kind !== "too-large")

/** A forbidden call is not drawn: no client goes on after it without a person. */
const drawnHttp = httpFaultKinds.filter((kind) => kind !== 403)

/** Draws by the seed: the same calls in the same order meet the same faults. */
export const makeRandomFaults = (seed: number, initialRate: number): RandomFaults => {
  let rate = initialRate
  let calls = 0
  let messages = 0
  return {
    rate: () => rate,
    setRate: (next) => {
      rate = next
    },
    forCall: (operation) => {
      calls += 1
      if (operation === "token" || shareOf(seed, calls, 1) >= rate) return undefined
      const status = drawnHttp[hash(seed, calls, 2) % drawnHttp.length]!
      if (status === "lost-dequeue" && operation !== "dequeue") return { status: "cut" }
      if (status === "slow") return { status, delayMs: 20 + (hash(seed, calls, 3) % 200) }
      return status === 429 || status === 503 ? { status, retryAfter: 0 } : { status }
    },
    forMessage: () => {
      messages += 1
      if (shareOf(seed, messages, 4) >= rate) return undefined
      const draw = hash(seed, messages, 5)
      const kind = (["malformed", "duplicate", "reorder"] as const)[draw % 3]!
      return kind === "malformed" ? { kind, broken: drawnBroken[(draw >>> 8) % drawnBroken.length]! } : { kind }
    }
  }
}
