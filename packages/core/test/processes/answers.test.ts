import { assert, describe, it } from "@effect/vitest"
import {
  type AnsweredRequest,
  definitionOf,
  handleMessage,
  Inbox,
  isFinal,
  isOwnRequest,
  type MarketProcess,
  nextDueAt,
  openTasks,
  type ProcessDefinition,
  processDefinitions,
  type ProcessEventKind,
  type ProcessReason,
  ProcessStore,
  refusalMeaning,
  takeEvent,
  timeline
} from "@datahub-settlement/core"
import { memoryIntake, processOf } from "@datahub-settlement/core/testing"
import { Effect, Option } from "effect"
import { Making } from "../intake/Making.ts"
import { type Answered, requestsOf, requestsWithin } from "./listedCodes.ts"
import { type Reached, reachedAfter, unreached } from "./reached.ts"

interface Case {
  readonly title: string
  readonly sent: ProcessEventKind
  readonly answered: Answered
  readonly reached: Reached
  readonly opened: MarketProcess
}

const openings = ({ kind, role }: ProcessDefinition): ReadonlyArray<readonly [string, MarketProcess]> => {
  if (kind !== "dataRequest") return [["", processOf(kind, role)]]
  const own = processOf(kind, role)
  const { gsrn: _, ...areas } = own
  const period = own.request!.period
  return [
    ["of readings, ", own],
    ["of sums, ", { ...areas, request: { rsm: "RSM-016", processType: "D04", period } }],
    ["of amounts, ", { ...areas, request: { rsm: "RSM-017", processType: "D05", period } }]
  ]
}

/** Every process × everything of ours that it sends × every state in which the answer may find it. */
const cases: ReadonlyArray<Case> = processDefinitions.flatMap((definition) => {
  const ours = new Set(definition.transitions.map(({ on }) => on).filter((kind) => isOwnRequest({ kind } as never)))
  return [...ours].flatMap((sent) => {
    const answered = sent === "sent" ? requestsOf[definition.kind] : requestsWithin[sent]
    if (answered === undefined) throw new RangeError(`how ${definition.kind} is refused is listed nowhere`)
    return openings(definition).flatMap(([what, opened]) =>
      reachedAfter(definition, opened, sent).map((reached): Case => ({
        title: `${definition.title}, ${what}${sent}, "${definition.states[reached.process.state]!.title}"`,
        sent,
        answered,
        reached,
        opened
      }))
    )
  })
})

/** The process as it was when the answer came. */
const stored = ({ opened, reached }: Case) =>
  Effect.gen(function* () {
    yield* (yield* ProcessStore).open(opened)
    let process = opened
    for (const event of reached.events) ({ process } = yield* takeEvent(process, event))
    assert.strictEqual(process.state, reached.process.state)
    return process
  })

const found = (id: string) =>
  ProcessStore.use((store) => Effect.map(store.find(id), (process) => Option.getOrThrow(process)))

/** Handles the newest message of DataHub, and gives what is said of it. */
const handled = (made: Making) => Effect.map(handleMessage(made.messages.at(-1)!), ({ notes }) => notes.join("\n"))

/** There is something that a person can see and do, or time that brings the next thing. */
const assertActionable = (process: MarketProcess, notes: string): void => {
  const { states } = definitionOf(process)
  const isResting = states[process.state]!.final === true || states[process.state]!.rests === true
  const isWaiting = nextDueAt(process) !== undefined || openTasks(process).length > 0
  const isToldOf = /^task: .+/m.test(notes)
  assert.isTrue(isResting || isWaiting || isToldOf, `${process.kind} is stuck in ${process.state}: ${notes}`)
}

const assertMeaning = ({ answered, reached }: Case, notes: string, reasons: ReadonlyArray<ProcessReason>): void => {
  assert.include(notes, reached.transactionId)
  if (reasons.length === 0) assert.include(notes, "no reason was given. What to do: ask DataHub's support")
  for (const { code, text } of reasons) {
    const meaning = refusalMeaning(answered.request, code)
    assert.include(notes, text === undefined ? `${code}: ` : `${code} ${text}: `)
    if (answered.codes.includes(code)) assert.isDefined(meaning, code)
    else assert.include(notes, "a code that is not known. What to do: ask DataHub's support")
  }
}

/** What an answer leaves behind, whether it fits or not: the step with all that it said, and words about it. */
const assertKept = (before: MarketProcess, after: MarketProcess, notes: string, accepted: boolean): void => {
  const step = after.history.at(-1)!
  assert.strictEqual(after.history.length, before.history.length + 1)
  const { states, title } = definitionOf(after)
  assert.include(Object.keys(states), after.state)
  if (!step.legal) {
    assert.strictEqual(after.state, before.state)
    assert.include(notes, `DataHub has ${accepted ? "accepted" : "refused"}`)
    assert.include(notes, `(${title}, "${states[after.state]!.title}")`)
    assert.match(notes, /^task: See what holds: /m)
  }
  assertActionable(after, notes)
}

const variants = (codes: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<ProcessReason>> => [
  ...codes.map((code) => [{ code }]),
  [{ code: codes[0]!, text: "Målepunktet findes ikke / The metering point is not there" }],
  [{ code: "Z99" }],
  [{ code: "Z99", text: "Noget nyt" }],
  [{ code: codes[0]! }, { code: codes[1]! }],
  []
]

const codesOf = (reasons: ReadonlyArray<ProcessReason>): string => reasons.map(({ code }) => code).join(" ")

/** The way into the state led over that very refusal. */
const cameBefore = ({ history }: MarketProcess, answers: string, reasons: ReadonlyArray<ProcessReason>): boolean =>
  history.some(
    ({ event }) => event.answers === answers && "reasons" in event && codesOf(event.reasons) === codesOf(reasons)
  )

/** Requests for data are confirmed by the data; that of a service says nothing. */
const isConfirmed = (request: AnsweredRequest): boolean =>
  !["RequestService", "RequestValidatedMeasureData"].includes(request)

describe.each(cases.map((one) => [one.title, one] as const))("%s", (_, one) => {
  const { answered, reached } = one
  const { request, processType } = answered
  const world = Effect.provide(memoryIntake())

  it.effect("a refusal, with every code: nothing of it is lost, and there is something to do", () =>
    Effect.forEach(
      variants(answered.codes),
      (reasons) =>
        Effect.gen(function* () {
          const before = yield* stored(one)
          const made = new Making()
          made.answer(request, processType, reached.transactionId, reasons)
          const notes = yield* handled(made)
          const after = yield* found(before.id)
          if (cameBefore(before, reached.transactionId, reasons)) {
            assert.deepStrictEqual(after, before)
            return assertMeaning(one, notes, reasons)
          }
          const { event } = after.history.at(-1)!
          assert.deepStrictEqual("reasons" in event && event.reasons, reasons)
          assertMeaning(one, notes, reasons)
          assertKept(before, after, notes, false)
          const last = timeline(after).at(-1)!
          for (const { code } of reasons) assert.include(last.what, code)
          assert.include(last.why, "What to do: ")
          assert.strictEqual((yield* (yield* Inbox).messages({ limit: 9 })).length, 1)
        }).pipe(world),
      { discard: true }
    )
  )

  it.effect("a refusal that comes again changes nothing more", () =>
    Effect.gen(function* () {
      const before = yield* stored(one)
      const made = new Making()
      const reasons = [{ code: answered.codes[0]!, text: "Nej" }]
      made.answer(request, processType, reached.transactionId, reasons)
      yield* handled(made)
      const after = yield* found(before.id)
      assert.strictEqual((yield* handleMessage(made.messages[0]!)).outcome, "known before")
      made.answer(request, processType, reached.transactionId, reasons)
      const notes = yield* handled(made)
      assert.deepStrictEqual(yield* found(before.id), after)
      assert.include(notes, `the same answer to ${reached.transactionId} came before`)
    }).pipe(world)
  )

  it.effect("a refusal with another code is kept beside the first", () =>
    Effect.gen(function* () {
      const before = yield* stored(one)
      const made = new Making()
      for (const code of ["Z01", "Z02"]) {
        made.answer(request, processType, reached.transactionId, [{ code }])
        yield* handled(made)
      }
      const after = yield* found(before.id)
      assert.strictEqual(after.history.length, before.history.length + 2)
    }).pipe(world)
  )

  if (!isConfirmed(request)) return

  it.effect("a confirmation, and a refusal after it: a person sees what holds", () =>
    Effect.gen(function* () {
      const before = yield* stored(one)
      const made = new Making()
      made.answer(request, processType, reached.transactionId)
      const first = yield* handled(made)
      const accepted = yield* found(before.id)
      if (first.includes("the same answer to")) assert.deepStrictEqual(accepted, before)
      else assertKept(before, accepted, first, true)
      made.answer(request, processType, reached.transactionId, [{ code: "Z02" }])
      const notes = yield* handled(made)
      const refused = yield* found(before.id)
      assertKept(accepted, refused, notes, false)
      assertMeaning(one, notes, [{ code: "Z02" }])
    }).pipe(world)
  )

  it.effect("a confirmation after a refusal: what was refused stays refused", () =>
    Effect.gen(function* () {
      const before = yield* stored(one)
      const made = new Making()
      made.answer(request, processType, reached.transactionId, [{ code: "Z01" }])
      yield* handled(made)
      const refused = yield* found(before.id)
      made.answer(request, processType, reached.transactionId)
      const notes = yield* handled(made)
      const after = yield* found(before.id)
      if (notes.includes("the same answer to")) assert.deepStrictEqual(after, refused)
      else assertKept(refused, after, notes, true)
      if (isFinal(refused)) assert.strictEqual(after.state, refused.state)
    }).pipe(world)
  )
})

describe("states in which an answer may come", () => {
  const sending = processDefinitions.filter(({ transitions }) => transitions.some(({ on }) => on === "sent"))

  it.each(sending.map((one) => [one.title, one] as const))("are all looked at: %s", (_, definition) => {
    assert.deepStrictEqual(unreached(definition, openings(definition)[0]![1]), [])
  })
})

describe("an answer to nobody's request", () => {
  const all = [...Object.values(requestsOf), ...Object.values(requestsWithin)].filter((one) => one !== undefined)

  it.effect.each(all.map((one) => [`${one.request} ${one.processType}`, one] as const))(
    "%s is listed with what it says",
    ([, one]) =>
      Effect.gen(function* () {
        const other = processOf("moveOut", "current")
        yield* (yield* ProcessStore).open(other)
        const made = new Making()
        for (const reasons of [...variants(one.codes), ...(isConfirmed(one.request) ? [undefined] : [])]) {
          made.answer(one.request, one.processType, "nobody's", reasons)
          const notes = yield* handled(made)
          assert.include(notes, "nobody's")
          assert.match(
            notes,
            /^task: Find the process that the answer to nobody's belongs to\. No request of that id is known\.$/m
          )
          for (const { code } of reasons ?? []) assert.include(notes, `${code}`)
        }
        assert.deepStrictEqual(yield* found(other.id), other)
        assert.strictEqual(
          (yield* (yield* Inbox).messages({ outcome: "stored", limit: 99 })).length,
          made.messages.length
        )
      }).pipe(Effect.provide(memoryIntake()))
  )
})
