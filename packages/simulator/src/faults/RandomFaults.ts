import type { QueueName } from "../queues/QueueName.ts"
import { hash, pickOf, shareOf } from "../chance/hash.ts"
import { brokenKinds, type BrokenKind } from "../queues/brokenBody.ts"
import { type HttpFault, httpFaultKinds, type Operation } from "./HttpFaults.ts"

/** What can be done to a message on its way into a queue. */
export type QueueFault =
  | { readonly kind: "malformed"; readonly broken: BrokenKind }
  | { readonly kind: "duplicate" }
  | { readonly kind: "reorder" }
  | { readonly kind: "spoiled"; readonly broken: BrokenKind }
  | { readonly kind: "late" | "contradictory"; readonly draw: number }

const messageKinds = ["malformed", "duplicate", "reorder", "spoiled", "late", "contradictory"] as const

/**
 * Every kind of fault that can be drawn: for a call its status, `slow`, `cut` or `lost-dequeue`, and `token` for any of them
 * at the token endpoint; for a message what becomes of it, and `too-large` beside the smaller broken ones.
 */
export const randomFaultKinds = [...httpFaultKinds, "token", ...messageKinds, "too-large"] as const

export type RandomFaultKind = (typeof randomFaultKinds)[number]

/**
 * The kinds after which a client that does right ends where it would have ended without them, by itself. After the others
 * it needs a person (403), has lost what was really said (spoiled), cannot tell what holds (contradictory), or takes what
 * costs a great deal of memory and time (too-large).
 */
export const recoverableFaults: ReadonlyArray<RandomFaultKind> = randomFaultKinds.filter(
  (kind) => kind !== 403 && kind !== "spoiled" && kind !== "contradictory" && kind !== "too-large"
)

/** How faults are drawn at random. */
export interface RandomFaultOptions {
  readonly seed: number
  /** Each call and each message draws one with this probability, 0 to 1. */
  readonly rate: number
  /** Only these kinds; all without it. */
  readonly kinds?: ReadonlyArray<RandomFaultKind> | undefined
}

/** Faults drawn at random. */
export interface RandomFaults {
  readonly rate: () => number
  readonly setRate: (rate: number) => void
  readonly forCall: (operation: Operation, queue: QueueName | undefined) => HttpFault | undefined
  readonly forMessage: () => QueueFault | undefined
}

/** A body that is too large takes 68 MB and its time: one broken body in so many. */
const TOO_LARGE_IN = 16

/** What a token endpoint can do besides its work. */
const tokenFaults: ReadonlyArray<HttpFault["status"]> = [401, 429, 500, 503, "slow", "cut"]

/** Draws by the seed: the same calls in the same order meet the same faults. */
export const makeRandomFaults = ({ kinds = randomFaultKinds, rate: first, seed }: RandomFaultOptions): RandomFaults => {
  let rate = first
  let calls = 0
  let messages = 0
  const forCalls = httpFaultKinds.filter((kind) => kinds.includes(kind))
  const forMessages = messageKinds.filter((kind) => kinds.includes(kind))
  const broken = (draw: number): BrokenKind => {
    const isLarge = kinds.includes("too-large") && (draw >>> 12) % TOO_LARGE_IN === 0
    return isLarge ? "too-large" : drawnBroken[(draw >>> 8) % drawnBroken.length]!
  }
  return {
    rate: () => rate,
    setRate: (next) => {
      rate = next
    },
    forCall: (operation) => {
      calls += 1
      const drawn = operation !== "token" ? forCalls : kinds.includes("token") ? tokenFaults : []
      if (drawn.length === 0 || shareOf(seed, calls, 1) >= rate) return undefined
      const status = pickOf(drawn, seed, calls, 2)
      if (status === "lost-dequeue" && operation !== "dequeue") return { status: "cut" }
      if (status === "slow") return { status, delayMs: 20 + (hash(seed, calls, 3) % 200) }
      return status === 429 || status === 503 ? { status, retryAfter: 0 } : { status }
    },
    forMessage: () => {
      messages += 1
      if (forMessages.length === 0 || shareOf(seed, messages, 4) >= rate) return undefined
      const draw = hash(seed, messages, 5)
      const kind = forMessages[draw % forMessages.length]!
      switch (kind) {
        case "malformed":
        case "spoiled":
          return { kind, broken: broken(draw) }
        case "late":
        case "contradictory":
          return { kind, draw: draw >>> 8 }
        default:
          return { kind }
      }
    }
  }
}

const drawnBroken: ReadonlyArray<BrokenKind> = brokenKinds.filter((kind) => kind !== "too-large")
