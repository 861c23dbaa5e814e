import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { day, gsrn, Making, subscription, tariff, us } from "../../test/intake/Making.ts"
import { type AnyPrice, ChargeStore, type PriceVersion } from "../charges/index.ts"
import { ParkedParts, type ReceivedMessage } from "../exchange/index.ts"
import { MarketCalendar, type Validity } from "../market/index.ts"
import { assembleReadings, MeteringLedger } from "../metering/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { joinEqual } from "../storage/index.ts"
import { memoryIntake } from "../testing/index.ts"
import { handleMessage } from "./handleMessage.ts"

/** A year of a metering point, in the order in which DataHub made it. */
const story = (): ReadonlyArray<ReceivedMessage> => {
  const made = new Making()
  made.information(subscription, "Subscription", day("2025-01-01"))
  made.monthlyPrice(subscription, 20, day("2025-02-01"), day("2025-03-01"))
  made.masterData("E03", { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01"), meterId: "first" })
  made.links(subscription, 1, day("2025-02-01"))
  made.links(tariff, 1, day("2025-02-01"))
  made.readings("2025-02-01", "0.100")
  made.links(subscription, 2, day("2025-03-01"))
  made.masterData("E32", { validFrom: day("2025-03-01"), meterId: "second" })
  made.readings("2025-02-01", "0.200")
  made.monthlyPrice(subscription, 25, day("2025-02-01"), day("2025-03-01"))
  made.links(subscription, 2, day("2025-06-01"), day("2025-06-01"))
  made.masterData("E32", { validFrom: day("2025-03-01"), meterId: "second, corrected" })
  made.notice("E03", day("2025-09-01"))
  made.customer("(ukendt)", day("2025-09-01"))
  made.customer("A. Hansen", day("2025-02-01"))
  made.readings("2025-02-02", "0.300")
  made.masterData("E65", { validFrom: day("2025-11-01"), supplyStart: day("2025-11-01"), meterId: "third" })
  made.notice("E01", day("2025-11-01"))
  made.links(subscription, 1, day("2025-11-01"))
  made.information(subscription, "Subscription, small", day("2025-01-01"))
  return made.messages
}

/** All that is known afterwards, as plain data. */
const known = Effect.gen(function* () {
  const portfolio = yield* Portfolio
  const charges = yield* ChargeStore
  const ledger = yield* MeteringLedger
  const parked = yield* ParkedParts
  const period = { from: day("2025-01-01"), to: day("2026-01-01") }
  const read = { from: day("2025-02-01"), to: day("2025-02-03") }
  const point = Option.getOrUndefined(yield* portfolio.point(gsrn))
  const { stretches } = assembleReadings(yield* ledger.readings({ gsrns: [gsrn], period: read }), gsrn, read)
  return {
    meteringPoint: joined(point?.meteringPoint ?? [], ({ masterData }) => masterData?.meterId),
    customers: joined(point?.customers ?? [], ({ customer }) => customer.name),
    supply: joined(point?.supply ?? [], () => "supplied"),
    links: [tariff, subscription].map(({ code }) =>
      joined(
        (point?.links ?? []).filter(({ charge }) => charge.code === code),
        ({ quantity }) => `${code} × ${quantity}`
      )
    ),
    charges: (yield* charges.charges({ period })).map(({ name, prices }) => ({
      name,
      prices: joined<PriceVersion<AnyPrice>>(prices, ({ price }) => price)
    })),
    readings: stretches.map(({ quantitiesWh, start }) => ({ start, quantitiesWh: [...quantitiesWh] })),
    parked: yield* parked.count
  }
})

/** Neighbours that say the same are one: how often something was told does not matter. */
const joined = <V extends Validity>(versions: ReadonlyArray<V>, saying: (version: V) => unknown) =>
  joinEqual(versions, (a, b) => saying(a) === saying(b)).map((version) => [saying(version), version.from, version.to])

const after = (messages: ReadonlyArray<ReceivedMessage>) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(Date.parse("2025-12-01T00:00:00Z"))
    const outcomes = yield* Effect.forEach(messages, handleMessage)
    assert.deepStrictEqual(
      outcomes.filter(({ outcome }) => outcome === "dead letter"),
      []
    )
    return yield* known
  }).pipe(Effect.provide(memoryIntake({ gln: us })))

describe("messages in any order", () => {
  it.effect("tell the story of a metering point", () =>
    Effect.gen(function* () {
      const state = yield* after(story())
      assert.deepStrictEqual(state.supply, [
        ["supplied", day("2025-02-01"), day("2025-09-01")],
        ["supplied", day("2025-11-01"), undefined]
      ])
      assert.deepStrictEqual(state.customers, [
        ["A. Hansen", day("2025-02-01"), day("2025-09-01")],
        ["(ukendt)", day("2025-09-01"), undefined]
      ])
      assert.deepStrictEqual(state.meteringPoint, [
        ["first", day("2025-02-01"), day("2025-03-01")],
        ["second, corrected", day("2025-03-01"), day("2025-11-01")],
        ["third", day("2025-11-01"), undefined]
      ])
      assert.deepStrictEqual(state.links, [
        [["NET-C × 1", day("2025-02-01"), undefined]],
        [
          ["NET-ABO × 1", day("2025-02-01"), day("2025-03-01")],
          ["NET-ABO × 2", day("2025-03-01"), day("2025-06-01")],
          ["NET-ABO × 1", day("2025-11-01"), undefined]
        ]
      ])
      assert.deepStrictEqual(state.charges, [
        { name: "Subscription, small", prices: [[25e9, day("2025-02-01"), day("2025-03-01")]] }
      ])
      assert.deepStrictEqual([...new Set(state.readings.flatMap(({ quantitiesWh }) => quantitiesWh))], [200, 300])
      assert.strictEqual(state.parked, 0)
    })
  )

  it("end in the same state, also when some come twice", async () => {
    const messages = story()
    const expected = await stateAfter(messages)
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...messages], { minLength: messages.length }),
        fc.shuffledSubarray([...messages]),
        async (shuffled, again) => assert.deepStrictEqual(await stateAfter([...shuffled, ...again]), expected)
      ),
      { numRuns: 100 }
    )
  })

  it("end in the same state whatever they tell", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 2, maxLength: 14 }),
        fc.infiniteStream(fc.nat()),
        async (told, dice) => {
          const made = new Making()
          for (const tell of told) tell(made)
          const shuffled = made.messages
            .map((message) => ({ message, at: dice.next().value }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ message }) => message)
          assert.deepStrictEqual(await stateAfter(shuffled), await stateAfter(made.messages))
        }
      ),
      { numRuns: 300 }
    )
  })
})

const dayOfYear = fc.integer({ min: 0, max: 11 }).map((month) => day(`2025-${String(month + 1).padStart(2, "0")}-01`))
const aCharge = fc.constantFrom(tariff, subscription)

/** Anything that DataHub may say of the point, sensible or not. */
const event: fc.Arbitrary<(made: Making) => void> = fc.oneof(
  fc.tuple(fc.constantFrom("E03", "E65", "E32", "E79"), dayOfYear, fc.constantFrom("A", "B", "C")).map(
    ([process, at, meterId]) =>
      (made: Making) =>
        made.masterData(process, {
          validFrom: at,
          meterId,
          ...(process < "E32" || process === "E65" ? { supplyStart: at } : {})
        })
  ),
  fc.tuple(fc.constantFrom("E03", "E01", "E20", "D34", "D41"), dayOfYear).map(
    ([process, at]) =>
      (made: Making) =>
        made.notice(process, at)
  ),
  fc.tuple(aCharge, fc.integer({ min: 1, max: 3 }), dayOfYear, fc.option(dayOfYear)).map(
    ([charge, quantity, from, to]) =>
      (made: Making) =>
        made.links(charge, charge.type === "D03" ? 1 : quantity, from, to === null ? undefined : Math.max(from, to))
  ),
  fc.tuple(fc.constantFrom("Hansen", "Jensen"), dayOfYear).map(
    ([name, from]) =>
      (made: Making) =>
        made.customer(name, from)
  ),
  fc.tuple(aCharge, fc.constantFrom("one", "two"), dayOfYear).map(
    ([key, name, from]) =>
      (made: Making) =>
        made.information(key, name, from)
  ),
  fc.tuple(fc.integer({ min: 1, max: 40 }), dayOfYear).map(
    ([dkk, from]) =>
      (made: Making) =>
        made.monthlyPrice(subscription, dkk, from, MarketCalendar.monthPeriod(MarketCalendar.localDateOf(from)).to)
  ),
  fc.tuple(fc.constantFrom("2025-02-01", "2025-02-02"), fc.constantFrom("0.100", "0.200")).map(
    ([date, kwh]) =>
      (made: Making) =>
        made.readings(date, kwh)
  )
)

const stateAfter = (some: ReadonlyArray<ReceivedMessage>) =>
  Effect.runPromise(after(some).pipe(Effect.provide(TestClock.layer())))
