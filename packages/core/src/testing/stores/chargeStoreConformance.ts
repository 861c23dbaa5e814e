import { Effect } from "effect"
import {
  type Charge,
  type ChargeKey,
  chargeKeyText,
  ChargeStore,
  type PriceVersion,
  type Tariff,
  type TariffPrice
} from "../../charges/index.ts"
import { intervalMs } from "../../market/index.ts"
import { MeteringLedger } from "../../metering/index.ts"
import { feeOf, subscriptionOf, tariffOf } from "../chargesOf.ts"
import { type ConformanceCase, expectFailure, expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"

type Store = ChargeStore["Service"]
type Ledger = MeteringLedger["Service"]

const cases: Array<ConformanceCase<ChargeStore | MeteringLedger>> = []

/** Each case has charge codes of its own. */
const chargeCase = (
  name: string,
  test: (store: Store, ledger: Ledger, code: string) => Effect.Effect<void, unknown>
): void => {
  const code = `CONF-${cases.length}`
  cases.push({
    name,
    run: Effect.gen(function* () {
      yield* test(yield* ChargeStore, yield* MeteringLedger, code)
    })
  })
}

const year = dates("2025-01-01", "2026-01-01")

/** Versions as `date–date price`, sources left out. */
const versionsOf = ({ prices }: Charge) =>
  (prices as ReadonlyArray<PriceVersion<unknown>>).map(({ from, price, to }) => [from, to ?? null, price])

const pricesOf = (store: Store, key: ChargeKey, asOf?: number) =>
  Effect.map(store.charges({ keys: [key], period: year, asOf }), (charges) => charges.flatMap(versionsOf))

const series = (start: number, prices: ReadonlyArray<number>): TariffPrice => ({
  kind: "series",
  resolution: "PT1H",
  start,
  nanoDkkPerKwh: Float64Array.from(prices)
})

const withPrice = (charge: Tariff, from: number, to: number, price: TariffPrice): Tariff => ({
  ...charge,
  prices: [{ from, to, price }]
})

chargeCase("every kind of charge and price comes back as it was, without a price too", (store, _, code) =>
  Effect.gen(function* () {
    const start = midnight("2025-03-01")
    const hourly = Float64Array.from({ length: 24 }, (_unused, hour) => (hour === 3 ? Number.NaN : hour * 1_000_000))
    const charges: ReadonlyArray<Charge> = [
      subscriptionOf({ code, name: "Abonnement æøå", prices: "40.835055" }),
      feeOf({ code, prices: [{ valid: ["2025-01-01", "2025-02-01"], price: "100" }], vatClass: "D01" }),
      {
        ...tariffOf({ code, isTax: true, prices: [{ valid: ["2025-01-01", "2026-01-01"], price: "-0.72" }] }),
        transparentInvoicing: true
      },
      tariffOf({
        code: `${code} H`,
        prices: [{ valid: ["2025-01-01"], price: { kind: "byLocalHour", nanoDkkPerKwh: hourly } }]
      }),
      withPrice(
        tariffOf({ code: `${code} S`, prices: "1" }),
        start,
        start + 3 * intervalMs.PT1H,
        series(start, [1, Number.NaN, 3])
      ),
      { ...subscriptionOf({ code: `${code} N`, prices: "1" }), prices: [{ from: year.from, price: Number.NaN }] }
    ]
    yield* expectSame("outcome", yield* store.record(charges, "file.csv"), { charges: 6, added: 6, superseded: 0 })
    const found = yield* store.charges({ keys: charges.map(({ key }) => key), period: year })
    const sourced = charges.map((charge) => ({
      ...charge,
      prices: (charge.prices as ReadonlyArray<PriceVersion<unknown>>).map((version) => ({
        ...version,
        source: "file.csv"
      }))
    }))
    yield* expectSame(
      "charges",
      found,
      sourced.toSorted((a, b) => (chargeKeyText(a.key) < chargeKeyText(b.key) ? -1 : 1))
    )
  })
)

chargeCase("a newer price list replaces exactly the time that it names", (store, _, code) =>
  Effect.gen(function* () {
    const charge = subscriptionOf({ code, prices: [{ valid: ["2025-01-01"], price: "10" }] })
    yield* store.record([charge], "first")
    const newer = subscriptionOf({ code, prices: [{ valid: ["2025-03-01", "2025-05-01"], price: "20" }] })
    yield* expectSame("outcome", yield* store.record([newer], "second"), { charges: 0, added: 3, superseded: 1 })
    const found = yield* store.charges({ keys: [charge.key], period: year })
    yield* expectSame("versions", found.flatMap(versionsOf), [
      [midnight("2025-01-01"), midnight("2025-03-01"), 10e9],
      [midnight("2025-03-01"), midnight("2025-05-01"), 20e9],
      [midnight("2025-05-01"), null, 10e9]
    ])
    const sources = found.flatMap(({ prices }) =>
      (prices as ReadonlyArray<PriceVersion<number>>).map(({ source }) => source)
    )
    yield* expectSame("sources", sources, ["first", "second", "first"])
  })
)

chargeCase("versions that say what is known already change nothing, however they are cut", (store, _, code) =>
  Effect.gen(function* () {
    const charge = tariffOf({ code, prices: [{ valid: ["2025-01-01"], price: "0.5" }] })
    yield* store.record([charge], "first")
    const nothing = { charges: 0, added: 0, superseded: 0 }
    yield* expectSame("again", yield* store.record([charge], "second"), nothing)
    const cut = tariffOf({
      code,
      prices: [
        { valid: ["2025-02-01", "2025-03-01"], price: "0.5" },
        { valid: ["2025-03-01"], price: "0.5" }
      ]
    })
    yield* expectSame("in parts", yield* store.record([cut], "third"), nothing)
    yield* expectSame("versions", yield* pricesOf(store, charge.key), versionsOf(charge))
    const longer = tariffOf({ code, prices: [{ valid: ["2024-12-01", "2025-02-01"], price: "0.5" }] })
    yield* store.record([longer], "fourth")
    yield* expectSame("no part twice", yield* pricesOf(store, charge.key), versionsOf(charge))
  })
)

chargeCase("a series keeps the intervals beside what replaces it", (store, _, code) =>
  Effect.gen(function* () {
    const charge = tariffOf({ code, prices: "1" })
    const start = midnight("2025-06-01")
    const hour = (i: number): number => start + i * intervalMs.PT1H
    yield* store.record([withPrice(charge, start, hour(6), series(start, [0, 1, 2, 3, 4, 5]))], "six hours")
    yield* store.record([withPrice(charge, hour(2), hour(4), series(hour(2), [20, 30]))], "two of them")
    yield* expectSame("versions", yield* pricesOf(store, charge.key), [
      [start, hour(2), series(start, [0, 1])],
      [hour(2), hour(4), series(hour(2), [20, 30])],
      [hour(4), hour(6), series(hour(4), [4, 5])]
    ])
    const again = yield* store.record([withPrice(charge, hour(3), hour(6), series(hour(3), [30, 4, 5]))], "the same")
    yield* expectSame("the same", again, { charges: 0, added: 0, superseded: 0 })
  })
)

chargeCase("as of an instant gives prices and names as they were believed then", (store, ledger, code) =>
  Effect.gen(function* () {
    const before = yield* ledger.knownInstant
    const first = subscriptionOf({ code, name: "Net abo", prices: [{ valid: ["2025-01-01"], price: "10" }] })
    yield* store.record([first], "first")
    const then = yield* ledger.knownInstant
    const renamed = subscriptionOf({ code, name: "Nettarif C", prices: [{ valid: ["2025-07-01"], price: "11" }] })
    yield* expectSame("outcome", yield* store.record([renamed], "second"), { charges: 1, added: 2, superseded: 1 })
    const query = { keys: [first.key], period: year }
    yield* expectSame("before", yield* store.charges({ ...query, asOf: before }), [])
    const old = yield* store.charges({ ...query, asOf: then })
    yield* expectSame("then", [old.map(({ name }) => name), old.flatMap(versionsOf)], [["Net abo"], versionsOf(first)])
    const now = yield* store.charges(query)
    yield* expectSame(
      "now",
      [now.map(({ name }) => name), now.flatMap(versionsOf).map(([, , price]) => price)],
      [["Nettarif C"], [10e9, 11e9]]
    )
    yield* store.record([renamed], "third")
    yield* expectSame("then, still", yield* store.charges({ ...query, asOf: then }), old)
  })
)

chargeCase("a charge that is asked for comes, with the versions that meet the period only", (store, _, code) =>
  Effect.gen(function* () {
    const charge = subscriptionOf({
      code,
      prices: [
        { valid: ["2025-01-01", "2025-02-01"], price: "1" },
        { valid: ["2025-02-01", "2025-03-01"], price: "2" }
      ]
    })
    yield* store.record([charge], "prices")
    const priced = (from: string, to: string) =>
      Effect.map(store.charges({ keys: [charge.key], period: dates(from, to) }), (found) =>
        found.map((one) => versionsOf(one).map(([, , price]) => price))
      )
    yield* expectSame("January", yield* priced("2025-01-01", "2025-02-01"), [[1e9]])
    yield* expectSame("over the change", yield* priced("2025-01-31", "2025-02-02"), [[1e9, 2e9]])
    yield* expectSame("later", yield* priced("2025-03-01", "2025-04-01"), [[]])
    const unknown = { ...charge.key, code: `${code} X` }
    yield* expectSame("unknown", yield* store.charges({ keys: [unknown], period: year }), [])
    yield* expectSame("none named", yield* store.charges({ keys: [], period: year }), [])
    const all = yield* store.charges({ period: year })
    yield* expectSame("among all", all.filter(({ key }) => key.code === code).length, 1)
    const texts = all.map(({ key }) => chargeKeyText(key))
    yield* expectSame("order", texts, texts.toSorted())
  })
)

chargeCase("charges that cannot be believed are refused, and none of them is recorded", (store, _, code) =>
  Effect.gen(function* () {
    const good = subscriptionOf({ code, prices: "1" })
    const overlapping = subscriptionOf({
      code: `${code} O`,
      prices: [
        { valid: ["2025-01-01"], price: "1" },
        { valid: ["2025-02-01"], price: "2" }
      ]
    })
    const overlap = yield* expectFailure("overlap", store.record([good, overlapping], "x"), "PricesRefused")
    yield* expectSame("where", [overlap.charge, overlap.from], [chargeKeyText(overlapping.key), midnight("2025-02-01")])
    const fraction: Charge = { ...good, prices: [{ from: year.from, price: 0.45 }] }
    yield* expectFailure("DKK where nano-DKK are meant", store.record([fraction], "x"), "PricesRefused")
    const empty: Charge = { ...good, prices: [{ from: year.from, to: year.from, price: 1 }] }
    yield* expectFailure("an empty version", store.record([empty], "x"), "PricesRefused")
    const hours = tariffOf({ code, prices: { kind: "byLocalHour", nanoDkkPerKwh: new Float64Array(23) } })
    yield* expectFailure("23 hours", store.record([hours], "x"), "PricesRefused")
    const mistyped: Charge = { ...good, key: { ...good.key, type: "D03" } }
    yield* expectFailure("a subscription with a tariff's key", store.record([mistyped], "x"), "PricesRefused")
    yield* expectFailure("two names", store.record([good, { ...good, name: "another" }], "x"), "PricesRefused")
    yield* expectSame("nothing recorded", yield* store.charges({ keys: [good.key, overlapping.key], period: year }), [])
    yield* expectSame("the same piece twice", yield* store.record([good, good], "x"), {
      charges: 1,
      added: 1,
      superseded: 0
    })
  })
)

/** What every adapter of {@link ChargeStore} must do. */
export const chargeStoreConformance: ReadonlyArray<ConformanceCase<ChargeStore | MeteringLedger>> = cases
