import { cancelRequest, endSupply, moveOut, sendCustomerData, signUp } from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { processWorld } from "./processWorld.ts"
import { customerDataOf, moveInOf, switchOf } from "./signingUp.ts"

const patience = 600_000

describe("processes with the simulator", () => {
  it.live(
    "full_lifecycle: a switch, a move-out and the end of the supply",
    () =>
      Effect.gen(function* () {
        const world = yield* processWorld("full_lifecycle")
        const { gsrn } = world.role("customer")
        const start = world.midnight(3)
        const wish = switchOf(world.role("customer"), start)
        const { isContractRecorded } = yield* world.run(signUp(wish))
        expect(isContractRecorded).toBe(true)
        const active = yield* Effect.flip(world.run(signUp(wish)))
        expect(active).toMatchObject({ _tag: "ProcessActive" })
        yield* world.settled
        expect(yield* world.states(gsrn)).toEqual(["changeOfSupplier/gaining dataDue"])
        yield* world.run(sendCustomerData(customerDataOf(wish)))
        yield* world.settled
        expect(yield* world.states(gsrn)).toEqual(["changeOfSupplier/gaining pendingEffect"])
        yield* world.pass(4)
        expect(yield* world.states(gsrn)).toEqual(["changeOfSupplier/gaining effectuated"])
        expect(yield* world.point(gsrn)).toMatchObject({
          supply: [{ from: start }],
          contracts: [{ from: start, terms: { name: "spot" } }],
          customers: [{ from: start }]
        })

        const leaves = world.midnight(2)
        yield* world.run(moveOut({ gsrn, endAt: leaves }))
        yield* world.pass(3)
        expect(yield* world.states(gsrn)).toEqual([
          "changeOfSupplier/gaining effectuated",
          "moveOut/current effectuated"
        ])
        expect((yield* world.point(gsrn))?.customers.at(-1)).toMatchObject({ to: leaves })

        yield* world.run(endSupply({ gsrn, desiredEndAt: world.midnight(7) }))
        yield* world.settled
        expect(yield* world.states(gsrn)).toContain("endOfSupply/current awaitingDisconnect")
        yield* world.pass(13)
        const [ended] = (yield* world.processes(gsrn)).filter(({ kind }) => kind === "endOfSupply")
        expect(ended).toMatchObject({ state: "effectuated" })
        expect((yield* world.point(gsrn))?.supply).toMatchObject([{ from: start, to: ended!.effectiveAt }])
        expect(ended!.effectiveAt).toBeGreaterThan(ended!.plannedAt)
        expect(yield* world.tasks).toEqual([])
      }),
    patience
  )

  it.live(
    "rejection: a switch that DataHub refuses leaves nothing behind",
    () =>
      Effect.gen(function* () {
        const world = yield* processWorld("rejection")
        const wrong = world.role("wrongCustomer")
        const { customerCpr: _, customerCvr: __, ...anonymous } = wrong
        const start = world.midnight(3)
        const attempts = [
          [switchOf({ ...anonymous, customerCvr: "39999999" }, start), "D17"],
          [switchOf(world.role("moveOngoing"), start), "D07"],
          [{ ...switchOf(world.role("noCustomer"), start), name: "Ukendt ApS", cpr: undefined, cvr: "39999999" }, "E22"]
        ] as const
        for (const [wish, code] of attempts) {
          const { process } = yield* world.run(signUp(wish))
          yield* world.settled
          const { history, state } = yield* world.found(process.id)
          expect([code, state]).toEqual([code, "rejected"])
          const refused = history.at(-1)!.event
          expect(refused.kind === "refused" && refused.reasons.map((reason) => reason.code)).toContain(code)
          const point = yield* world.point(process.gsrn!)
          expect([point?.contracts ?? [], point?.supply ?? []]).toEqual([[], []])
        }
        const ours = yield* Effect.flip(world.run(signUp(switchOf(world.role("alreadyOurs"), start))))
        expect(ours).toMatchObject({ _tag: "RequestRefused", issues: [{ rule: "BRS-001 E16" }] })
        expect(yield* world.states(world.role("alreadyOurs").gsrn)).toEqual([])
      }),
    patience
  )

  it.live(
    "cancellation: a switch that is taken back, and one that falls without customer data",
    () =>
      Effect.gen(function* () {
        const world = yield* processWorld("cancellation")
        const start = world.midnight(3)
        const { process } = yield* world.run(signUp(switchOf(world.role("withdraws"), start)))
        const forgotten = world.role("forgotten")
        yield* world.run(signUp(switchOf(forgotten, start)))
        expect(yield* Effect.flip(world.run(cancelRequest("nothing")))).toMatchObject({ _tag: "NoSuchProcess" })
        yield* world.settled
        expect((yield* world.point(process.gsrn!))?.supply).toMatchObject([{ from: start }])
        yield* world.run(cancelRequest(process.id))
        yield* world.settled
        const again = yield* Effect.flip(world.run(cancelRequest(process.id)))
        expect(again).toMatchObject({ _tag: "StepRefused", step: "cancellationSent" })
        expect(yield* world.states(process.gsrn!)).toEqual(["changeOfSupplier/gaining cancelled"])
        yield* world.pass(4)
        expect(yield* world.states(forgotten.gsrn)).toEqual(["changeOfSupplier/gaining cancelled"])
        for (const gsrn of [process.gsrn!, forgotten.gsrn]) {
          expect(yield* world.point(gsrn)).toMatchObject({ supply: [], contracts: [], customers: [] })
        }
      }),
    patience
  )

  it.live(
    "move_in: one with us, and one with another supplier back in time",
    () =>
      Effect.gen(function* () {
        const world = yield* processWorld("move_in")
        const newcomer = world.role("newcomer")
        const leaving = world.role("leaving")
        const start = world.midnight(-2)
        const wish = moveInOf(newcomer, start)
        yield* world.run(signUp(wish))
        yield* world.settled
        yield* world.run(sendCustomerData(customerDataOf(wish)))
        yield* world.settled
        expect(yield* world.states(newcomer.gsrn)).toEqual(["moveIn/new effectuated"])
        expect(yield* world.point(newcomer.gsrn)).toMatchObject({
          supply: [{ from: start }],
          contracts: [{ from: start }],
          customers: [{ from: start, customer: { name: wish.name } }]
        })
        yield* world.pass(6)
        expect(yield* world.states(leaving.gsrn)).toEqual(["moveIn/previous stopped"])
        const [lost] = yield* world.processes(leaving.gsrn)
        expect((yield* world.point(leaving.gsrn))?.supply.at(-1)).toMatchObject({ to: lost!.effectiveAt })
        expect(lost!.effectiveAt).toBeLessThan(lost!.openedAt)
      }),
    patience
  )

  it.live(
    "move_out: the customer leaves, the supply stays",
    () =>
      Effect.gen(function* () {
        const world = yield* processWorld("move_out")
        const { gsrn } = world.role("leaver")
        const refused = yield* Effect.flip(world.run(moveOut({ gsrn, endAt: world.midnight(0) })))
        expect(refused).toMatchObject({ _tag: "RequestRefused" })
        expect(yield* world.states(gsrn)).toEqual([])
        const leaves = world.midnight(2)
        yield* world.run(moveOut({ gsrn, endAt: leaves }))
        yield* world.settled
        expect(yield* world.states(gsrn)).toEqual(["moveOut/current pendingEffect"])
        yield* world.pass(3)
        expect(yield* world.states(gsrn)).toEqual(["moveOut/current effectuated"])
        const point = yield* world.point(gsrn)
        expect(point?.supply.at(-1)?.to).toBeUndefined()
        expect(point?.customers.at(-1)?.to).toBe(leaves)
      }),
    patience
  )
})
