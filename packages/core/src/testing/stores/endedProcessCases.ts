import { Effect, Option } from "effect"
import { advanceProcess } from "../../processes/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { midnight } from "./conformanceWorld.ts"
import { processCase, type ProcessCase } from "./processCases.ts"

/** What holds for processes that have ended as far as we know, and that DataHub's word can still take further. */
export const endedProcessCases: ReadonlyArray<ProcessCase> = [
  processCase(
    11,
    "lets a process go back to work, but not beside another one of its kind",
    ({ at, id, process, store, take }) =>
      Effect.gen(function* () {
        const date = { effectiveAt: midnight("2045-01-01") }
        const first = process("first", "moveOut", "current", date)
        yield* store.open(first)
        const sent = yield* take(first, { kind: "sent", at: at(1), transactionId: id("t") })
        const word = { kind: "operator", action: "toldRefused", by: "anna", at: at(2) } as const
        const { process: refused } = yield* take(sent.process, word)
        const second = process("second", "moveOut", "current", date)
        yield* store.open(second)
        const accepted = { kind: "accepted", at: at(3), answers: id("t"), messageId: id("m") } as const
        const active = yield* expectFailure(
          "beside another",
          store.record(advanceProcess(refused, accepted)),
          "ProcessActive"
        )
        yield* expectSame("which", active.activeId, id("second"))
        yield* expectSame("as it was", Option.getOrUndefined(yield* store.find(id("first"))), refused)
        yield* take(second, { kind: "withdrawn", at: at(4), by: "anna" })
        const { process: planned } = yield* take(refused, accepted)
        yield* expectSame("at work", planned.state, "pendingEffect")
        yield* expectFailure("a third", store.open(process("third", "moveOut", "current", date)), "ProcessActive")
      })
  ),
  processCase(12, "keeps what stands within reach of whatever undoes it", ({ gsrn, id, process, store, take }) =>
    Effect.gen(function* () {
      let now = process("stands", "changeOfSupplier", "losing", { effectiveAt: midnight("2025-01-01") })
      yield* store.open(now)
      const stop = { kind: "notice", processType: "E03", effectiveAt: now.effectiveAt, at: now.openedAt } as const
      now = (yield* take(now, { ...stop, messageId: id("m") })).process
      const march = midnight("2025-03-20")
      now = (yield* take(now, { kind: "dateReached", at: march })).process
      now = (yield* take(now, { kind: "deadlinePassed", deadline: "correctionWindow", at: march })).process
      now = (yield* take(now, { kind: "deadlinePassed", deadline: "correctionOutcome", at: march })).process
      yield* expectSame("state", now.state, "completed")
      yield* expectSame(
        "within reach",
        (yield* store.openFor(gsrn(1))).map((one) => one.id),
        [id("stands")]
      )
      now = (yield* take(now, { kind: "undone", by: id("other"), at: march + 1 })).process
      yield* expectSame("undone", Option.getOrUndefined(yield* store.find(id("stands"))), now)
      yield* expectSame("out of reach", yield* store.openFor(gsrn(1)), [])
    })
  )
]
