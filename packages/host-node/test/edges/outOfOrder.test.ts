import { type ChargeKey, gsrnOf, signUp } from "@datahub-settlement/core"
import { seriesOf } from "@datahub-settlement/core/testing"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { moveInOf } from "../processes/signingUp.ts"
import { day, days, edgeWorld, month } from "./edgeWorld.ts"
import { handBill, withLine } from "./handBill.ts"
import { areUsual, charges, usualTerms } from "./household.ts"

const patience = 600_000
const october = month("2025-10")
const march = month("2026-03")
const contract = { terms: usualTerms }
/** The hour from two, which the 26th of October has twice and the 29th of March not at all. */
const twice = [[2, "0.300"]] as const
const notAtAll = [[2, "-0.300"]] as const

it.live(
  "moves dated back over a clock change; readings before master data; a child metering point before its parent",
  () =>
    Effect.gen(function* () {
      const world = yield* edgeWorld("2025-10-29T12:00:00Z", { prices: false })
      const [autumn, early, spring] = [world.take("other"), world.take("other"), world.take("other")]
      const parent = world.take("other", undefined, "heated")
      yield* areUsual(world, days("2025-10-01", "2025-11-01"), autumn, early, spring, parent)

      // Of a child we are told, and of what it uses, before anybody has told of its parent.
      const child = gsrnOf("57131399900000471")
      yield* world.tellMasterData("E02", {
        gsrn: child,
        validFrom: day("2025-10-20"),
        type: "D14",
        resolution: "PT1H",
        parent: { gsrn: parent.gsrn, type: "E17" }
      })
      yield* world.tellSeries(
        seriesOf({
          gsrn: child,
          meteringPointType: "D14",
          period: days("2025-10-20", "2025-11-01"),
          registeredAt: world.now(),
          kwh: "2.500"
        })
      )
      yield* world.tellLinks({ gsrn: child, charge: ofChild, quantity: 1, from: day("2025-10-24") })
      expect(yield* world.parked).toEqual([child, parent.gsrn].map((gsrn) => `${child} waits for point/${gsrn}`).sort())

      // Readings come before master data: of the queue of master data nothing is got for a while.
      yield* world.datahub.call("inject-error", {
        status: 503,
        operation: "peek",
        queue: "masterdata",
        count: 1_000_000
      })
      yield* world.run(signUp({ ...moveInOf(early, day("2025-10-24")), contract }))
      yield* world.run(signUp({ ...moveInOf(parent, day("2025-10-24")), contract }))
      const waiting = [child, parent.gsrn, early.gsrn].map((gsrn) => `${gsrn} waits for point/${gsrn}`)
      yield* Effect.repeat(world.parked, { until: (parked) => waiting.every((one) => parked.includes(one)) })
      expect((yield* world.point(early.gsrn))?.meteringPoint ?? []).toEqual([])
      yield* world.datahub.call("faults", { rate: 0 })
      yield* world.run(signUp({ ...moveInOf(autumn, day("2025-10-22")), contract }))
      yield* world.settled
      expect(yield* world.parked).toEqual([])

      yield* world.leapTo("2025-11-03T12:00:00Z")
      yield* world.settle(october)
      yield* world.expectBill(autumn.gsrn, october, handBill({ days: 10, ofMonth: 31, more: twice }))
      yield* world.expectBill(early.gsrn, october, handBill({ days: 8, ofMonth: 31, more: twice }))
      // The child uses 2.5 kWh an hour, on eight days and one more hour: 193 × 2.5 × 0.054 = 26.055.
      const family = withLine(handBill({ days: 8, ofMonth: 31, more: twice }), "41000", 26_06)
      yield* world.expectBill(parent.gsrn, october, family)

      yield* world.leapTo("2026-04-01T12:00:00Z")
      yield* areUsual(world, march, spring)
      yield* world.run(signUp({ ...moveInOf(spring, day("2026-03-26")), contract }))
      yield* world.settled
      yield* world.settle(march)
      yield* world.expectBill(spring.gsrn, march, handBill({ days: 6, ofMonth: 31, more: notAtAll }))
    }),
  patience
)

/** What the child is charged: Energinet's system tariff. */
const ofChild: ChargeKey = charges.system
