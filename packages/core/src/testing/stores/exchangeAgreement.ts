import { Effect } from "effect"
import type { Handling } from "../../exchange/index.ts"
import type { CorrectionDue } from "../../runs/index.ts"
import { type SeededRandom, seededRandom } from "../SeededRandom.ts"
import { plainText } from "./conformance.ts"
import { ALL, changedMyMind, type ExchangePorts, exchangeWorld, type ExchangeWorld } from "./exchangeCases.ts"

type Step = (world: ExchangeWorld) => Effect.Effect<unknown, unknown>

const NAMES = ["a", "b", "c"] as const

/** Handling whose outcome and notes are drawn. */
const randomHandling = (random: SeededRandom): Handling => ({
  outcome: random.pick(["applied", "applied", "stored", "dead letter"]),
  document: random.pick([undefined, "D", "E"]),
  parkedParts: random.int(0, 2),
  notes: random.chance(0.5) ? ["a note"] : [],
  keepBody: random.chance(0.5)
})

const correctionIn = (world: ExchangeWorld, name: string, minute: number): CorrectionDue => ({
  gsrn: world.gsrn(1),
  period: { from: world.at(0), to: world.at(1440) },
  cause: "links",
  messageId: world.id(name),
  notedAt: world.at(minute)
})

/** One thing that is done, drawn before anything is done: what it does hangs on no answer. */
const randomStep = (random: SeededRandom, depth: number): Step => {
  const [name, other, minute] = [random.pick(NAMES), random.pick(NAMES), random.int(0, 9)]
  const effects = (): Effectful => randomEffects(random, depth + 1)
  const steps: ReadonlyArray<() => Step> = [
    () =>
      transactionStep(effects(), (world, run) =>
        world.inbox.once(world.message(name, { receivedAt: world.at(minute) }), run)
      ),
    () => transactionStep(effects(), (world, run) => world.letters.replay(world.id(name), world.at(minute), () => run)),
    () =>
      transactionStep(effects(), (world, run) =>
        world.parts.takeUp([world.id(name)], (parts) => Effect.map(run, () => parts))
      ),
    () => (world) =>
      world.letters.add(world.message(name, { receivedAt: world.at(minute) }), { kind: "K", text: other }),
    () => (world) => world.letters.dismiss(world.id(name), world.at(minute), other),
    () => (world) =>
      world.parts.park([
        world.part(name, { waitsFor: world.id(other), createdAt: world.at(minute), parkedAt: world.at(0) })
      ]),
    () => (world) =>
      world.statements.add([world.statement(name, { subject: world.id(other), madeAt: world.at(minute) })]),
    () => (world) =>
      world.outbox.enqueue(
        [world.outgoing(name), world.outgoing(other, { transactionIds: [world.id(other)] })],
        world.at(minute)
      ),
    () => (world) => world.outbox.enqueue([world.outgoing(name)], world.at(minute)),
    () => (world) => world.outbox.claim({ now: world.at(minute), until: world.at(minute + 2), limit: 2 }),
    () => (world) => world.outbox.sent(world.id(name), world.at(minute)),
    () => (world) => world.outbox.postpone(world.id(name), world.at(minute), other),
    () => (world) => world.outbox.refused(world.id(name), world.at(minute), other),
    () => (world) => world.corrections.note([correctionIn(world, name, minute)]),
    () => (world) => world.corrections.settle([correctionIn(world, name, minute), correctionIn(world, other, minute)])
  ]
  return random.pick((depth < 2 ? steps : steps.slice(3)) as [() => Step, ...ReadonlyArray<() => Step>])()
}

interface Effectful {
  readonly steps: ReadonlyArray<Step>
  readonly handling: Handling
  readonly fails: boolean
}

const randomEffects = (random: SeededRandom, depth: number): Effectful => ({
  steps: Array.from({ length: random.int(0, 3) }, () => randomStep(random, depth)),
  handling: randomHandling(random),
  fails: random.chance(0.4)
})

/** Steps in a transaction, which may fail at its end; what the steps answered counts too. */
const transactionStep =
  (
    { fails, handling, steps }: Effectful,
    within: (world: ExchangeWorld, run: Effect.Effect<Handling, unknown>) => Effect.Effect<unknown, unknown>
  ): Step =>
  (world) =>
    Effect.gen(function* () {
      const answers: Array<string> = []
      const run = Effect.gen(function* () {
        for (const step of steps) answers.push(yield* answerOf(step, world))
        return fails ? yield* changedMyMind : handling
      })
      const outcome = yield* answerOf(() => within(world, run), world)
      return [...answers, outcome]
    })

/** What a step gives or fails with, as text. */
const answerOf = (step: Step, world: ExchangeWorld): Effect.Effect<string> =>
  Effect.match(step(world), {
    onSuccess: plainText,
    onFailure: (error) => {
      const { _tag, id, state } = error as { readonly _tag: string; readonly id?: string; readonly state?: string }
      return plainText([_tag, id, state])
    }
  })

/** All that the ports hold of a world. */
const contentsOf = (world: ExchangeWorld) =>
  Effect.gen(function* () {
    const { at: _, corrections, gsrn, id, inbox, letters, mine, outbox, parts, statements } = world
    const names = NAMES.map(id)
    return {
      inbox: mine(yield* inbox.messages({ limit: ALL })),
      bodies: yield* Effect.forEach(names, inbox.body),
      letters: yield* Effect.forEach(names, letters.find),
      listed: mine(yield* letters.list({ limit: ALL })),
      parts: mine(yield* parts.list(ALL)),
      waitedFor: (yield* parts.waitedFor(ALL)).filter((text) => text.startsWith(id(""))),
      statements: yield* statements.of(names, ["master data"]),
      outbox: mine(yield* outbox.list({ limit: ALL })),
      corrections: (yield* corrections.open(ALL)).filter((one) => one.gsrn === gsrn(1))
    }
  })

/**
 * What the ports answer to a random history, and what they hold at its end, one text a step: the same for every adapter.
 * Every history needs a world of its own, and a later world a larger number.
 */
export const exchangeAnswers = (
  seed: number,
  world: number
): Effect.Effect<ReadonlyArray<string>, unknown, ExchangePorts> =>
  Effect.gen(function* () {
    const ports = yield* exchangeWorld(world)
    const random = seededRandom(seed)
    const steps = Array.from({ length: random.int(3, 12) }, () => randomStep(random, 0))
    const answers = yield* Effect.forEach(steps, (step) => answerOf(step, ports))
    return [...answers, plainText(yield* contentsOf(ports))]
  })
