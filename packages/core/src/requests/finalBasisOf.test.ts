import { assert, describe, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { takeAcontoPlans } from "../intake/index.ts"
import { type Gsrn, type Instant, LocalDate, MarketCalendar } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { billedOf, settleNow } from "../runs/index.ts"
import { memoryExchange, memorySettlementRunStore, memoryStores } from "../testing/index.ts"
import { addPoint, billMonths, correctionWorld, month, tellReadings } from "../testing/stores/correctionRunWorld.ts"
import { finalBasisOf } from "./finalBasisOf.ts"

const day = (text: string): Instant => MarketCalendar.startOfDay(LocalDate.make(text))
const days = (from: string, to: string) => ({ from: day(from), to: day(to) })
const [january, february] = [month(1), month(2)]

/** 910.00 for the 91 days of the first quarter of 2024: ten kroner a day. */
const agree = (gsrn: Gsrn, from: string, amountOere = 91_000) =>
  takeAcontoPlans(
    { plans: [{ gsrn, from: day(from), agreedFrom: day(from), interval: "quarter", amountOere }] },
    "a test"
  )

const customers = (gsrn: Gsrn, ...named: ReadonlyArray<readonly [name: string, from: string, address?: string]>) =>
  Portfolio.use((portfolio) =>
    portfolio.record({
      customers: named.map(([name, from, streetName], index) => ({
        gsrn,
        from: day(from),
        ...(named[index + 1] === undefined ? {} : { to: day(named[index + 1]![1]) }),
        customer: { name, contacts: streetName === undefined ? [] : [{ type: "D01", address: { streetName } }] }
      }))
    })
  )

/** A point that we supply since New Year 2024, read for January and February. */
const household = Effect.fnUntraced(function* (number: number) {
  yield* TestClock.setTime(day("2024-02-21"))
  const world = correctionWorld(number)
  const gsrn = world.gsrn(1)
  yield* addPoint(world, 1, "plain")
  for (const period of [january, february]) yield* tellReadings(world, { gsrn, period, kwh: "0.500" })
  return { world, gsrn }
})

const totalOf = (gsrn: Gsrn, from: string, to: string) =>
  Effect.map(settleNow(gsrn, days(from, to)), (settled) => settled!.totalOere)

describe("what a last bill is made from", () => {
  layer(Layer.mergeAll(memoryStores, memoryExchange, memorySettlementRunStore))((it) => {
    it.effect("is the aconto period until its end: months as billed, the rest as it settles now, less the share", () =>
      Effect.gen(function* () {
        const { gsrn, world } = yield* household(61)
        yield* agree(gsrn, "2024-01-01")
        yield* billMonths(world, january)
        const billed = yield* billedOf(gsrn, january)
        // What came since is no part of the bill yet, and a correction run's business.
        yield* tellReadings(world, { gsrn, period: january, kwh: "0.900" })
        const { basis, beyondOere, shares } = yield* finalBasisOf({ gsrn, end: day("2024-02-20") })
        const rest = yield* totalOf(gsrn, "2024-02-01", "2024-02-20")
        assert.deepStrictEqual(basis.period, days("2024-01-01", "2024-02-20"))
        assert.deepStrictEqual(
          basis.costs.map(({ totalOere }) => totalOere),
          [billed.totalOere, rest]
        )
        // Fifty days of the share, and the 41 that are left.
        assert.deepInclude(basis, { prepaidOere: 50_000, totalDueOere: billed.totalOere + rest - 50_000 })
        assert.strictEqual(beyondOere, 41_000)
        assert.lengthOf(shares, 1)
      })
    )

    it.effect("begins with the customer where that is later, and two of them share a month and a quarter out", () =>
      Effect.gen(function* () {
        const { gsrn, world } = yield* household(62)
        yield* agree(gsrn, "2024-01-01")
        yield* agree(gsrn, "2024-02-11", 182_000)
        yield* customers(gsrn, ["A", "2024-01-01"], ["B", "2024-02-11"], ["B", "2024-02-15", "Havnegade"])
        yield* billMonths(world, january, february)
        const former = yield* finalBasisOf({ gsrn, end: day("2024-02-11") })
        const rest = yield* totalOf(gsrn, "2024-02-01", "2024-02-11")
        assert.deepStrictEqual(former.basis.period, days("2024-01-01", "2024-02-11"))
        // February was billed as a whole, and ten days of it are theirs.
        assert.strictEqual(former.basis.costs[1]?.totalOere, rest)
        assert.strictEqual(former.basis.prepaidOere, 41_000)
        const latter = yield* finalBasisOf({ gsrn, end: day("2024-03-01") })
        assert.deepStrictEqual(latter.basis.period, days("2024-02-11", "2024-03-01"))
        // Nineteen days of twenty kroner, and 31 more that they do not use.
        assert.deepStrictEqual([latter.basis.prepaidOere, latter.beyondOere], [38_000, 62_000])
      })
    )

    it.effect("begins with the month where nothing is prepaid, or where it is said to", () =>
      Effect.gen(function* () {
        const { gsrn } = yield* household(63)
        const { basis, beyondOere } = yield* finalBasisOf({ gsrn, end: day("2024-02-20") })
        assert.deepStrictEqual(basis.period, days("2024-02-01", "2024-02-20"))
        assert.deepStrictEqual([basis.prepaidOere, beyondOere, basis.totalDueOere], [0, 0, basis.totalOere])
        yield* agree(gsrn, "2024-01-01")
        const said = yield* finalBasisOf({ gsrn, end: day("2024-02-20"), from: day("2024-02-10") })
        assert.deepStrictEqual(said.basis.period, days("2024-02-10", "2024-02-20"))
        assert.strictEqual(said.basis.prepaidOere, 10_000)
      })
    )

    it.effect("fails where we do not supply, and with every reason where the time cannot be settled", () =>
      Effect.gen(function* () {
        const { gsrn } = yield* household(64)
        const before = yield* Effect.flip(finalBasisOf({ gsrn, end: day("2024-01-01") }))
        assert.deepInclude(before, { _tag: "NothingToBill", gsrn })
        const unread = yield* Effect.flip(finalBasisOf({ gsrn, end: day("2024-03-10") }))
        assert.deepInclude(unread, { _tag: "SettlementRefused", gsrn })
      })
    )
  })
})
