import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { day, gsrn, Making, us } from "../../test/intake/Making.ts"
import type { Instant } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { openProcess, ProcessStore } from "../processes/index.ts"
import { memoryIntake } from "../testing/index.ts"
import { handleMessage } from "./handleMessage.ts"
import { takeEvent } from "./takeEvent.ts"

const [moveIn, left] = [day("2025-01-01"), day("2025-02-20")]
const at = day("2025-03-03") + 3_600_000

/** A customer left on 20 February; the report that this was wrong is accepted. */
const pointAfter = (correctedAt?: Instant, successor?: Instant) =>
  Effect.gen(function* () {
    const made = new Making()
    const portfolio = yield* Portfolio
    made.masterData("E65", { validFrom: moveIn, supplyStart: moveIn })
    made.customer("N. Nyboe", moveIn)
    if (successor !== undefined) made.customer("A. Hansen", successor)
    for (const message of made.messages.splice(0)) yield* handleMessage(message)
    yield* portfolio.record({ removed: { customers: [{ gsrn, from: left, ...(successor && { to: successor }) }] } })
    const opening = { id: "p-1", kind: "erroneousMove", role: "reporting", corrects: "moveOut", gsrn } as const
    const more = correctedAt === undefined ? {} : { correctedAt }
    const opened = Result.getOrThrow(openProcess({ ...opening, effectiveAt: left, openedAt: at, ...more }))
    yield* (yield* ProcessStore).open(opened)
    const open = yield* takeEvent(opened, { kind: "operator", action: "openCase", at, by: "N. N." })
    yield* takeEvent(open.process, { kind: "sent", at, messageId: "o-1", transactionId: "o-1" })
    made.notice("D34", left)
    for (const message of made.messages) yield* handleMessage({ ...message, receivedAt: at })
    assert.strictEqual((yield* (yield* ProcessStore).list({ gsrn, limit: 1 }))[0]!.state, "corrected")
    const { customers, supply } = (yield* portfolio.versions([gsrn])).get(gsrn)!
    assert.deepStrictEqual(
      supply.map(({ from, to }) => [from, to]),
      [[moveIn, undefined]]
    )
    return customers.map(({ customer, from, to }) => [customer.name, from, to])
  }).pipe(Effect.provide(memoryIntake({ gln: us })))

describe("a move-out that was wrong", () => {
  it.effect("is undone: the customer stays, and the supply was never in question", () =>
    Effect.gen(function* () {
      const customers = yield* pointAfter()
      const end = customers.at(-1)!
      assert.deepStrictEqual([end[0], end[2]], ["N. Nyboe", undefined])
      assert.isTrue(customers.slice(1).every(([, from], i) => customers[i]![2] === from))
    })
  )

  it.effect("is put on an earlier or a later date: the relation ends there", () =>
    Effect.gen(function* () {
      for (const date of ["2025-02-12", "2025-02-25"]) {
        const customers = yield* pointAfter(day(date))
        assert.deepStrictEqual([customers[0]![1], customers.at(-1)![2]], [moveIn, day(date)])
      }
    })
  )

  it.effect("leaves the relation ended where somebody else has come", () =>
    Effect.gen(function* () {
      const successor = day("2025-02-27")
      assert.deepStrictEqual(yield* pointAfter(undefined, successor), [
        ["N. Nyboe", moveIn, left],
        ["A. Hansen", successor, undefined]
      ])
    })
  )
})
