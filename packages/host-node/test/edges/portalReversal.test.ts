import { billingHolds, registerPortalReport, signUp, takeDecision } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { moveInOf, switchOf } from "../processes/signingUp.ts"
import { day, days, month } from "./edgeWorld.ts"
import { handBill } from "./handBill.ts"
import { areUsual, usualTerms, usualWorld } from "./household.ts"

it.live(
  "a move and a switch that are reported in the portal: nothing is sent, the bills are held, and the full reversal takes them to zero",
  () =>
    Effect.gen(function* () {
      const world = yield* usualWorld(24)
      const start = day("2025-01-16")
      const january = month("2025-01")
      const [moved, switched] = [world.take("other"), world.take("other")]
      yield* areUsual(world, days("2025-01-01", "2025-03-01"), moved, switched)
      yield* world.run(signUp({ ...moveInOf(moved, start), contract: { terms: usualTerms } }))
      yield* world.run(signUp({ ...switchOf(switched, start), contract: { terms: usualTerms } }))
      yield* world.settled
      yield* world.leap("P32D")
      yield* world.settle(january)
      for (const { gsrn } of [moved, switched]) {
        yield* world.expectBill(gsrn, january, handBill({ days: 16, ofMonth: 31 }))
      }

      const { messages: before } = yield* world.datahub.call("state")
      const said = { by: "a caseworker", remark: "case 17" }
      const move = { process: "BRS-011", gsrn: moved.gsrn, moveAt: start, ...said } as const
      const wrongSwitch = { process: "BRS-003", gsrn: switched.gsrn, switchAt: start, ...said } as const
      for (const report of [move, wrongSwitch]) {
        const { id } = yield* world.run(registerPortalReport(report))
        const processType = report.process === "BRS-011" ? "D33" : "D07"
        yield* world.datahub.call("portal-report", { gsrn: report.gsrn, processType })
        yield* world.run(takeDecision(id, "simple", { by: "a caseworker" }))
      }
      expect((yield* world.datahub.call("state")).messages).toEqual(before)
      expect((yield* world.run(billingHolds())).map(({ from, gsrn }) => [gsrn, from]).sort()).toEqual(
        [moved, switched].map(({ gsrn }) => [gsrn, start]).sort()
      )
      yield* world.leap("P5D")
      yield* world.reaches(moved.gsrn, ["erroneousMove/reporting corrected", "moveIn/new corrected"])
      yield* world.reaches(switched.gsrn, ["changeOfSupplier/gaining corrected", "erroneousSwitch/current corrected"])
      expect(yield* world.run(billingHolds())).toEqual([])

      yield* world.correct
      for (const { gsrn } of [moved, switched]) {
        expect(yield* world.billed(gsrn, january)).toMatchObject({ totalOere: 0 })
        yield* world.expectBilledIsFresh(gsrn, january)
        expect(yield* world.point(gsrn)).toMatchObject({ supply: [], contracts: [], customers: [] })
      }
    }),
  600_000
)
