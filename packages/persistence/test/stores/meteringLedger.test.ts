import { gsrnOf, intervalMs, LocalDate, MarketCalendar, MeteringLedger } from "@datahub-settlement/core"
import { seriesOf } from "@datahub-settlement/core/testing"
import { assert, layer } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { Database } from "../../src/database/Database.ts"
import { refusalOf, someoneWaits } from "./refusals.ts"
import { testStores } from "./testStores.ts"

const day = MarketCalendar.dayPeriod(LocalDate.make("2025-03-10"))
const point = (index: number) => gsrnOf(`5713130000000${String(index).padStart(4, "0")}`)
const messageOf = (index: number, period = day, kwh = "1") => {
  const series = seriesOf({ gsrn: point(index), period, kwh })
  return { messageId: series.messageId, series: [series] }
}

layer(testStores)("the metering ledger on PostgreSQL", (it) => {
  it.effect("refuses to change or remove what was registered, and says so", () =>
    Effect.gen(function* () {
      yield* (yield* MeteringLedger).append([messageOf(1)])
      const { sql } = yield* Database
      // Readings lie in partitions, or in chunks of TimescaleDB: the table is named in which they are.
      const [part] = yield* sql<{
        name: string
      }>`SELECT tableoid::regclass::text AS name FROM metering.metering_day LIMIT 1`
      const tables = [
        ["message", "metering.message", "message_id"],
        ["metering_day", part!.name, "unit"]
      ] as const
      for (const [table, told, column] of tables) {
        const update = yield* refusalOf(`UPDATE metering.${table} SET ${column} = 'x'`)
        assert.strictEqual(update, `${told} is append-only: UPDATE refused`)
        const removal = yield* refusalOf(`DELETE FROM metering.${table}`)
        assert.strictEqual(removal, `${told} is append-only: DELETE refused`)
        assert.strictEqual(yield* refusalOf(`DELETE FROM ${told}`), `${told} is append-only: DELETE refused`)
      }
      assert.strictEqual(
        yield* refusalOf("TRUNCATE metering.metering_day"),
        "metering.metering_day is append-only: TRUNCATE refused"
      )
    })
  )

  it.effect("knows readings from the very instant at which they were recorded", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      const ledger = yield* MeteringLedger
      const message = messageOf(90)
      yield* ledger.append([message])
      const [recorded] = yield* sql<{ readonly at: number }>`
        SELECT recorded_at AS at FROM metering.message WHERE message_id = ${message.messageId}`
      const known = (asOf: number) =>
        Effect.map(ledger.readings({ gsrns: [point(90)], period: day, asOf }), (series) => series.length)
      assert.deepStrictEqual([yield* known(recorded!.at - 1), yield* known(recorded!.at)], [0, 1])
    })
  )

  it.effect("makes room for the whole month, whichever of its days is asked for first", () =>
    Effect.gen(function* () {
      const { sql } = yield* Database
      yield* sql`SELECT metering.ensure_month('2033-05-17'::date)`
      const days = ["2033-05-01", "2033-05-31"].map((date) => MarketCalendar.dayPeriod(LocalDate.make(date)))
      const [first, last] = days.map((period, index) => messageOf(91 + index, period))
      assert.deepStrictEqual(yield* (yield* MeteringLedger).append([first!, last!]), { days: 2, knownMessages: 0 })
    })
  )

  it.effect("adds a message once when two append it at the same time", () =>
    Effect.gen(function* () {
      const ledger = yield* MeteringLedger
      const message = messageOf(2)
      const outcomes = yield* Effect.all(
        Array.from({ length: 6 }, () => ledger.append([message])),
        { concurrency: "unbounded" }
      )
      const sorted = outcomes.toSorted((a, b) => b.days - a.days)
      assert.deepStrictEqual(sorted[0], { days: 1, knownMessages: 0 })
      assert.deepStrictEqual(
        sorted.slice(1),
        Array.from({ length: 5 }, () => ({ days: 0, knownMessages: 1 }))
      )
      assert.strictEqual((yield* ledger.readings({ gsrns: [point(2)], period: day })).length, 1)
    })
  )

  it.effect("makes room for a new month once when several bring its first readings", () =>
    Effect.gen(function* () {
      const ledger = yield* MeteringLedger
      const { sql } = yield* Database
      const period = MarketCalendar.datePeriod(LocalDate.make("2031-01-20"), LocalDate.make("2031-04-10"))
      const indices = Array.from({ length: 8 }, (_, index) => 10 + index)
      yield* Effect.forEach(indices, (index) => ledger.append([messageOf(index, period)]), { concurrency: "unbounded" })
      const [ledgerTable] = yield* sql<{ isPartitioned: boolean }>`
        SELECT relkind = 'p' AS "isPartitioned" FROM pg_class WHERE oid = 'metering.metering_day'::regclass`
      const partitions = yield* sql<{ name: string }>`
        SELECT relname AS name FROM pg_class WHERE relname ~ '^metering_day_2031_[0-9]+$' ORDER BY 1`
      assert.deepStrictEqual(
        partitions.map(({ name }) => name.slice(-2)),
        // TimescaleDB makes chunks by itself.
        ledgerTable!.isPartitioned ? ["01", "02", "03", "04"] : []
      )
      const series = yield* ledger.readings({ gsrns: indices.map(point), period })
      assert.strictEqual(series.length, indices.length * MarketCalendar.localDays(period).length)
    })
  )

  it.effect("adds all messages of a call or none", () =>
    Effect.gen(function* () {
      const ledger = yield* MeteringLedger
      const good = messageOf(30)
      const unstorable = messageOf(31)
      const bad = { ...unstorable, series: unstorable.series.map((series) => ({ ...series, transactionId: "\u0000" })) }
      const error = yield* Effect.flip(ledger.append([good, bad]))
      assert.strictEqual(error._tag, "StorageError")
      assert.strictEqual(error.operation, "append readings")
      assert.isFalse(error.retryable)
      assert.strictEqual((yield* ledger.readings({ gsrns: [point(30)], period: day })).length, 0)
      // The message is not known either: it comes in when it is sent again.
      assert.deepStrictEqual(yield* ledger.append([good, unstorable]), { days: 2, knownMessages: 0 })
    })
  )

  it.effect("takes part in the transaction around it", () =>
    Effect.gen(function* () {
      const ledger = yield* MeteringLedger
      const { sql } = yield* Database
      const abandoned = ledger.append([messageOf(32)]).pipe(Effect.andThen(Effect.fail("changed my mind")))
      assert.strictEqual(yield* Effect.flip(sql.withTransaction(abandoned)), "changed my mind")
      assert.deepStrictEqual(yield* ledger.append([messageOf(32)]), { days: 1, knownMessages: 0 })
    })
  )

  it.effect("knows only what is committed: an instant waits for those who are recording", () =>
    Effect.gen(function* () {
      const ledger = yield* MeteringLedger
      const { sql } = yield* Database
      const appended = yield* Deferred.make<void>()
      const mayCommit = yield* Deferred.make<void>()
      const writer = yield* Effect.forkChild(
        sql.withTransaction(
          ledger
            .append([messageOf(40)])
            .pipe(Effect.andThen(Deferred.succeed(appended, undefined)), Effect.andThen(Deferred.await(mayCommit)))
        )
      )
      yield* Deferred.await(appended)
      const asking = yield* Effect.forkChild(ledger.knownInstant)
      yield* someoneWaits
      yield* Deferred.succeed(mayCommit, undefined)
      yield* Fiber.join(writer)
      const asOf = yield* Fiber.join(asking)
      assert.strictEqual((yield* ledger.readings({ gsrns: [point(40)], period: day, asOf })).length, 1)
      // Nothing that comes later is ever seen at that instant.
      yield* ledger.append([messageOf(40, { from: day.to, to: day.to + intervalMs.PT1H })])
      const window = { from: day.from, to: day.to + 24 * intervalMs.PT1H }
      assert.strictEqual((yield* ledger.readings({ gsrns: [point(40)], period: window, asOf })).length, 1)
      assert.strictEqual((yield* ledger.readings({ gsrns: [point(40)], period: window })).length, 2)
    })
  )

  it.effect("an instant is earlier than everything recorded after it, however fast things follow", () =>
    Effect.gen(function* () {
      const ledger = yield* MeteringLedger
      for (let index = 50; index < 80; index++) {
        const asOf = yield* ledger.knownInstant
        yield* ledger.append([messageOf(index)])
        const query = { gsrns: [point(index)], period: day }
        assert.strictEqual((yield* ledger.readings({ ...query, asOf })).length, 0)
        assert.strictEqual((yield* ledger.readings({ ...query, asOf: yield* ledger.knownInstant })).length, 1)
      }
    })
  )
})
