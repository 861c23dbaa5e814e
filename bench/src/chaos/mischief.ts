import { addDays, MarketCalendar } from "@datahub-settlement/core"
import type { BrokenKind, MessageLine, QueueName, Simulator } from "@datahub-settlement/simulator"
import { Effect } from "effect"
import { type Chance, chanceOf } from "./Chance.ts"
import { STORY_POINTS } from "./story.ts"

const queues: ReadonlyArray<QueueName> = ["measuredata", "masterdata", "aggregations"]
const brokenKinds: ReadonlyArray<BrokenKind> = ["invalid-json", "wrong-shape", "truncated", "wrong-charset"]

/** Every kind in which the simulator breaks a body. */
export const brokenFaults: ReadonlySet<string> = new Set([...brokenKinds, "too-large"])

/** A broken body is large only so often: each is 68 MB. */
const TOO_LARGE_SHARE = 0.03
const SEND_AGAIN_EVERY = 10

/** What is done on purpose between two steps, beside the faults that calls and messages draw by themselves. */
export interface Mischief {
  readonly between: (step: number) => Effect.Effect<void>
  /** Sends the true copy of every spoiled message that has none yet; how many there were. */
  readonly sendSpoiledAgain: Effect.Effect<number>
}

/** Mischief by a seed. What the simulator refuses, for want of something to do it to, is left out. */
export const makeMischief = (simulator: Simulator, seed: number, rate: number): Mischief => {
  const chance = chanceOf(seed, "mischief")
  const sentAgain = new Set<string>()
  const sendSpoiledAgain = Effect.gen(function* () {
    const spoiled = (yield* messageLines(simulator)).filter(
      (line) => line.spoiled !== undefined && line.dequeues > 0 && !sentAgain.has(line.messageId)
    )
    for (const { messageId } of spoiled) {
      sentAgain.add(messageId)
      yield* Effect.orDie(simulator.inject.disorder({ kind: "duplicate", messageId }))
    }
    return spoiled.length
  })
  return {
    between: Effect.fnUntraced(function* (step: number) {
      for (const act of acts) if (chance.happens(Math.min(1, rate * 2))) yield* Effect.exit(act(simulator, chance))
      if (step % SEND_AGAIN_EVERY === 0) yield* sendSpoiledAgain
    }),
    sendSpoiledAgain
  }
}

type Act = (simulator: Simulator, chance: Chance) => Effect.Effect<unknown, unknown>

const irregular =
  (kind: "late" | "contradictory"): Act =>
  (simulator, chance) =>
    Effect.gen(function* () {
      const points = yield* simulator.points(0, STORY_POINTS)
      const { gsrn } = chance.pick(points.filter(({ supplier }) => supplier === simulator.client.gln))
      const day = addDays(MarketCalendar.localDateOf(yield* simulator.clock.now), -chance.whole(1, 25))
      yield* simulator.inject.disorder({ kind, gsrn, day })
    })

const acts: ReadonlyArray<Act> = [
  irregular("late"),
  irregular("contradictory"),
  // The next real message of a queue is served broken.
  (simulator, chance) =>
    simulator.inject.malformed({ kind: brokenKind(chance), queue: chance.pick(queues), spoil: true }),
  (simulator, chance) => simulator.inject.malformed({ kind: brokenKind(chance), queue: chance.pick(queues) }),
  (simulator, chance) => simulator.inject.disorder({ kind: "duplicate", sameId: true, queue: chance.pick(queues) }),
  (simulator, chance) => simulator.inject.disorder({ kind: "duplicate", queue: chance.pick(queues) }),
  (simulator, chance) => simulator.inject.disorder({ kind: "reorder", queue: chance.pick(queues) }),
  // A document that is refused with 403 is not sent again, and rightly: only queues are closed so.
  (simulator, chance) => simulator.inject.error({ status: 403, operation: chance.pick(["peek", "dequeue"]) }),
  (simulator, chance) => simulator.inject.error({ status: 503, operation: "token", count: chance.whole(1, 3) }),
  (simulator, chance) => simulator.inject.error({ status: "lost-dequeue", queue: chance.pick(queues) }),
  (simulator) => simulator.inject.error({ status: "cut", operation: "submit" }),
  (simulator, chance) => simulator.inject.error({ status: 500, queue: chance.pick(queues), count: chance.whole(1, 5) }),
  (simulator) => simulator.expireTokens
]

const brokenKind = (chance: Chance): BrokenKind =>
  chance.happens(TOO_LARGE_SHARE) ? "too-large" : chance.pick(brokenKinds)

/** The messages of the journal. */
export const messageLines = (simulator: Simulator): Effect.Effect<ReadonlyArray<MessageLine>> =>
  Effect.map(simulator.journal, (lines) => lines.filter((line) => line.event === "message"))
