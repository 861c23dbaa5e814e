import {
  AcontoPlans,
  cancelRequest,
  GridArea,
  handleMessage,
  type Instant,
  MarketCalendar,
  noteRefusedDocument,
  Portfolio,
  signUp,
  type SubmittedRequest,
  takeAcontoPlans,
  takeDecision,
  takePortfolio
} from "@datahub-settlement/core"
import { memoryIntake, spotProductOf } from "@datahub-settlement/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making, us } from "../intake/Making.ts"

const today = day("2025-01-15") + 36_000_000
const world = Layer.merge(memoryIntake({ gln: us }), TestClock.layer())
const aconto = { interval: "month", amountOere: 50_000 } as const
const wish = {
  gsrn,
  startAt: day("2025-02-01"),
  customer: "moves in",
  name: "Nordlys ApS",
  cvr: "12345678",
  balanceResponsible: "5790009990024",
  aconto
} as const

const dateOf = (at: Instant | undefined) => (at === undefined ? "" : MarketCalendar.localDateOf(at))
const plans = AcontoPlans.use((store) =>
  Effect.map(store.of([gsrn]), (known) =>
    (known.get(gsrn)?.plans ?? []).map(({ amountOere, from, to }) => [dateOf(from), dateOf(to), amountOere])
  )
)

const contracts = Portfolio.use((portfolio) =>
  Effect.map(portfolio.versions([gsrn]), (known) => known.get(gsrn)?.contracts.map(({ from }) => dateOf(from)) ?? [])
)

const refuse = ({ messageId, transactionId }: SubmittedRequest) =>
  noteRefusedDocument({ messageId, transactionIds: [transactionId] }, today + 1000, [{ code: "00402", text: "no" }])

/** A customer of ours who pays another amount, supplied since New Year; until a day, or for as long as is known. */
const former = Effect.fnUntraced(function* (until?: Instant) {
  const from = day("2025-01-01")
  const supply = { gsrn, from, ...(until === undefined ? {} : { to: until }) }
  const point = { gsrn, from, type: "E17", gridArea: GridArea.make("791"), priceArea: "DK2" } as const
  yield* takePortfolio({ meteringPoints: [point], supply: [supply] }, "a file")
  yield* takeAcontoPlans({ plans: [{ ...aconto, gsrn, from, agreedFrom: from, amountOere: 70_000 }] }, "a file")
})

describe("what is paid in advance, as it is agreed with a sign-up", () => {
  it.effect("is recorded from the first day on, and taken back when DataHub refuses it", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      const signedUp = yield* signUp(wish)
      assert.isTrue(signedUp.isAcontoRecorded)
      assert.deepStrictEqual(yield* plans, [["2025-02-01", "", 50_000]])
      yield* refuse(signedUp)
      assert.deepStrictEqual(yield* plans, [])
    }).pipe(Effect.provide(world))
  )

  it.effect("replaces that of a customer whose supply has ended by then", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* former(day("2025-01-20"))
      assert.isTrue((yield* signUp(wish)).isAcontoRecorded)
      assert.deepStrictEqual(yield* plans, [
        ["2025-01-01", "2025-02-01", 70_000],
        ["2025-02-01", "", 50_000]
      ])
    }).pipe(Effect.provide(world))
  )

  it.effect(
    "waits where a customer of ours pays until then: nothing of theirs is taken before the move is accepted",
    () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(today)
        yield* former()
        assert.isFalse((yield* signUp(wish)).isAcontoRecorded)
        assert.deepStrictEqual(yield* plans, [["2025-01-01", "", 70_000]])
      }).pipe(Effect.provide(world))
  )

  it.effect("waits where somebody else pays from a later day on, and leaves it when it is refused", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      const agreed = { ...wish, contract: { terms: spotProductOf() } }
      assert.isTrue((yield* signUp({ ...agreed, startAt: day("2025-03-01") })).isAcontoRecorded)
      const before = yield* signUp({ ...agreed, customer: "lives there" })
      assert.deepStrictEqual([before.isAcontoRecorded, before.isContractRecorded], [false, false])
      yield* refuse(before)
      assert.deepStrictEqual(yield* plans, [["2025-03-01", "", 50_000]])
      assert.deepStrictEqual(yield* contracts, ["2025-03-01"])
    }).pipe(Effect.provide(world))
  )

  it.effect(
    "waits where somebody who has signed up before pays by then, and takes nothing of theirs when it is refused",
    () =>
      Effect.gen(function* () {
        yield* TestClock.setTime(today)
        yield* signUp(wish)
        const later = yield* signUp({ ...wish, customer: "lives there", startAt: day("2025-03-01") })
        assert.isFalse(later.isAcontoRecorded)
        yield* refuse(later)
        assert.deepStrictEqual(yield* plans, [["2025-02-01", "", 50_000]])
      }).pipe(Effect.provide(world))
  )

  it.effect("is taken back when it is cancelled, by DataHub or as its support says", () =>
    Effect.gen(function* () {
      for (const isTold of [false, true]) {
        yield* Effect.gen(function* () {
          yield* TestClock.setTime(today)
          const made = new Making()
          const { process, transactionId } = yield* signUp(wish)
          made.answer("RequestChangeOfSupplier", "E65", transactionId)
          yield* handleMessage(made.messages.at(-1)!)
          const cancelled = yield* cancelRequest(process.id)
          assert.lengthOf(yield* plans, 1)
          if (isTold) yield* takeDecision(process.id, "toldAccepted", { by: "anna" })
          else {
            made.answer("RequestCancellation", "E65", cancelled.transactionId)
            yield* handleMessage(made.messages.at(-1)!)
          }
          assert.deepStrictEqual(yield* plans, [])
        }).pipe(Effect.provide(Layer.fresh(world)))
      }
    })
  )

  it.effect("is taken back when DataHub's support calls it refused, and DataHub's own refusal takes no other", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      const first = yield* signUp(wish)
      yield* takeDecision(first.process.id, "toldRefused", { by: "anna" })
      assert.deepStrictEqual(yield* plans, [])
      yield* signUp({ ...wish, aconto: { ...aconto, amountOere: 60_000 } })
      yield* refuse(first)
      assert.deepStrictEqual(yield* plans, [["2025-02-01", "", 60_000]])
    }).pipe(Effect.provide(world))
  )
})
