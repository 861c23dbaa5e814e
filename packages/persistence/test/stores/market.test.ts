import { ChargeStore, LocalDate, MarketCalendar, SpotPriceStore } from "@datahub-settlement/core"
import { spotOf, subscriptionOf } from "@datahub-settlement/core/testing"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { Database } from "../../src/database/Database.ts"
import { refusalOf } from "./refusals.ts"
import { testStores } from "./testStores.ts"

const period = MarketCalendar.datePeriod(LocalDate.make("2025-01-01"), LocalDate.make("2026-01-01"))
const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))

layer(testStores)("charges and spot prices on PostgreSQL", (it) => {
  it.effect("refuse to rewrite history, and say so", () =>
    Effect.gen(function* () {
      const charge = subscriptionOf({ code: "HISTORY", prices: "1" })
      yield* (yield* ChargeStore).record([charge], "first")
      yield* (yield* ChargeStore).record([{ ...charge, name: "renamed", prices: [{ ...period, price: 2 }] }], "second")
      yield* (yield* SpotPriceStore).record(spotOf({ period: day, dkkPerKwh: "0.5" }), "first")
      for (const table of ["charge", "charge_information", "charge_price", "spot_price"]) {
        assert.strictEqual(
          yield* refusalOf(`DELETE FROM market.${table}`),
          `market.${table} is append-only: DELETE refused`
        )
        // CASCADE reaches what refers to it, and that refuses too.
        assert.match(yield* refusalOf(`TRUNCATE market.${table} CASCADE`), /is append-only: TRUNCATE refused/)
      }
      assert.strictEqual(
        yield* refusalOf("UPDATE market.spot_price SET nano_dkk_per_kwh = 0"),
        "market.spot_price is append-only: UPDATE refused"
      )
      assert.strictEqual(
        yield* refusalOf("UPDATE market.charge SET code = 'X'"),
        "market.charge is append-only: UPDATE refused"
      )
      for (const [table, column] of [
        ["charge_information", "name = 'X'"],
        ["charge_price", "nano = '{0}'"]
      ]) {
        assert.strictEqual(
          yield* refusalOf(`UPDATE market.${table} SET ${column}`),
          `market.${table} keeps its history: UPDATE refused`
        )
        const again = `UPDATE market.${table} SET superseded_at = now() WHERE superseded_at IS NOT NULL`
        assert.strictEqual(yield* refusalOf(again), `market.${table} keeps its history: UPDATE refused`)
      }
    })
  )

  it.effect("two current prices of a charge for one time are refused by the database itself", () =>
    Effect.gen(function* () {
      yield* (yield* ChargeStore).record([subscriptionOf({ code: "OVERLAP", prices: "1" })], "first")
      const again = `INSERT INTO market.charge_price (charge_no, valid_from, kind, nano, recorded_at)
        SELECT charge_no, '2025-06-01', 'amount', '{1}', now() FROM market.charge WHERE code = 'OVERLAP'`
      assert.match(yield* refusalOf(again), /violates exclusion constraint/)
      const renamed = `INSERT INTO market.charge_information
          (charge_no, name, vat_class, is_tax, transparent_invoicing, recorded_at)
        SELECT charge_no, 'another', 'D02', false, false, now() FROM market.charge WHERE code = 'OVERLAP'`
      assert.match(yield* refusalOf(renamed), /violates unique constraint "charge_information_current"/)
    })
  )

  it.effect("records that follow each other within a millisecond, and at the same time, all count", () =>
    Effect.gen(function* () {
      const store = yield* ChargeStore
      const { sql } = yield* Database
      const named = (index: number) => subscriptionOf({ code: "FAST", name: `name ${index}`, prices: String(index) })
      yield* sql.withTransaction(
        Effect.forEach([1, 2, 3, 4], (index) => store.record([named(index)], "one after another"))
      )
      const [charge] = yield* store.charges({ keys: [named(1).key], period })
      assert.strictEqual(charge?.name, "name 4")
      assert.deepStrictEqual(
        charge?.prices.map(({ price }) => price),
        [4e9]
      )
      const indices = Array.from({ length: 8 }, (_, index) => 10 + index)
      yield* Effect.forEach(indices, (index) => store.record([named(index)], "at once"), { concurrency: "unbounded" })
      const [last] = yield* store.charges({ keys: [named(1).key], period })
      assert.strictEqual(last?.prices.length, 1)
      const history =
        yield* sql`SELECT FROM market.charge_price JOIN market.charge USING (charge_no) WHERE code = 'FAST'`
      assert.strictEqual(history.length, 12)
    })
  )

  it.effect("spot prices that several bring at the same time are added once", () =>
    Effect.gen(function* () {
      const store = yield* SpotPriceStore
      const prices = spotOf({
        period: MarketCalendar.dayPeriod(LocalDate.make("2025-11-02")),
        resolution: "PT15M",
        dkkPerKwh: "0.7"
      })
      const outcomes = yield* Effect.all(
        Array.from({ length: 6 }, () => store.record(prices, "at once")),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(
        outcomes.map(({ added }) => added).toSorted((a, b) => b - a),
        [96, 0, 0, 0, 0, 0]
      )
      assert.isTrue(outcomes.every(({ revised }) => revised === 0))
    })
  )
})
