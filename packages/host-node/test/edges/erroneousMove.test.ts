import { answerResumption, type Gsrn, openTasks, reportErroneousMove, signUp } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { moveInOf } from "../processes/signingUp.ts"
import { day, days, type EdgePoint, month } from "./edgeWorld.ts"
import { handBill } from "./handBill.ts"
import { areUsual, usualTerms, usualWorld } from "./household.ts"

const patience = 600_000
const [january, february] = [month("2025-01"), month("2025-02")]
const moveAt = day("2025-01-16")
/** 30.00 for each of the ninety days of the first quarter. */
const aconto = { interval: "quarter", amountOere: 2_700_00 } as const

/** A move-in, and what it was reported to have been: days of January and of February that are ours, before and after. */
const moves = [
  { was: "2025-01-16", is: "2025-01-09", before: [16, 28], after: [23, 28] },
  { was: "2025-01-16", is: "2025-01-23", before: [16, 28], after: [9, 28] },
  // Out of the first month that was billed, and into a month that never was.
  { was: "2025-01-16", is: "2025-02-10", before: [16, 28], after: [0, 19] },
  { was: "2025-02-03", is: "2025-01-27", before: [0, 26], after: [5, 28] },
  // It never was.
  { was: "2025-01-16", is: undefined, before: [16, 28], after: [0, 0] }
] as const

it.live(
  "a move-in that was billed for two months: put on an earlier and on a later date, and undone as a whole",
  () =>
    Effect.gen(function* () {
      const world = yield* usualWorld(24)
      const stories = moves.map((move) => ({ ...move, point: world.take("other") }))
      yield* areUsual(world, days("2025-01-01", "2025-03-01"), ...stories.map(({ point }) => point))
      for (const { point, was } of stories) {
        yield* world.run(signUp({ ...moveInOf(point, day(was)), contract: { terms: usualTerms }, aconto }))
      }
      yield* world.settled
      yield* world.leap("P47D")
      for (const period of [january, february]) yield* world.settle(period)

      /** Both months' bills, who is known to be supplied from when, and what is prepaid for the quarter. */
      const expectSupplied = Effect.fnUntraced(function* (
        { gsrn }: EdgePoint,
        from: string | undefined,
        [ofJanuary, ofFebruary]: readonly [number, number]
      ) {
        yield* world.expectBill(gsrn, january, handBill({ days: ofJanuary, ofMonth: 31 }))
        yield* world.expectBill(gsrn, february, handBill({ days: ofFebruary, ofMonth: 28 }))
        const { contracts, customers, supply } = (yield* world.point(gsrn))!
        const begins = [supply, contracts, customers].map((versions) => versions[0]?.from)
        expect(begins).toEqual(begins.map(() => (from === undefined ? undefined : day(from))))
        // 30 DKK for each of 90 days, March among them unless nothing is ours.
        const daysOfQuarter = ofJanuary + ofFebruary + (from === undefined ? 0 : 31)
        expect((yield* world.prepaidFor(gsrn, "2025-02-01")).at(-1)?.amountOere).toBe(daysOfQuarter * 30_00)
      })
      for (const { before, point, was } of stories) yield* expectSupplied(point, was, before)

      for (const { is, point, was } of stories) {
        const report = { gsrn: point.gsrn, moveAt: day(was), by: "a caseworker" }
        yield* world.run(reportErroneousMove(is === undefined ? report : { ...report, correctedAt: day(is) }))
      }
      yield* world.settled
      yield* world.leap("P3D")
      for (const { is, point } of stories) {
        const moveIn = is === undefined ? "moveIn/new corrected" : "moveIn/new effectuated"
        yield* world.reaches(point.gsrn, ["erroneousMove/reporting corrected", moveIn])
      }
      const { runs, waiting } = yield* world.correct
      expect([...runs.map(({ progress }) => progress.failed), waiting]).toEqual([0, 0, 0])
      for (const { after, is, point } of stories) {
        yield* expectSupplied(point, is, after)
        // Nothing before the supply was ours, then once with the supply, and once with its correction, which is named.
        const shares = yield* world.prepaidFor(point.gsrn, "2025-02-01")
        const correction = (yield* world.processes(point.gsrn)).find(({ kind }) => kind === "erroneousMove")!
        expect(shares.map(({ amountOere }) => amountOere > 0)).toEqual([false, true, is !== undefined])
        expect(shares.at(-1)?.processId).toBe(correction.id)
        // Nobody is asked to do what is done.
        expect(openTasks(correction).map(({ effect }) => effect.kind)).not.toContain("recomputeAconto")
      }
      const before = yield* Effect.forEach(stories, ({ point }) => world.prepaidFor(point.gsrn, "2025-02-01"))
      // Once settled there is nothing left to settle.
      expect(yield* world.correct).toMatchObject({ runs: [], settled: 0 })
      expect(yield* Effect.forEach(stories, ({ point }) => world.prepaidFor(point.gsrn, "2025-02-01"))).toEqual(before)
    }),
  patience
)

it.live(
  "a move that was reported against us and taken back, and one whose other date is refused: billed as if nothing had been",
  () =>
    Effect.gen(function* () {
      const world = yield* usualWorld(24)
      // From the 18th somebody else has `takenFromUs`; on the 25th at noon we are asked to take it back.
      const { refused, takenFromUs } = yield* world.play("erroneous_move")
      const [kept, back] = [refused!.gsrn, takenFromUs!.gsrn]
      const prepaid = (gsrn: Gsrn) =>
        Effect.map(world.prepaidFor(gsrn, "2025-02-01"), (shares) => shares.map(({ amountOere }) => amountOere))
      const billed = days("2025-01-01", "2025-01-25")
      yield* areUsual(world, january, refused!, takenFromUs!)
      yield* world.recordContract({ gsrn: back, from: day("2025-01-01"), terms: usualTerms })
      yield* world.agreeQuarter(back, day("2025-01-01"), aconto.amountOere)
      yield* world.run(signUp({ ...moveInOf(refused!, moveAt), contract: { terms: usualTerms }, aconto }))
      yield* world.settled
      yield* world.leapTo("2025-01-25T10:00:00Z")
      yield* world.settle(billed)
      yield* world.expectBill(kept, billed, handBill({ days: 9, ofMonth: 31 }))
      yield* world.expectBill(back, billed, handBill({ days: 17, ofMonth: 31 }))

      const form = { document: "RequestReallocateChangeOfSupplier", processType: "D33" } as const
      const report = { gsrn: kept, moveAt, correctedAt: day("2025-01-19"), by: "a caseworker" }
      yield* world.run(reportErroneousMove(report, form))
      yield* world.leapTo("2025-01-25T13:00:00Z")
      const asked = (yield* world.processes(back)).find(({ kind }) => kind === "erroneousMove")!
      expect(asked).toMatchObject({ role: "previous", state: "resumeRequested" })
      yield* world.run(answerResumption(asked.id, true))
      yield* world.settled
      yield* world.leap("P3D")
      yield* world.reaches(back, ["erroneousMove/previous supplying", "moveIn/previous resumed"])
      yield* world.reaches(kept, ["erroneousMove/reporting refused", "moveIn/new effectuated"])

      yield* world.correct
      yield* world.expectBill(kept, billed, handBill({ days: 9, ofMonth: 31 }))
      yield* world.expectBill(back, billed, handBill({ days: 24, ofMonth: 31 }))
      // Seventeen of ninety days until somebody took it, and all of them again; 75 where the date was refused, as before.
      expect((yield* prepaid(back)).slice(-3)).toEqual([2_700_00, 510_00, 2_700_00])
      expect((yield* prepaid(kept)).at(-1)).toBe(2_250_00)
    }),
  patience
)
