import { Effect, Option } from "effect"
import { Outbox, Transactions } from "../../exchange/index.ts"
import { advanceProcess, ProcessStore } from "../../processes/index.ts"
import type { ConformanceCase } from "./conformance.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { midnight, worldPoint } from "./conformanceWorld.ts"
import { processOf } from "./processCases.ts"

/** A world that no other suite uses. */
const WORLD = 9_900

/** After everything that other suites wait for: nobody claims what is left in the outbox. */
const later = midnight("2090-01-01")

/** A request of ours: the process, that it was sent, and its document. */
const submit = Effect.fnUntraced(function* (name: string, index: number) {
  const store = yield* ProcessStore
  const outbox = yield* Outbox
  const id = `transactions-${name}`
  const opened = processOf("moveOut", "current", { id, gsrn: worldPoint(WORLD, index) })
  yield* store.open(opened)
  yield* store.record(advanceProcess(opened, { kind: "sent", at: opened.openedAt, messageId: id, transactionId: id }))
  const message = {
    messageId: id,
    document: "RequestEndOfSupply",
    process: "BRS-010",
    processType: "E66",
    transactionIds: [id],
    body: "{}"
  }
  yield* outbox.enqueue([message], later)
  return id
})

/** Whether the process and the document of a request are there. */
const found = Effect.fnUntraced(function* (id: string) {
  const process = yield* (yield* ProcessStore).find(id)
  const documents = yield* (yield* Outbox).list({ limit: 100_000 })
  return [Option.isSome(process), documents.some(({ messageId }) => messageId === id)]
})

const changedMyMind = { _tag: "ChangedMyMind" } as const

/** What every adapter of `Transactions` must do. */
export const transactionsConformance: ReadonlyArray<ConformanceCase<Outbox | ProcessStore | Transactions>> = [
  {
    name: "records everything when all goes well",
    run: Effect.gen(function* () {
      const { atomically } = yield* Transactions
      const id = yield* atomically(submit("kept", 1))
      yield* expectSame("recorded", yield* found(id), [true, true])
    })
  },
  {
    name: "records nothing when something fails, and gives the failure as it is",
    run: Effect.gen(function* () {
      const { atomically } = yield* Transactions
      const failing = atomically(Effect.andThen(submit("dropped", 2), Effect.fail(changedMyMind)))
      yield* expectFailure("the failure", failing, "ChangedMyMind")
      yield* expectSame("recorded", yield* found("transactions-dropped"), [false, false])
    })
  },
  {
    name: "takes back what is inside alone, when what is around it goes on",
    run: Effect.gen(function* () {
      const { atomically } = yield* Transactions
      const inner = Effect.flip(atomically(Effect.andThen(submit("inner", 3), Effect.fail(changedMyMind))))
      yield* atomically(Effect.andThen(inner, submit("outer", 4)))
      yield* expectSame("inside", yield* found("transactions-inner"), [false, false])
      yield* expectSame("around", yield* found("transactions-outer"), [true, true])
    })
  }
]
