import { type Gsrn, signUp } from "@datahub-settlement/core"
import { seriesOf } from "@datahub-settlement/core/testing"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { switchOf } from "../processes/signingUp.ts"
import { day, days, month } from "./edgeWorld.ts"
import { handBill } from "./handBill.ts"
import { areUsual, usualBut, usualTerms, usualWorld } from "./household.ts"

const patience = 600_000
const january = month("2025-01")
const firstDays = days("2025-01-01", "2025-01-20")

it.live(
  "readings corrected across the day of a switch: only what changes inside our supply is billed",
  () =>
    Effect.gen(function* () {
      const world = yield* usualWorld()
      // The other supplier has `lost` from the 18th on, and `leaving` from the 17th on, which we hear on the 20th at noon.
      const { lost } = yield* world.play("lost_switch")
      const { leaving } = yield* world.play("move_in")
      const gained = world.take("other")
      const [ours, left, come] = [lost!.gsrn, leaving!.gsrn, gained.gsrn]
      yield* areUsual(world, january, lost!, leaving!, gained)
      for (const gsrn of [ours, left]) {
        yield* world.recordContract({ gsrn, from: day("2025-01-01"), terms: usualTerms })
      }
      const start = day("2025-01-17")
      yield* world.run(signUp({ ...switchOf(gained, start), contract: { terms: usualTerms } }))
      yield* world.settled

      yield* world.leapTo("2025-01-16T12:00:00Z")
      expect(yield* world.states(come)).toEqual(["changeOfSupplier/gaining dataDue"])
      yield* world.tellSeries(...registered(world.now(), come, [["2025-01-15", { 10: "0.900" }]]))
      yield* world.leapTo("2025-01-20T10:00:00Z")
      expect(yield* world.states(come)).toEqual(["changeOfSupplier/gaining effectuated"])
      expect(yield* world.states(ours)).toEqual(["changeOfSupplier/losing stopped"])
      yield* world.settle(firstDays)
      yield* world.expectBill(come, firstDays, handBill({ days: 3, ofMonth: 31 }))
      yield* world.expectBill(ours, firstDays, handBill({ days: 17, ofMonth: 31 }))
      yield* world.expectBill(left, firstDays, handBill({ days: 19, ofMonth: 31 }))

      // One message for each point, of days before and after the switch.
      const at = world.now()
      yield* world.tellSeries(
        ...registered(at, come, [
          ["2025-01-16", { 18: "0.200" }],
          ["2025-01-17", { 10: "0.650" }]
        ]),
        ...registered(at, ours, [
          ["2025-01-17", { 18: "1.000" }],
          ["2025-01-18", { 10: "0.650" }]
        ])
      )
      yield* world.tellSeries(
        ...registered(at, left, [
          ["2025-01-16", { 10: "0.650" }],
          ["2025-01-18", { 18: "1.500" }]
        ])
      )
      yield* world.correct
      yield* world.expectBill(come, firstDays, handBill({ days: 3, ofMonth: 31, more: [[10, "0.150"]] }))
      yield* world.expectBill(ours, firstDays, handBill({ days: 17, ofMonth: 31, more: [[18, "-0.200"]] }))
      const known = [
        [10, "0.150"],
        [18, "0.300"]
      ] as const
      yield* world.expectBill(left, firstDays, handBill({ days: 19, ofMonth: 31, more: known }))

      // The loss is told, and both days are corrected once more while it is dealt with.
      yield* world.leapTo("2025-01-20T12:30:00Z")
      expect(yield* world.states(left)).toEqual(["moveIn/previous stopped"])
      yield* world.tellSeries(
        ...registered(world.now(), left, [
          ["2025-01-16", { 10: "0.750" }],
          ["2025-01-18", { 18: "1.700" }]
        ])
      )
      yield* world.correct
      yield* world.expectBill(left, firstDays, handBill({ days: 16, ofMonth: 31, more: [[10, "0.250"]] }))

      yield* world.leapTo("2025-02-03T12:00:00Z")
      yield* world.settle(january)
      yield* world.expectBill(come, january, handBill({ days: 15, ofMonth: 31, more: [[10, "0.150"]] }))
      yield* world.expectBill(ours, january, handBill({ days: 17, ofMonth: 31, more: [[18, "-0.200"]] }))
      yield* world.expectBill(left, january, handBill({ days: 16, ofMonth: 31, more: [[10, "0.250"]] }))
    }),
  patience
)

type ChangedDay = readonly [date: string, hours: Readonly<Record<number, string>>]

/** Usual days with some hours other than before, registered anew. */
const registered = (registeredAt: number, gsrn: Gsrn, changed: ReadonlyArray<ChangedDay>) =>
  changed.map(([date, hours]) => {
    const kwh = usualBut(hours)
    const period = { from: day(date), to: day(date) + 24 * 3_600_000 }
    return seriesOf({ gsrn, period, registeredAt, kwh: (hour) => kwh[hour]! })
  })
