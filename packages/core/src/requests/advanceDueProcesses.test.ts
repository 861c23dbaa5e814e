import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { gsrnOf } from "../market/index.ts"
import { type MarketProcess, type ProcessEvent, ProcessStore, replayProcess } from "../processes/index.ts"
import { StorageError } from "../storage/index.ts"
import { memoryIntake, processOf } from "../testing/index.ts"
import { advanceDueProcesses } from "./advanceDueProcesses.ts"

const world = () => Layer.mergeAll(memoryIntake(), TestClock.layer())

/** A move-out that DataHub has accepted, and takes effect on 1 June. */
const moveOutOf = (index: number): MarketProcess => {
  const at = Date.UTC(2025, 4, 5, 10)
  const opened = processOf("moveOut", "current", { id: `p-${index}`, gsrn: gsrnOf(`5713139990000000${index}`) })
  return replayProcess(opened, [
    { kind: "sent", at, messageId: `m-${index}`, transactionId: `t-${index}` },
    { kind: "accepted", at: at + 1 }
  ])
}

/** In a state in which its date, which is due all the same, means nothing. */
const misplaced = (process: MarketProcess): MarketProcess => ({ ...process, state: "draft" })

/** As it stands when the date was taken to it and its deadline runs on all the same. */
const stuck = (process: MarketProcess): MarketProcess => {
  const event: ProcessEvent = { kind: "dateReached", at: process.effectiveAt }
  const step = { event, from: process.state, to: process.state, legal: false, reason: "no", effects: [] }
  return { ...process, history: [...process.history, step] }
}

const opened = (...processes: ReadonlyArray<MarketProcess>) =>
  ProcessStore.use((store) => Effect.forEach(processes, (process) => store.open(process)))

const onTheDay = TestClock.setTime(moveOutOf(1).effectiveAt)

describe("what time brings", () => {
  it.effect("says that there may be more as long as a round is full and something came of it", () =>
    Effect.gen(function* () {
      yield* onTheDay
      yield* opened(moveOutOf(1), moveOutOf(2), moveOutOf(3))
      const first = yield* advanceDueProcesses(2)
      assert.deepStrictEqual(
        first.notes.map((note) => note.split(":")[0]),
        ["process p-1 (moveOut)", "process p-2 (moveOut)"]
      )
      assert.isTrue(first.isMore)
      const second = yield* advanceDueProcesses(2)
      assert.strictEqual(second.notes.length, 1)
      assert.isFalse(second.isMore)
    }).pipe(Effect.provide(world()))
  )

  it.effect("is not at once asked for again where none of a full round can be taken further", () =>
    Effect.gen(function* () {
      yield* onTheDay
      const both = [stuck(moveOutOf(1)), misplaced(moveOutOf(2))]
      yield* opened(...both)
      assert.deepStrictEqual(yield* advanceDueProcesses(2), { notes: [], isMore: false })
      yield* opened(moveOutOf(3))
      // What is stuck holds up nobody else, and stays as it is.
      const third = yield* advanceDueProcesses(3)
      assert.deepStrictEqual([third.notes.length, third.isMore], [1, true])
      const kept = yield* ProcessStore.use((store) => store.due(moveOutOf(1).effectiveAt, 9))
      assert.deepStrictEqual(kept, both)
    }).pipe(Effect.provide(world()))
  )

  it.effect("ends where the store fails: it comes in the next round", () =>
    Effect.gen(function* () {
      yield* onTheDay
      yield* opened(moveOutOf(1), moveOutOf(2))
      const store = yield* ProcessStore
      const away = new StorageError({ operation: "record a step", reason: "the server is away", retryable: true })
      const round = Effect.provideService(advanceDueProcesses(), ProcessStore, {
        ...store,
        record: () => Effect.fail(away)
      })
      assert.strictEqual(yield* Effect.flip(round), away)
      assert.strictEqual((yield* advanceDueProcesses()).notes.length, 2)
    }).pipe(Effect.provide(world()))
  )
})
