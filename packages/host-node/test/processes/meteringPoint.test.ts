import { finalSettlementsDue, type Gsrn, reportElectricHeating, signUp, timeline } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { type CastPoint, processWorld } from "./processWorld.ts"
import { switchOf } from "./signingUp.ts"

it.live(
  "what grid companies tell of metering points is followed from the simulator to supply and final settlement",
  () =>
    Effect.gen(function* () {
      const world = yield* processWorld("metering_point")
      const [disconnected, connected, heated, heating, closed] = [
        "disconnected",
        "connected",
        "heated",
        "heating",
        "closed"
      ].map((name) => world.role(name).gsrn) as [Gsrn, Gsrn, Gsrn, Gsrn, Gsrn]
      const detachedAt = world.midnight(2)
      const closedAt = world.midnight(4)
      yield* world.pass(5)

      const [followed] = yield* world.processes(disconnected)
      expect(timeline(followed!).map(({ legal, state, what }) => [what.split(",")[0], state, legal])).toEqual([
        ["Master data (RSM-022) E79 disconnected", "Disconnected: the supply goes on", true],
        ["Master data (RSM-022) E79 connected", "Connected", true]
      ])
      expect((yield* world.point(disconnected))?.supply.every(({ to }) => to === undefined)).toBe(true)

      expect(yield* world.states(connected)).toEqual(["meteringPoint/current connected"])
      expect(yield* world.states(heating)).toEqual(["meteringPoint/current detached"])
      const parents = (yield* world.point(heating))!.meteringPoint
      expect(parents.filter(({ from }) => from < detachedAt).every(({ parent }) => parent === heated)).toBe(true)
      expect(parents.at(-1)).toMatchObject({ from: detachedAt })
      expect(parents.at(-1)?.parent).toBeUndefined()

      yield* world.reaches(closed, ["closeDown/current closed", "meteringPoint/current closed"])
      expect((yield* world.point(closed))?.supply.at(-1)?.to).toBe(closedAt)
      const due = yield* world.run(finalSettlementsDue())
      expect(due.filter(({ gsrn }) => gsrn === closed)).toHaveLength(1)

      const report = (electricHeating: boolean, days: number) =>
        world.run(reportElectricHeating({ gsrn: connected, startAt: world.midnight(days), electricHeating }))
      yield* report(true, -2)
      yield* world.settled
      expect(yield* world.states(connected)).toContain("electricHeating/adding heating")
      yield* report(false, -1)
      yield* world.settled
      expect(yield* world.states(connected)).toContain("electricHeating/removing noHeating")
      expect(yield* world.tasks).toEqual([])

      // No master data follow RSM-004/D46: the notice alone says that the supply begins today.
      const { ending }: Readonly<Record<"ending", CastPoint>> = (yield* world.datahub.call("scenario", {
        name: "put_forward"
      })).roles
      yield* world.run(signUp(switchOf(ending, world.midnight(3))))
      yield* world.settled
      expect(yield* world.states(ending.gsrn)).toEqual(["changeOfSupplier/gaining effectuated"])
      const { contracts, supply } = (yield* world.point(ending.gsrn))!
      expect([supply[0]?.from, contracts[0]?.from]).toEqual([world.midnight(0), world.midnight(0)])
      expect(supply.at(-1)?.to).toBeUndefined()
    }),
  600_000
)
