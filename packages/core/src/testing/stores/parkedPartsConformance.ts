import { Effect } from "effect"
import { expectFailure, expectSame } from "./conformance.ts"
import { ALL, changedMyMind, exchangeCase, type ExchangeCase } from "./exchangeCases.ts"

/** What every adapter of `ParkedParts` must do. */
export const parkedPartsConformance: ReadonlyArray<ExchangeCase> = [
  exchangeCase(740, "parts are kept once and listed, the longest wait first", ({ at, id, mine, part, parts }) =>
    Effect.gen(function* () {
      const before = yield* parts.count
      const late = part("late", {
        parkedAt: at(9),
        createdAt: at(-9) + 1,
        waitsFor: id("b"),
        document: '{"æ":"\\u0000"}'
      })
      yield* parts.park([late, part("b"), part("a"), part("a", { reason: "given twice" })])
      yield* parts.park([part("b", { waitsFor: id("elsewhere"), parkedAt: at(0) })])
      yield* parts.park([])
      yield* expectSame("list", mine(yield* parts.list(ALL)), [part("a"), part("b"), late])
      yield* expectSame("first", (yield* parts.list(1)).length, 1)
      yield* expectSame("count", (yield* parts.count) - before, 3)
      const waited = (yield* parts.waitedFor(ALL)).filter((text) => text.startsWith(id("")))
      yield* expectSame("waited for", waited, [id("point"), id("b")])
      yield* expectSame("longest", (yield* parts.waitedFor(1)).length, 1)
    })
  ),
  exchangeCase(741, "parts are taken up as they were made, and are gone", ({ at, id, mine, part, parts }) =>
    Effect.gen(function* () {
      const second = part("1", { createdAt: at(2), parkedAt: at(2) })
      const first = part("2", { createdAt: at(1), parkedAt: at(3), waitsFor: id("other") })
      const last = part("0", { createdAt: at(3), parkedAt: at(1) })
      const stays = part("3", { waitsFor: id("third") })
      yield* parts.park([second, last, stays, first])
      const taken = yield* parts.takeUp([id("point"), id("other"), id("nothing")], Effect.succeed)
      yield* expectSame("taken", taken, [first, second, last])
      yield* expectSame("left", mine(yield* parts.list(ALL)), [stays])
      yield* expectSame("again", yield* parts.takeUp([id("point")], Effect.succeed), [])
      yield* expectSame("nothing", yield* parts.takeUp([], Effect.succeed), [])
      const parkedAgain = parts.takeUp([id("third")], (some) =>
        parts.park(some.map((one) => ({ ...one, reason: "still" })))
      )
      yield* parkedAgain
      yield* expectSame("parked again", mine(yield* parts.list(ALL)), [{ ...stays, reason: "still" }])
    })
  ),
  exchangeCase(
    742,
    "what fails to be taken up stays parked",
    ({ id, inbox, message, mine, part, parts, statement, statements }) =>
      Effect.gen(function* () {
        yield* parts.park([part("1"), part("2")])
        const taking = parts.takeUp([id("point")], () =>
          Effect.andThen(statements.add([statement("s")]), changedMyMind)
        )
        yield* expectFailure("alone", taking, "ChangedMyMind")
        const taken = parts.takeUp([id("point")], (some) => expectSame("inside", some.length, 2))
        const within = inbox.once(message("m"), Effect.andThen(taken, changedMyMind))
        yield* expectFailure("in a transaction", within, "ChangedMyMind")
        yield* expectSame("parts", mine(yield* parts.list(ALL)).length, 2)
        yield* expectSame("statements", yield* statements.of([id("point")], ["master data"]), [])
      })
  ),
  exchangeCase(743, "several take up at once: each part goes to one", ({ id, part, parts }) =>
    Effect.gen(function* () {
      yield* parts.park(Array.from({ length: 20 }, (_, index) => part(`${index}`)))
      const take = parts.takeUp([id("point")], (some) =>
        Effect.as(
          Effect.yieldNow,
          some.map((one) => one.part)
        )
      )
      const taken = yield* Effect.all([take, take, take, take], { concurrency: "unbounded" })
      yield* expectSame("parts", taken.flat().sort(), Array.from({ length: 20 }, (_, index) => `${index}`).sort())
    })
  )
]
