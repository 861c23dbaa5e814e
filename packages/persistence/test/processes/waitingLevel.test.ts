import { advanceProcess, gsrnOf, type MarketProcess, ProcessStore } from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Database } from "../../src/database/Database.ts"
import { migrate } from "../../src/database/migrate.ts"
import { migrations } from "../../src/migrations/index.ts"
import { openingValues, standingValues } from "../../src/processes/processRow.ts"
import { PgProcessStore } from "../../src/processes/PgProcessStore.ts"
import { testDatabase } from "../../src/server/testing/index.ts"
import { refusalOf } from "../stores/refusals.ts"

const LEVEL = 12

/** A process as the level before kept it: due at the end of time where only something was to be done. */
const storedBefore = Effect.fnUntraced(function* (id: string, point: number, nextDueAt: string | null) {
  const { sql } = yield* Database
  const opened = processOf("moveIn", "new", { id, gsrn: gsrnOf(`5713139990000200${point}`) })
  const { waits_until: _, ...standing } = standingValues(opened)
  yield* sql`INSERT INTO process.process ${sql.insert({ ...openingValues(opened), ...standing, next_due_at: nextDueAt })}`
  return opened
})

const waitingIds = ProcessStore.use((store) =>
  Effect.map(store.waiting({ limit: 9 }), (all) => all.map(({ process }) => process.id))
)

describe("what processes of an older level wait for", () => {
  it.live(
    "is looked for wherever anything was to come, and known with the next step",
    () =>
      Effect.gen(function* () {
        const { url } = yield* testDatabase
        const program = PgProcessStore.pipe(Layer.provideMerge(Database.layer({ url, maxConnections: 2 })))
        const work = Effect.gen(function* () {
          const { sql } = yield* Database
          yield* migrate(migrations.filter(({ level }) => level < LEVEL))
          const running: MarketProcess = yield* storedBefore("deadline", 1, "2045-01-01T00:00:00Z")
          yield* storedBefore("task", 2, "infinity")
          yield* storedBefore("nothing", 3, null)
          yield* migrate()
          assert.deepStrictEqual(yield* waitingIds, ["deadline", "task"])
          const due = yield* sql<{ readonly id: string }>`
          SELECT process_id AS id FROM process.process WHERE next_due_at IS NOT NULL`
          assert.deepStrictEqual(due, [{ id: "deadline" }])
          const sent = advanceProcess(running, { kind: "sent", at: running.openedAt, transactionId: "t-1" })
          yield* ProcessStore.use((store) => store.record(sent))
          assert.deepStrictEqual(yield* waitingIds, ["task"])
          // The guard stands as before.
          const refusal = yield* refusalOf("UPDATE process.process SET state = 'cancelled'")
          assert.match(refusal, /changes by one step at a time/)
        })
        yield* work.pipe(Effect.provide(program))
      }).pipe(Effect.scoped),
    120_000
  )
})
