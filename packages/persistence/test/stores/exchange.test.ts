import {
  type DeadLetterNotOpen,
  DeadLetters,
  type Handling,
  Inbox,
  MeteringLedger,
  Outbox,
  ParkedParts,
  Portfolio,
  Statements,
  gsrnOf,
  LocalDate,
  MarketCalendar,
  type ReceivedMessage
} from "@datahub-settlement/core"
import { seriesOf } from "@datahub-settlement/core/testing"
import { assert, layer } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Option } from "effect"
import { Database } from "../../src/database/Database.ts"
import { migrate } from "../../src/database/migrate.ts"
import { waitingCounts } from "../../src/exchange/waitingCounts.ts"
import { testDatabase } from "../../src/server/testing/index.ts"
import { stores } from "../../src/stores.ts"
import { refusalOf, someoneWaits } from "./refusals.ts"

const gsrn = (index: number) => gsrnOf(`57131${String(index).padStart(12, "0")}`)
const day = MarketCalendar.dayPeriod(LocalDate.make("2025-03-10"))
const applied: Handling = { outcome: "applied", parkedParts: 0, notes: [], keepBody: true }
const message = (messageId: string): ReceivedMessage => ({
  messageId,
  queue: "measuredata",
  body: Uint8Array.of(1, 2, 3),
  receivedAt: day.from
})

/** Two processes: each has its own sessions with the same database. */
const processes = Effect.gen(function* () {
  const { url } = yield* testDatabase
  yield* migrate().pipe(Effect.provide(Database.layer({ url })))
  const start = Layer.build(Layer.fresh(stores.pipe(Layer.provideMerge(Database.layer({ url })))))
  return [yield* start, yield* start] as const
})

const oneProcess = Layer.effectContext(Effect.map(processes, ([context]) => context))

const appendReadings = (index: number, messageId: string) =>
  Effect.flatMap(MeteringLedger, (ledger) =>
    ledger.append([{ messageId, series: [seriesOf({ gsrn: gsrn(index), period: day, kwh: "1" })] }])
  )

const readingsOf = (index: number) =>
  Effect.flatMap(MeteringLedger, (ledger) => ledger.readings({ gsrns: [gsrn(index)], period: day }))

layer(oneProcess)("exchange on PostgreSQL", (it) => {
  it.effect("readings and portfolio are part of the message's transaction", () =>
    Effect.gen(function* () {
      const inbox = yield* Inbox
      const portfolio = yield* Portfolio
      const effects = Effect.gen(function* () {
        yield* appendReadings(1, "exchange-1")
        yield* portfolio.record({ supply: [{ gsrn: gsrn(1), from: day.from + 1 }] })
        return applied
      })
      const refused = yield* Effect.flip(inbox.once(message("exchange-1"), effects))
      assert.strictEqual(refused._tag, "InvalidVersion")
      assert.deepStrictEqual(yield* readingsOf(1), [])
      const only = Effect.as(appendReadings(1, "exchange-1"), applied)
      assert.isTrue(Option.isSome(yield* inbox.once(message("exchange-1"), only)))
      assert.lengthOf(yield* readingsOf(1), 1)
    })
  )

  it.effect("what a savepoint takes back, the rest of the message does not", () =>
    Effect.gen(function* () {
      const inbox = yield* Inbox
      const portfolio = yield* Portfolio
      const invalid = portfolio.record({ supply: [{ gsrn: gsrn(2), from: day.from + 1 }] })
      const effects = Effect.flip(invalid).pipe(
        Effect.andThen(appendReadings(2, "exchange-2")),
        Effect.andThen((yield* ParkedParts).takeUp(["nothing"], () => Effect.void)),
        Effect.as(applied)
      )
      yield* inbox.once(message("exchange-2"), effects)
      assert.lengthOf(yield* readingsOf(2), 1)
    })
  )

  it.effect("an interruption in the middle of a statement leaves nothing and no session behind", () =>
    Effect.gen(function* () {
      const inbox = yield* Inbox
      const { sql } = yield* Database
      const begun = yield* Deferred.make<void>()
      const effects = appendReadings(3, "exchange-3").pipe(
        Effect.andThen(Deferred.succeed(begun, undefined)),
        Effect.andThen(sql`SELECT pg_sleep(0.2)`),
        Effect.as(applied)
      )
      const fiber = yield* Effect.forkChild(inbox.once(message("exchange-3"), effects))
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(yield* readingsOf(3), [])
      assert.isTrue(Option.isNone(yield* inbox.find("exchange-3")))
      const open = yield* sql`SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'`
      assert.lengthOf(open, 0)
    })
  )

  it.effect("rows that are done are not rewritten, whoever tries", () =>
    Effect.gen(function* () {
      const inbox = yield* Inbox
      const letters = yield* DeadLetters
      yield* inbox.once(message("kept"), Effect.succeed(applied))
      yield* letters.add(message("letter"), { kind: "K", text: "T" })
      yield* (yield* Statements).add([
        { subject: "s", kind: "links", madeAt: 0, messageId: "kept", transactionId: "t", document: "{}" }
      ])
      const outgoing = {
        messageId: "out",
        document: "D",
        process: "P",
        processType: "E",
        transactionIds: ["t"],
        body: "{}"
      }
      yield* (yield* Outbox).enqueue([outgoing], 0)
      const refusals: ReadonlyArray<readonly [string, RegExp]> = [
        ["UPDATE datahub.inbox SET outcome = 'stored' WHERE message_id = 'kept'", /message kept was handled/],
        ["UPDATE datahub.inbox SET notes = '{x}' WHERE message_id = 'kept'", /message kept was handled/],
        [
          "INSERT INTO datahub.inbox (message_id, queue, received_at) VALUES ('x', 'q', now())",
          /x was marked .* without an outcome/
        ],
        [
          "UPDATE datahub.dead_letter SET body = 'x' WHERE message_id = 'letter'",
          /letter is open and keeps its message/
        ],
        [
          "UPDATE datahub.dead_letter SET state = 'dismissed', settled_at = now() WHERE message_id = 'letter'",
          /check constraint/
        ],
        ["UPDATE datahub.statement SET document = '[]'", /append-only: UPDATE refused/],
        ["DELETE FROM datahub.statement", /append-only: DELETE refused/],
        ["UPDATE datahub.outbox SET body = '[]'", /out in datahub.outbox is waiting and keeps what it says/],
        ["UPDATE datahub.outbox SET state = 'sent'", /check constraint/],
        ["DELETE FROM datahub.outbox", /append-only: DELETE refused/],
        ["UPDATE datahub.outbox_transaction SET place = 9", /append-only: UPDATE refused/],
        ["DELETE FROM datahub.inbox", /append-only: DELETE refused/],
        ["TRUNCATE datahub.parked_part", /append-only: TRUNCATE refused/],
        [
          `INSERT INTO portfolio.customer (gsrn, valid_from, customer, recorded_at)
            VALUES ('${gsrn(9)}', now(), '{"cpr":"0101010000"}', now())`,
          /check constraint/
        ],
        ["TRUNCATE portfolio.customer", /append-only: TRUNCATE refused/],
        ["TRUNCATE settlement.correction_due", /append-only: TRUNCATE refused/]
      ]
      for (const [statement, refusal] of refusals) assert.match(yield* refusalOf(statement), refusal, statement)
    })
  )

  it.effect("text that the database cannot hold does not keep a message in its queue", () =>
    Effect.gen(function* () {
      const inbox = yield* Inbox
      const letters = yield* DeadLetters
      const reason = { kind: "CimError", text: 'found "\u0000"' }
      const handling: Handling = { ...applied, outcome: "dead letter", document: "D\u0000", notes: [reason.text] }
      yield* inbox.once(message("nul"), Effect.as(letters.add(message("nul"), reason), handling))
      assert.strictEqual(Option.getOrThrow(yield* letters.find("nul")).reason.text, 'found "\uFFFD"')
      assert.deepStrictEqual(Option.getOrThrow(yield* inbox.find("nul")).notes, ['found "\uFFFD"'])
    })
  )

  it.effect("a letter that was dismissed waits for nobody any more", () =>
    Effect.gen(function* () {
      const letters = yield* DeadLetters
      const before = yield* waitingCounts
      yield* letters.add(message("counted"), { kind: "K", text: "T" })
      assert.strictEqual((yield* waitingCounts).deadLetters, before.deadLetters + 1)
      yield* letters.dismiss("counted", 1, "seen")
      assert.deepStrictEqual(yield* waitingCounts, before)
    })
  )

  it.effect("the application's role can do all of it and no more", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const granted = yield* sql<{ table: string; privileges: string }>`
        SELECT table_schema || '.' || table_name AS table, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS privileges
        FROM information_schema.role_table_grants WHERE grantee = 'datahub_settlement_app'
          AND (table_schema = 'datahub' OR table_name = 'correction_due') GROUP BY 1 ORDER BY 1`
      assert.deepStrictEqual(
        granted.map(({ privileges, table }) => [table, privileges]),
        [
          ["datahub.dead_letter", "INSERT SELECT UPDATE"],
          ["datahub.inbox", "INSERT SELECT UPDATE"],
          ["datahub.outbox", "INSERT SELECT UPDATE"],
          ["datahub.outbox_transaction", "INSERT SELECT"],
          ["datahub.parked_part", "DELETE INSERT SELECT"],
          ["datahub.statement", "INSERT SELECT"],
          ["settlement.correction_due", "INSERT SELECT UPDATE"]
        ]
      )
      const inbox = yield* Inbox
      const effects = Effect.gen(function* () {
        const part = {
          messageId: "role",
          part: "1",
          waitsFor: "w",
          reason: "",
          document: "{}",
          createdAt: 0,
          parkedAt: 0
        }
        const parts = yield* ParkedParts
        yield* parts.park([part])
        yield* parts.takeUp(["w"], (some) => Effect.sync(() => assert.lengthOf(some, 1)))
        const outbox = yield* Outbox
        yield* outbox.enqueue(
          [{ messageId: "role", document: "D", process: "P", processType: "E", transactionIds: ["role"], body: "{}" }],
          -1
        )
        assert.lengthOf(yield* outbox.claim({ now: -1, until: 0, limit: 9 }), 1)
        yield* outbox.sent("role", 1)
        yield* (yield* DeadLetters).add(message("role letter"), { kind: "K", text: "T" })
        yield* (yield* DeadLetters).replay("role letter", 1, () => Effect.succeed(applied))
        return applied
      })
      const asRole = Effect.andThen(sql`SET LOCAL ROLE datahub_settlement_app`, inbox.once(message("role"), effects))
      assert.isTrue(Option.isSome(yield* sql.withTransaction(asRole)))
    })
  )
})

layer(Layer.empty)("exchange of two processes on one database", (it) => {
  it.effect("one message that both got has its effects once, one letter is replayed once", () =>
    Effect.gen(function* () {
      const [one, two] = yield* processes
      const begun = yield* Deferred.make<void>()
      const go = yield* Deferred.make<void>()
      const slow = appendReadings(1, "both").pipe(
        Effect.andThen(Deferred.succeed(begun, undefined)),
        Effect.andThen(Deferred.await(go)),
        Effect.as(applied)
      )
      const first = yield* Effect.forkChild(
        Effect.flatMap(Inbox, (inbox) => inbox.once(message("both"), slow)).pipe(Effect.provide(one))
      )
      yield* Deferred.await(begun)
      const second = yield* Effect.forkChild(
        Effect.flatMap(Inbox, (inbox) => inbox.once(message("both"), Effect.die("twice"))).pipe(Effect.provide(two))
      )
      yield* someoneWaits.pipe(Effect.provide(one))
      yield* Deferred.succeed(go, undefined)
      assert.deepStrictEqual(
        [Option.isSome(yield* Fiber.join(first)), Option.isSome(yield* Fiber.join(second))],
        [true, false]
      )
      yield* Effect.flatMap(DeadLetters, (letters) => letters.add(message("letter"), { kind: "K", text: "T" })).pipe(
        Effect.provide(one)
      )
      const replay = Effect.flatMap(DeadLetters, (letters) =>
        letters.replay("letter", 1, () => Effect.as(Effect.yieldNow, applied))
      )
      const replays = yield* Effect.all(
        [one, two].map((context) => Effect.result(replay.pipe(Effect.provide(context)))),
        { concurrency: "unbounded" }
      )
      const failures = replays.flatMap((result) => (result._tag === "Failure" ? [result.failure] : []))
      assert.deepStrictEqual(
        failures.map((failure) => [failure._tag, (failure as DeadLetterNotOpen).state]),
        [["DeadLetterNotOpen", "replayed"]]
      )
    })
  )

  it.effect("a document that one sender is just claiming is skipped by the other, not waited for", () =>
    Effect.gen(function* () {
      const [one, two] = yield* processes
      const documents = ["a", "b"].map((messageId) => ({
        messageId,
        document: "D",
        process: "P",
        processType: "E",
        transactionIds: [messageId],
        body: "{}"
      }))
      yield* Outbox.use((outbox) => outbox.enqueue(documents, 0)).pipe(Effect.provide(one))
      const claim = Effect.map(
        Outbox.use((outbox) => outbox.claim({ now: 0, until: 1, limit: 1 })),
        (entries) => entries.map(({ messageId }) => messageId)
      )
      const both = Effect.flatMap(claim, (first) =>
        Effect.map(claim.pipe(Effect.provide(two)), (second) => [first, second])
      )
      const claimed = yield* Database.use(({ sql }) => sql.withTransaction(both)).pipe(Effect.provide(one))
      assert.deepStrictEqual(claimed, [["a"], ["b"]])
    })
  )
})
