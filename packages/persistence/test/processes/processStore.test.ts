import { advanceProcess, gsrnOf, type MarketProcess, type ProcessActive, ProcessStore } from "@datahub-settlement/core"
import { processOf } from "@datahub-settlement/core/testing"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { Database } from "../../src/database/Database.ts"
import { PgProcessStore } from "../../src/processes/PgProcessStore.ts"
import { refusalOf } from "../stores/refusals.ts"
import { migratedDatabase } from "../stores/testStores.ts"

/** A process that was opened and sent. */
const sentProcess = Effect.fnUntraced(function* (id: string, gsrn: MarketProcess["gsrn"]) {
  const store = yield* ProcessStore
  const opened = processOf("moveOut", "current", { id, gsrn })
  yield* store.open(opened)
  const sent = advanceProcess(opened, {
    kind: "sent",
    at: opened.openedAt,
    messageId: `m-${id}`,
    transactionId: `t-${id}`
  })
  yield* store.record(sent)
  return sent.process
})

const point = (index: number) => gsrnOf(`5713139990000${index}`)

layer(PgProcessStore.pipe(Layer.provideMerge(migratedDatabase)))("processes in the database", (it) => {
  it.effect.each([
    "UPDATE process.process_event SET legal = false",
    "DELETE FROM process.process_event",
    "TRUNCATE process.process_event",
    "DELETE FROM process.process",
    "TRUNCATE process.process CASCADE",
    "UPDATE process.process SET state = 'cancelled'",
    "UPDATE process.process SET steps = steps + 2",
    "UPDATE process.process SET steps = steps + 1, kind = 'moveIn'",
    "UPDATE process.process SET steps = steps + 1, opening = '{}'",
    "UPDATE process.process SET steps = steps + 1, gsrn = NULL"
  ])("refuses %s", (statement) =>
    Effect.gen(function* () {
      const store = yield* ProcessStore
      if (Option.isNone(yield* store.find("kept"))) yield* sentProcess("kept", point(1001))
      const before = yield* store.find("kept")
      assert.match(yield* refusalOf(statement), /is append-only|changes by one step at a time/)
      assert.deepStrictEqual(yield* store.find("kept"), before)
    })
  )

  it.effect("keeps a final state, whatever is written", () =>
    Effect.gen(function* () {
      const store = yield* ProcessStore
      const sent = yield* sentProcess("final", point(1002))
      yield* store.record(advanceProcess(sent, { kind: "refused", at: sent.openedAt, messageId: "m-r", reasons: [] }))
      const revived = "UPDATE process.process SET steps = steps + 1, state = 'sent' WHERE process_id = 'final'"
      assert.match(yield* refusalOf(revived), /changes by one step at a time/)
    })
  )

  it.effect("keeps no event that does not fit as a step", () =>
    Effect.gen(function* () {
      yield* sentProcess("misfit", point(1005))
      const forged = `INSERT INTO process.process_event
        (process_id, step_no, came_at, kind, is_request, legal, from_state, to_state, step)
        VALUES ('misfit', 2, now(), 'accepted', false, false, 'sent', 'pendingEffect', '{}')`
      assert.match(yield* refusalOf(forged), /violates check constraint/)
    })
  )

  it.effect("lets one of many open a process at the same time, and tells the others which", () =>
    Effect.gen(function* () {
      const store = yield* ProcessStore
      const opening = Array.from({ length: 8 }, (_, number) =>
        processOf("moveOut", "current", { id: `at once ${number}`, gsrn: point(1003) })
      )
      const results = yield* Effect.all(
        opening.map((process) =>
          Effect.match(store.open(process), {
            onSuccess: () => process.id,
            onFailure: (error) => (error as ProcessActive).activeId
          })
        ),
        { concurrency: 8 }
      )
      assert.strictEqual(new Set(results).size, 1)
      assert.strictEqual((yield* store.openFor(point(1003))).length, 1)
    })
  )

  it.effect("forgets a step whose transaction fails", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const store = yield* ProcessStore
      const sent = yield* sentProcess("undone", point(1004))
      const accepted = advanceProcess(sent, { kind: "accepted", at: sent.openedAt, messageId: "m-a" })
      yield* Effect.exit(sql.withTransaction(Effect.andThen(store.record(accepted), Effect.fail("changed my mind"))))
      assert.deepStrictEqual(Option.getOrThrow(yield* store.find("undone")), sent)
      yield* store.record(accepted)
      assert.strictEqual(Option.getOrThrow(yield* store.find("undone")).state, "pendingEffect")
    })
  )
})
