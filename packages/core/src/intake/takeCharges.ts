import { Effect } from "effect"
import { type Charge, ChargeStore } from "../charges/index.ts"
import { Transactions } from "../exchange/index.ts"
import type { Period } from "../market/index.ts"
import { newsFrom } from "./newsFrom.ts"
import { notePriceCorrections } from "./notePriceCorrections.ts"

/** Every time that a price can speak of. */
const EVER: Period = { from: Date.UTC(1990, 0, 1), to: Date.UTC(2200, 0, 1) }

/**
 * Records charges of a price list. Settled time that gets other prices is noted for correction at every point that is
 * linked to the charge, in the same transaction.
 *
 * @example
 * import { Effect } from "effect"
 * import { takeCharges } from "@datahub-settlement/core"
 * import { memoryIntake, subscriptionOf } from "@datahub-settlement/core/testing"
 *
 * const list = subscriptionOf({ code: "41004", prices: [{ valid: ["2025-01-01"], price: "15.00" }] })
 * const taken = takeCharges([list], "price list 2025").pipe(Effect.map(({ added }) => added))
 * await Effect.runPromise(Effect.provide(taken, memoryIntake())) // => 1
 */
export const takeCharges = Effect.fn("takeCharges")(function* (charges: ReadonlyArray<Charge>, source: string) {
  const { atomically } = yield* Transactions
  return yield* atomically(recordAndNote(charges, source))
})

const recordAndNote = Effect.fnUntraced(function* (charges: ReadonlyArray<Charge>, source: string) {
  const store = yield* ChargeStore
  const keys = charges.map(({ key }) => key)
  const before = keys.length === 0 ? [] : yield* store.charges({ keys, period: EVER })
  const recorded = yield* store.record(charges, source)
  if (recorded.charges + recorded.added + recorded.superseded === 0) return recorded
  yield* notePriceCorrections(before, yield* store.charges({ keys, period: EVER }), yield* newsFrom(source))
  return recorded
})
