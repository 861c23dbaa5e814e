import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { handleMessage } from "../../src/intake/index.ts"
import { endSupply, moveOut, signUp } from "../../src/requests/index.ts"
import { day, gsrn, Making } from "../intake/Making.ts"
import { everything, supplied, today, world } from "./RefusalTable.ts"
import { ownUpdate, refusedAsWrong, stopped, wish } from "./wrongStates.ts"

describe("what does not fit our supply", () =>
  refusedAsWrong([
    [
      "a move-out on the first day of our supply",
      [supplied("2025-01-20")],
      () => moveOut({ gsrn, endAt: day("2025-01-20") }),
      "RequestRefused",
      /gsrn: we do not supply it until that day \(BRS-010 E16\)/
    ],
    [
      "a move-out after the end of our supply",
      [supplied(), stopped("2025-01-19")],
      () => moveOut({ gsrn, endAt: day("2025-01-20") }),
      "RequestRefused",
      /gsrn: we do not supply it until that day \(BRS-010 E16\)/
    ],
    [
      "an end of supply after another end",
      [supplied(), stopped("2025-01-19")],
      () => endSupply({ gsrn, desiredEndAt: day("2025-01-20") }),
      "RequestRefused",
      /gsrn: we do not supply it until that day \(BRS-002 E16\)/
    ],
    [
      "a switch to us while we supply",
      [supplied(), stopped("2025-02-02")],
      () => signUp(wish),
      "RequestRefused",
      /gsrn: we supply it on that day already \(BRS-001 E16\)/
    ],
    [
      "an update when our supply has ended",
      [supplied(), stopped("2025-01-10")],
      () => ownUpdate,
      "RequestRefused",
      /gsrn: we do not supply it on that day \(BRS-015 E16\)/
    ]
  ]))

describe("the last day of a supply", () => {
  it.effect("can be that of a customer too, and the first of another switch to us", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* supplied()
      yield* stopped("2025-02-01")
      yield* moveOut({ gsrn, endAt: day("2025-02-01") })
      yield* endSupply({ gsrn, desiredEndAt: day("2025-02-01") })
      yield* signUp(wish)
      assert.strictEqual((yield* everything).outbox.length, 3)
    }).pipe(Effect.provide(world))
  )
})

describe("what holds on the day of a sign-up", () => {
  it.effect("a metering point that is closed down from that very day on is refused", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* supplied()
      const made = new Making()
      made.notice("D14", wish.startAt)
      yield* handleMessage({ ...made.messages[0]!, messageId: "closed" })
      const refused = (yield* Effect.flip(signUp(wish))) as { readonly message: string }
      assert.match(refused.message, /gsrn: it is closed down \(BRS-001 D16\)/)
    }).pipe(Effect.provide(world))
  )

  it.effect("a customer who was registered before somebody else can be registered again", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* supplied("2024-01-01", "E03", wish.cvr)
      const made = new Making()
      made.customer("Sydlys ApS", day("2025-01-05"), "87654321")
      yield* handleMessage({ ...made.messages[0]!, messageId: "followed" })
      yield* signUp({ ...wish, customer: "is registered as owner" })
      assert.strictEqual((yield* everything).outbox.length, 1)
    }).pipe(Effect.provide(world))
  )
})
