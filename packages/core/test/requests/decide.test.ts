import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { handleMessage } from "../../src/intake/index.ts"
import { LocalDate } from "../../src/market/index.ts"
import { Portfolio } from "../../src/portfolio/index.ts"
import { deadlinesOf, ProcessStore } from "../../src/processes/index.ts"
import {
  advanceDueProcesses,
  billingHolds,
  finalSettlementsDue,
  isOnHold,
  listOpenTasks,
  markTaskDone,
  moveOut,
  possibleDecisions,
  registerPortalReport,
  reportErroneousMove,
  takeDecision
} from "../../src/requests/index.ts"
import { day, gsrn, Making } from "../intake/Making.ts"
import { everything, morning, supplied, today, world } from "./RefusalTable.ts"

const startAt = day("2025-01-02")
const by = "anna"
const newest = ProcessStore.use((store) => Effect.map(store.list({ limit: 1 }), ([process]) => process!))
const supply = Effect.map(everything, ({ points }) => points.flatMap(([, point]) => point.supply))

const told = (processType: string, at: number) =>
  Effect.suspend(() => {
    const made = new Making()
    made.notice(processType, at)
    return handleMessage({ ...made.messages[0]!, messageId: `told-${processType}-${at}` })
  })

describe("what a person decides", () => {
  it.effect("a report in the portal sends nothing, holds the bills, and finds its outcome", () =>
    Effect.gen(function* () {
      for (const process of ["BRS-011", "BRS-003"] as const) {
        const outcome = Effect.gen(function* () {
          yield* TestClock.setTime(today)
          yield* supplied("2025-01-02", process === "BRS-011" ? "E65" : "E03")
          const report = { process, gsrn, moveAt: startAt, switchAt: startAt, by, remark: "case 17" }
          const opened = yield* registerPortalReport(report)
          assert.strictEqual((yield* everything).outbox.length, 0)
          assert.isTrue(yield* isOnHold(gsrn, startAt))
          assert.isFalse(yield* isOnHold(gsrn, startAt - 1))
          const replyBy = LocalDate.make("2025-01-20")
          const mailed = yield* takeDecision(opened.id, "simple", { by, replyBy })
          const [next] = deadlinesOf(mailed, today)
          assert.strictEqual(next?.at, process === "BRS-011" ? day("2025-01-21") : day("2025-01-22"))
          yield* told("D34", startAt)
          const ended = yield* newest
          assert.strictEqual(ended.state, "corrected")
          assert.deepStrictEqual(yield* supply, [])
          assert.deepStrictEqual(yield* billingHolds(), [])
          return ended.history.filter(({ legal }) => !legal)
        })
        assert.deepStrictEqual(yield* outcome.pipe(Effect.provide(world)), [])
      }
    })
  )

  it.effect("what support corrected without messages is put right by its word, step by step", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* supplied("2025-01-02", "E65")
      const { id } = yield* registerPortalReport({ process: "BRS-011", gsrn, moveAt: startAt, by })
      yield* TestClock.setTime(morning("2025-01-17"))
      yield* advanceDueProcesses()
      const overdue = yield* newest
      assert.strictEqual(overdue.state, "overdue")
      const now = morning("2025-01-17")
      assert.deepStrictEqual(
        possibleDecisions(overdue, now).map(({ decision, state }) => [decision, state]),
        [
          ["complex", "Complex: with DataHub's support"],
          ["outcomeCorrected", "Undone, or its date put right"],
          ["outcomeRefused", "Refused: the move stands"]
        ]
      )
      yield* takeDecision(id, "complex", { by })
      const corrected = yield* takeDecision(id, "outcomeCorrected", { by, remark: "mail of today" })
      assert.strictEqual(corrected.state, "corrected")
      assert.deepStrictEqual(yield* supply, [])
      assert.deepStrictEqual(possibleDecisions(corrected, now), [])
      // What was done without messages is to be looked after; nothing else is left.
      const tasks = yield* listOpenTasks({ gsrn })
      assert.deepStrictEqual(
        tasks.map(({ effect }) => effect.kind),
        ["task", "task", "task"]
      )
      for (const task of tasks) yield* markTaskDone(task.id, { by })
      assert.deepStrictEqual(yield* listOpenTasks(), [])
    }).pipe(Effect.provide(world))
  )
})

/** A customer who left on 2 January, by our own move-out. */
const movedOut = Effect.gen(function* () {
  yield* TestClock.setTime(morning("2024-12-20"))
  yield* supplied()
  const store = yield* ProcessStore

  const { transactionId } = yield* moveOut({ gsrn, endAt: startAt })
  const made = new Making()
  made.answer("RequestEndOfSupply", "E66", transactionId)
  yield* Effect.forEach(made.messages, (one) => handleMessage({ ...one, messageId: "accepted" }))
  yield* TestClock.setTime(today)
  yield* advanceDueProcesses()
  return (yield* store.list({ limit: 1 }))[0]!
})

const dueOf = Effect.map(finalSettlementsDue(), (due) => due.map(({ dueBy, end, standing }) => [end, dueBy, standing]))

describe("the last bill", () => {
  it.effect("is due four weeks after the end, overdue then, and too late after six", () =>
    Effect.gen(function* () {
      yield* movedOut
      const planned = day("2025-02-08")
      assert.deepStrictEqual(yield* dueOf, [[startAt, planned, "ahead"]])
      yield* TestClock.setTime(planned)
      assert.deepStrictEqual(yield* dueOf, [[startAt, planned, "overdue"]])
      yield* TestClock.setTime(day("2025-02-22"))
      assert.deepStrictEqual(yield* dueOf, [[startAt, planned, "tooLate"]])
      const [due] = yield* finalSettlementsDue()
      yield* markTaskDone(due!.taskId, { by, remark: "bill 4711" })
      yield* markTaskDone(due!.taskId, { by: "bo" })
      assert.deepStrictEqual(yield* dueOf, [])
      const refused = yield* Effect.flip(markTaskDone(`${due!.processId}#9.9`, { by }))
      assert.strictEqual(refused._tag, "NoSuchTask")
      assert.strictEqual((yield* Effect.flip(markTaskDone("p-1", { by })))._tag, "NoSuchTask")
      assert.strictEqual((yield* Effect.flip(markTaskDone("p-1#1.1", { by })))._tag, "NoSuchProcess")
    }).pipe(Effect.provide(world))
  )

  for (const [name, correctedAt] of [
    ["is not due when the customer never left", undefined],
    ["is due by the day on which the customer really left", day("2025-01-06")]
  ] as const) {
    it.effect(name, () =>
      Effect.gen(function* () {
        yield* movedOut
        const report = { gsrn, moveAt: startAt, corrects: "moveOut", by } as const
        yield* reportErroneousMove(correctedAt === undefined ? report : { ...report, correctedAt })
        yield* told("D34", startAt)
        const due = yield* finalSettlementsDue()
        assert.deepStrictEqual(
          due.map(({ end, standing }) => [end, standing]),
          correctedAt === undefined ? [] : [[correctedAt, "ahead"]]
        )
        const customers = (yield* (yield* Portfolio).versions([gsrn])).get(gsrn)!.customers
        assert.strictEqual(customers.at(-1)?.to, correctedAt)
      }).pipe(Effect.provide(world))
    )
  }
})
