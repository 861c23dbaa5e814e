import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { day, days, month } from "./edgeWorld.ts"
import { handBill } from "./handBill.ts"
import { areUsual, dearerGrid, gridChargesOf, usualBut, usualGrid, usualTerms, usualWorld } from "./household.ts"

const patience = 600_000
const january = month("2025-01")

it.live(
  "a grid tariff that changes within a settled month, and readings of that month that are corrected: both are billed",
  () =>
    Effect.gen(function* () {
      const world = yield* usualWorld()
      const dearer = world.take("ours")
      const elsewhere = world.take("ours", ({ gridArea }) => gridArea !== dearer.gridArea)
      yield* areUsual(world, january, dearer, elsewhere)
      for (const { gsrn } of [dearer, elsewhere]) {
        yield* world.recordContract({ gsrn, from: day("2025-01-01"), terms: usualTerms })
      }
      // Elsewhere it is known before the month is settled.
      const changed = days("2025-01-16", "2025-02-01")
      const dearerFrom = { resolution: "PT1H", dkk: dearerGrid, period: changed } as const
      yield* world.tellPrices({ ...dearerFrom, key: gridChargesOf(elsewhere.gridArea).tariff })
      yield* world.leapTo("2025-02-03T12:00:00Z")
      yield* world.settle(january)
      yield* world.expectBill(dearer.gsrn, january, handBill({ days: 31, ofMonth: 31 }))
      const known = handBill({ days: 15, ofMonth: 31 }, { days: 16, ofMonth: 31, grid: "dearer" })
      yield* world.expectBill(elsewhere.gsrn, january, known)

      // RSM-034 back in time, and at once readings of both halves of the month.
      const newPrices = { ...dearerFrom, key: gridChargesOf(dearer.gridArea).tariff } as const
      yield* world.tellPrices(newPrices)
      yield* world.tellReadings(dearer.gsrn, usualBut({ 18: "1.000" }), "2025-01-15")
      yield* world.tellReadings(dearer.gsrn, usualBut({ 10: "0.650" }), "2025-01-16")
      yield* world.correct
      const cheap = { days: 15, ofMonth: 31, more: [[18, "-0.200"]] } as const
      const dear = { days: 16, ofMonth: 31, grid: "dearer", more: [[10, "0.150"]] } as const
      yield* world.expectBill(dearer.gsrn, january, handBill(cheap, dear))

      // The same prices once more are no news; readings that are corrected afterwards are billed at the new ones.
      yield* world.tellPrices(newPrices)
      expect((yield* world.correct).settled).toBe(0)
      yield* world.tellReadings(dearer.gsrn, usualBut({ 10: "0.650", 17: "1.900" }), "2025-01-16")
      yield* world.correct
      const later = { ...dear, more: [...dear.more, [17, "0.700"]] } as const
      yield* world.expectBill(dearer.gsrn, january, handBill(cheap, later))
      yield* world.expectBill(elsewhere.gsrn, january, known)

      // The tariff itself was wrong: it was to change on the 20th.
      yield* world.tellPrices({ ...newPrices, dkk: usualGrid, period: days("2025-01-16", "2025-01-20") })
      yield* world.correct
      const untilThe20th = { days: 19, ofMonth: 31, more: [...cheap.more, ...later.more] }
      const sinceThe20th = { days: 12, ofMonth: 31, grid: "dearer" } as const
      yield* world.expectBill(dearer.gsrn, january, handBill(untilThe20th, sinceThe20th))
      yield* world.expectBill(elsewhere.gsrn, january, known)

      // The old prices come back: nothing changes within the month any more, so that it is one segment again.
      yield* world.tellPrices({ ...newPrices, dkk: usualGrid })
      yield* world.correct
      const undivided = { days: 31, ofMonth: 31, more: [...cheap.more, ...later.more] }
      yield* world.expectBill(dearer.gsrn, january, handBill(undivided))
    }),
  patience
)
