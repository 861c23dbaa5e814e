import {
  AcontoPlans,
  GridArea,
  type Instant,
  MarketCalendar,
  noteRefusedDocument,
  signUp,
  takeAcontoPlans,
  takePortfolio
} from "@datahub-settlement/core"
import { memoryIntake } from "@datahub-settlement/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, us } from "../intake/Making.ts"

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
      const { isAcontoRecorded, messageId, transactionId } = yield* signUp(wish)
      assert.isTrue(isAcontoRecorded)
      assert.deepStrictEqual(yield* plans, [["2025-02-01", "", 50_000]])
      const reasons = [{ code: "00402", text: "no" }]
      yield* noteRefusedDocument({ messageId, transactionIds: [transactionId] }, today + 1000, reasons)
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
})
