import { answerResumption, cancelRequest, type Gsrn, reportErroneousSwitch, signUp } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { moveInOf, switchOf } from "../processes/signingUp.ts"
import { day, days, type EdgePoint, type EdgeWorld, month } from "./edgeWorld.ts"
import { handBill } from "./handBill.ts"
import { areUsual, usualBut, usualTerms, usualWorld } from "./household.ts"

const patience = 600_000
const [january, february] = [month("2025-01"), month("2025-02")]
/** The day that everything in these stories is about. */
const start = day("2025-01-18")
const contract = { terms: usualTerms }
/** What is known of a point that is not ours, or never was. */
const unknown = { supply: [], contracts: [], customers: [] }
const nothing = { lines: {}, subtotalOere: 0, vatOere: 0, totalOere: 0 }

/** The process of ours that is at work on a point. */
const processOf = (world: EdgeWorld, gsrn: Gsrn, kind: string) =>
  Effect.map(world.processes(gsrn), (all) => all.find((process) => process.kind === kind)!)

it.live(
  "switches on one day: cancelled in time, too late and on the way, refused, overtaken by a move, and away and back",
  () =>
    Effect.gen(function* () {
      const world = yield* usualWorld(24)
      const { outrun, overtaken } = yield* world.play("same_day")
      const { lost } = yield* world.play("lost_switch")
      const gained = world.take("other")
      const [withdrawn, tooLate, onTheWay] = [world.take("other"), world.take("other"), world.take("other")]
      const [stays, returns] = [world.take("ours"), lost!]
      const all = [outrun!, overtaken!, gained, withdrawn, tooLate, onTheWay, stays, returns]
      yield* areUsual(world, january, ...all)
      for (const { gsrn } of [stays, returns]) {
        yield* world.recordContract({ gsrn, from: day("2025-01-01"), terms: usualTerms })
      }

      // Six switches to us on one day, and the customer of a point of ours is to be another one from that day on.
      for (const point of [outrun!, overtaken!, gained, withdrawn, tooLate, onTheWay]) {
        yield* world.run(signUp({ ...switchOf(point, start), contract }))
      }
      yield* world.run(signUp({ ...moveInOf(stays, start), contract }))
      yield* world.settled
      yield* world.reaches(outrun!.gsrn, ["changeOfSupplier/gaining rejected"])

      // Eleven at night of the day before is in time. A cancellation that DataHub gets after midnight is not.
      yield* world.leapTo("2025-01-17T22:00:00Z")
      yield* world.reaches(overtaken!.gsrn, ["changeOfSupplier/gaining cancelled"])
      const [ofSwitch, ofMove, late, delayed] = [
        yield* processOf(world, withdrawn.gsrn, "changeOfSupplier"),
        yield* processOf(world, stays.gsrn, "moveIn"),
        yield* processOf(world, tooLate.gsrn, "changeOfSupplier"),
        yield* processOf(world, onTheWay.gsrn, "changeOfSupplier")
      ]
      for (const { id } of [ofSwitch, ofMove]) yield* world.run(cancelRequest(id))
      yield* world.settled
      yield* world.reaches(withdrawn.gsrn, ["changeOfSupplier/gaining cancelled"])
      yield* world.reaches(stays.gsrn, ["moveIn/new cancelled"])
      yield* world.failsToSend(world.run(cancelRequest(delayed.id)))
      yield* world.leapTo("2025-01-17T23:30:00Z")
      const refused = yield* Effect.flip(world.run(cancelRequest(late.id)))
      expect(refused).toMatchObject({
        _tag: "RequestRefused",
        process: "BRS-001",
        issues: [
          {
            field: "cancels.effectiveAt",
            reason: "the last day for a cancellation was 2025-01-17",
            rule: "BRS-001 E17"
          }
        ]
      })
      yield* world.reaches(onTheWay.gsrn, ["changeOfSupplier/gaining effectuated"])
      const answer = (yield* world.found(delayed.id)).history.find(({ event }) => event.kind === "cancellationRefused")
      expect(answer?.event).toMatchObject({ reasons: [{ code: "E17" }] })

      // A customer who left us that day is followed by one who moves in with us on it, as we hear two days later.
      yield* world.leapTo("2025-01-20T12:00:00Z")
      expect(yield* world.states(returns.gsrn)).toEqual(["changeOfSupplier/losing stopped"])
      yield* world.run(signUp({ ...moveInOf(returns, start), contract }))
      yield* world.settled
      yield* world.reaches(returns.gsrn, ["changeOfSupplier/losing stopped", "moveIn/new effectuated"])

      yield* world.leapTo("2025-02-03T12:00:00Z")
      yield* world.settle(january)
      const whole = handBill({ days: 31, ofMonth: 31 })
      for (const { gsrn } of [outrun!, overtaken!, withdrawn]) {
        yield* world.expectBill(gsrn, january, nothing)
        expect((yield* world.point(gsrn)) ?? unknown).toMatchObject(unknown)
      }
      for (const { gsrn } of [stays, returns]) yield* world.expectBill(gsrn, january, whole)
      for (const { gsrn } of [gained, tooLate, onTheWay]) {
        yield* world.expectBill(gsrn, january, handBill({ days: 14, ofMonth: 31 }))
      }
    }),
  patience
)

it.live(
  "an erroneous switch after two settled months and one correction: all of it is credited, and the other way round billed",
  () =>
    Effect.gen(function* () {
      const world = yield* usualWorld(24)
      // The other supplier has `back` from the 18th on, and on the 5th of March at noon we are asked to take it back.
      const { takenFromUs } = yield* world.play("late_return")
      const [wrong, back] = [world.take("other"), takenFromUs!]
      yield* areUsual(world, days("2025-01-01", "2025-03-01"), wrong, back)
      yield* world.recordContract({ gsrn: back.gsrn, from: day("2025-01-01"), terms: usualTerms })
      yield* world.run(signUp({ ...switchOf(wrong, start), contract }))
      yield* world.settled
      yield* world.leapTo("2025-03-03T12:00:00Z")
      for (const period of [january, february]) yield* world.settle(period)

      const more = [[10, "0.150"]] as const
      /** Days of January, with what was corrected of them, and of February. */
      const expectBilled = Effect.fnUntraced(function* (
        { gsrn }: EdgePoint,
        ofJanuary: number,
        ofFebruary: number,
        corrected: typeof more | undefined
      ) {
        const none = ofJanuary + ofFebruary === 0
        const [first, second] = [
          handBill({ days: ofJanuary, ofMonth: 31, more: corrected }),
          handBill({ days: ofFebruary, ofMonth: 28 })
        ]
        yield* world.expectBill(gsrn, january, none ? nothing : first)
        yield* world.expectBill(gsrn, february, none ? nothing : second)
      })
      yield* expectBilled(wrong, 14, 28, undefined)
      yield* expectBilled(back, 17, 0, undefined)
      yield* world.tellReadings(wrong.gsrn, usualBut({ 10: "0.650" }), "2025-01-20")
      yield* world.tellReadings(back.gsrn, usualBut({ 10: "0.650" }), "2025-01-10")
      yield* world.correct
      yield* expectBilled(wrong, 14, 28, more)
      yield* expectBilled(back, 17, 0, more)

      yield* world.run(reportErroneousSwitch({ gsrn: wrong.gsrn, switchAt: start }))
      yield* world.leapTo("2025-03-05T12:30:00Z")
      const asked = yield* processOf(world, back.gsrn, "erroneousSwitch")
      expect(asked).toMatchObject({ role: "previous", state: "resumeRequested" })
      yield* world.run(answerResumption(asked.id, true))
      yield* world.settled
      yield* world.leap("P2D")
      yield* world.reaches(wrong.gsrn, ["changeOfSupplier/gaining corrected", "erroneousSwitch/current corrected"])
      yield* world.reaches(back.gsrn, ["changeOfSupplier/losing resumed", "erroneousSwitch/previous supplying"])
      yield* world.correct
      yield* expectBilled(wrong, 0, 0, undefined)
      yield* expectBilled(back, 31, 28, more)
      expect(yield* world.point(wrong.gsrn)).toMatchObject(unknown)
      expect((yield* world.correct).settled).toBe(0)
    }),
  patience
)
