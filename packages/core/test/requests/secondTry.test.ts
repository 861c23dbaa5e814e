import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { handleMessage } from "../../src/intake/index.ts"
import {
  endSupply,
  moveOut,
  reportErroneousSwitch,
  requestDetailedAggregation,
  requestWholesaleResults,
  sendCustomerData,
  signUp
} from "../../src/requests/index.ts"
import { day, gsrn, Making } from "../intake/Making.ts"
import { accepted, customer } from "./customerTables.ts"
import { everything, morning, supplied, today, world } from "./RefusalTable.ts"
import {
  answerOf,
  history,
  later,
  movedIn,
  newest,
  ownUpdate,
  december,
  refusedAsWrong,
  reported,
  wish
} from "./wrongStates.ts"

const sums = requestDetailedAggregation({ processType: "D04", period: december })
const amounts = requestWholesaleResults({ processType: "D05", period: december })

describe("what is asked for a second time", () =>
  refusedAsWrong([
    ["a second sign-up", [signUp(wish)], () => signUp(wish), "ProcessActive", /process .* of the same kind is at work/],
    [
      "a second sign-up of a mover",
      [signUp({ ...wish, customer: "moves in" })],
      () => signUp({ ...wish, customer: "is registered as owner" }),
      "ProcessActive",
      /at work/
    ],
    [
      "a second end of supply",
      [supplied(), endSupply({ gsrn, desiredEndAt: day("2025-01-20") })],
      () => endSupply({ gsrn, desiredEndAt: day("2025-01-21") }),
      "ProcessActive",
      /at work/
    ],
    [
      "a second move-out",
      [supplied(), moveOut({ gsrn, endAt: day("2025-01-20") })],
      () => moveOut({ gsrn, endAt: day("2025-01-21") }),
      "ProcessActive",
      /at work/
    ],
    ["a second update", [supplied(), ownUpdate], () => ownUpdate, "ProcessActive", /at work/],
    [
      "a switch that is reported twice",
      [supplied("2025-01-02"), reportErroneousSwitch({ gsrn, switchAt: day("2025-01-02") })],
      () => reportErroneousSwitch({ gsrn, switchAt: day("2025-01-02") }),
      "ProcessActive",
      /at work/
    ],
    ["a move that is reported twice", [movedIn, reported], () => reported, "ProcessActive", /at work/],
    ["a history that is asked for twice", [history], () => history, "ProcessActive", /at work/],
    ["sums that are asked for twice", [sums], () => sums, "ProcessActive", /at work/],
    ["amounts that are asked for twice", [amounts], () => amounts, "ProcessActive", /at work/],
    [
      "a history that is asked for a third time",
      [history, later(today + 3 * 3_600_000), history, later(today + 6 * 3_600_000)],
      () => history,
      "StepRefused",
      /it was sent again before/
    ]
  ]))

describe("what can be tried again", () => {
  it.effect("is a history that did not come in time: the same process asks once more", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      const first = yield* history
      yield* later(today + 3 * 3_600_000)
      const second = yield* history
      assert.strictEqual(second.process.id, first.process.id)
      assert.notStrictEqual(second.transactionId, first.transactionId)
      assert.strictEqual(second.process.state, "sent")
      assert.strictEqual((yield* everything).outbox.length, 2)
    }).pipe(Effect.provide(world))
  )

  it.effect("is an update that was refused because an earlier one is pending (D40)", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* supplied()
      const first = yield* ownUpdate
      yield* answerOf("RequestChangeCustomerCharacteristics", "D40")
      assert.strictEqual((yield* newest).state, "waiting")
      yield* later(morning("2025-01-11"))
      const second = yield* sendCustomerData({ reason: "E34", gsrn, startAt: day("2025-01-11"), customer })
      assert.strictEqual(second.process.id, first.process.id)
      assert.strictEqual(second.process.state, "sent")
      yield* answerOf("RequestChangeCustomerCharacteristics")
      assert.strictEqual((yield* newest).state, "effectuated")
    }).pipe(Effect.provide(world))
  )

  it.effect("is customer data of a switch that took effect at once (D46), until the seventh day", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(today)
      yield* accepted("lives there", "2025-01-15")
      const made = new Making()
      made.answer("RequestChangeOfSupplier", "E03", "nobody's")
      made.notice("D46", day("2025-01-10"))
      yield* handleMessage({ ...made.messages[1]!, messageId: "m-46" })
      const send = sendCustomerData({ reason: "E03", gsrn, startAt: day("2025-01-10"), customer })
      yield* TestClock.setTime(day("2025-01-18"))
      const refused = yield* Effect.flip(send)
      assert.match(refused.message, /startAt: must be 2025-01-11 or later, got 2025-01-10/)
      yield* TestClock.setTime(day("2025-01-18") - 1)
      const { process } = yield* send
      assert.strictEqual(process.history.at(-1)?.event.kind, "customerDataSent")
    }).pipe(Effect.provide(world))
  )
})
