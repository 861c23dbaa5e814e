import {
  listOpenTasks,
  type MarketProcess,
  openTasks,
  ProcessStore,
  replayProcess,
  takeEvent
} from "@datahub-settlement/core"
import { memoryIntake, processOf } from "@datahub-settlement/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Database } from "../../src/database/Database.ts"
import { migrate } from "../../src/database/migrate.ts"
import { migrations } from "../../src/migrations/index.ts"
import { PgProcessStore } from "../../src/processes/PgProcessStore.ts"
import { openingValues, standingValues, stepValues } from "../../src/processes/processRow.ts"
import { testDatabase } from "../../src/server/testing/index.ts"

const at = Date.UTC(2025, 4, 6, 8)
const switching = processOf("changeOfSupplier", "gaining", { id: "switch" })
const asked = { at, messageId: "m-1", transactionId: "t-1" }
const cancelled = replayProcess(switching, [
  { kind: "sent", ...asked },
  { kind: "accepted", at: at + 1, answers: "t-1" },
  { kind: "notice", processType: "D11", effectiveAt: switching.effectiveAt, at: at + 2, messageId: "m-2" }
])
const odd = replayProcess({ ...switching, id: "odd" }, [{ kind: "withdrawn", at, by: "\u0000 \" 'anna'" }])
const leaving = processOf("moveOut", "current", { id: "left" })
const completed = replayProcess(leaving, [
  { kind: "sent", ...asked, transactionId: "t-2" },
  { kind: "accepted", at: at + 1, answers: "t-2" },
  { kind: "dateReached", at: leaving.effectiveAt },
  { kind: "deadlinePassed", deadline: "correctionWindow", at: leaving.effectiveAt + 100 * 86_400_000 },
  { kind: "deadlinePassed", deadline: "correctionOutcome", at: leaving.effectiveAt + 101 * 86_400_000 }
])
const seenTo = replayProcess(
  { ...completed, id: "seen to" },
  completed.history
    .map(({ event }) => event)
    .concat(
      openTasks(completed).map(({ stepNo, taskNo }, index) => ({
        kind: "taskDone",
        at: leaving.effectiveAt + 103 * 86_400_000 + index,
        stepNo,
        taskNo,
        by: "anna"
      }))
    )
)
const refused = replayProcess(processOf("erroneousSwitch", "current", { id: "stands" }), [
  { kind: "sent", ...asked, at: leaving.effectiveAt + 1, transactionId: "t-3" },
  { kind: "refused", at: leaving.effectiveAt + 2, answers: "t-3", reasons: [] }
])
const rejected = replayProcess(processOf("moveOut", "current", { id: "rejected" }), [
  { kind: "sent", ...asked, transactionId: "t-4" },
  { kind: "refused", at: at + 1, answers: "t-4", reasons: [] }
])

/** As it was recorded before: whatever had ended was final, and nothing was due for it. */
const recordedBefore = Effect.fnUntraced(function* (process: MarketProcess) {
  const { sql } = yield* Database
  const { waits_until: _, ...now } = standingValues(process)
  const standing = { ...now, is_active: false, is_final: true, next_due_at: null }
  yield* sql`INSERT INTO process.process ${sql.insert({ ...openingValues(process), ...standing })}`
  for (const [index, step] of process.history.entries()) {
    yield* sql`INSERT INTO process.process_event ${sql.insert(stepValues(process.id, step, index + 1))}`
  }
})

describe("processes recorded by an older program", () => {
  it.live("are found by what they still wait for, and can be undone", () =>
    Effect.gen(function* () {
      const { url } = yield* testDatabase
      const database = Layer.fresh(Database.layer({ url, maxConnections: 2 }))
      const work = Effect.gen(function* () {
        yield* migrate(migrations.slice(0, 10))
        for (const one of [cancelled, seenTo, odd, completed, refused, rejected]) yield* recordedBefore(one)
        yield* migrate()

        const { sql } = yield* Database
        const marked = yield* sql<{ id: string }>`
          SELECT process_id AS id FROM process.process WHERE waits_until = 'infinity' ORDER BY process_id`
        assert.deepStrictEqual(
          marked.map(({ id }) => id),
          ["left", "odd", "stands", "switch"]
        )
        const tasks = yield* listOpenTasks()
        assert.deepStrictEqual([...new Set(tasks.map(({ process }) => process.id))].sort(), [
          "left",
          "stands",
          "switch"
        ])

        const store = yield* ProcessStore
        const open = yield* store.openFor([completed.gsrn!])
        assert.deepStrictEqual(open.map(({ id }) => id).sort(), ["left", "seen to", "stands"])
        const undone = { kind: "undone", by: "stands", at: leaving.effectiveAt + 102 * 86_400_000 } as const
        const { process } = yield* takeEvent(
          open.find(({ id }) => id === "left")!,
          undone
        )
        assert.strictEqual(process.state, "corrected")
        const again = yield* Effect.flip(sql`UPDATE process.process SET is_final = false WHERE process_id = 'switch'`)
        assert.match(String(again.cause), /changes by one step at a time/)
      })
      const store = PgProcessStore.pipe(Layer.provideMerge(database))
      yield* work.pipe(Effect.provide(Layer.mergeAll(memoryIntake(), store)))
    }).pipe(Effect.scoped)
  )
})
