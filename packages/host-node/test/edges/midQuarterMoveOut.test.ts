import { finalBasisOf, finalSettlementsDue, moveOut, reportErroneousMove } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { day, days, type EdgePoint, month } from "./edgeWorld.ts"
import { handBill } from "./handBill.ts"
import { areUsual, usualTerms, usualWorld } from "./household.ts"

const patience = 600_000
const january = month("2025-01")

it.live(
  "a customer who moves out within a prepaid quarter: the last bill, and what it comes to when the date was wrong",
  () =>
    Effect.gen(function* () {
      const world = yield* usualWorld()
      const [leaver, stays] = [world.take("ours"), world.take("ours")]
      yield* areUsual(world, days("2025-01-01", "2025-03-01"), leaver, stays)
      for (const { gsrn } of [leaver, stays]) {
        yield* world.recordContract({ gsrn, from: day("2025-01-01"), terms: usualTerms })
        yield* world.agreeQuarter(gsrn, day("2025-01-01"), 1_500_00)
      }
      yield* world.leapTo("2025-02-05T12:00:00Z")
      yield* world.settle(january)
      for (const { gsrn } of [leaver, stays]) yield* world.run(moveOut({ gsrn, endAt: day("2025-02-20") }))
      yield* world.settled
      yield* world.leapTo("2025-02-21T12:00:00Z")
      yield* world.reaches(leaver.gsrn, ["moveOut/current effectuated"])
      yield* world.reaches(stays.gsrn, ["moveOut/current effectuated"])

      const amounts = Effect.fnUntraced(function* ({ gsrn }: EdgePoint) {
        return (yield* world.prepaidFor(gsrn, "2025-02-01")).map(({ amountOere }) => amountOere)
      })

      /** The last bill up to the day on which the portfolio says that the customer left, from what is stored alone. */
      const lastBill = Effect.fnUntraced(function* ({ gsrn }: EdgePoint, date: string, daysOfFebruary: number) {
        const { customers, supply } = (yield* world.point(gsrn))!
        expect([customers.at(-1)?.to, supply.at(-1)?.to]).toEqual([day(date), undefined])
        const [due] = (yield* world.run(finalSettlementsDue())).filter((one) => one.gsrn === gsrn)
        expect(due?.end).toBe(day(date))
        const bill = yield* world.run(finalBasisOf({ gsrn, end: due!.end }))
        const parts = [handBill({ days: 31, ofMonth: 31 }), handBill({ days: daysOfFebruary, ofMonth: 28 })]
        expect(bill.basis.period).toEqual(days("2025-01-01", date))
        expect(bill.basis.costs).toEqual(
          parts.map(({ lines: _, ...totals }, index) => ({
            period: index === 0 ? january : days("2025-02-01", date),
            ...totals
          }))
        )
        return { ...bill.basis, beyondOere: bill.beyondOere }
      })

      /*
       * 793.14 for January and 493.32 for nineteen days of February: 1,286.46. Of 1,500.00 for the ninety days of the quarter
       * 833.33 are for the fifty days until then, so that 453.13 are to be paid; the other 666.67 are for days that the
       * customer does not use. Whoever has paid 1,500.00 gets 213.54 back.
       */
      const nineteenDays = yield* lastBill(leaver, "2025-02-20", 19)
      expect(nineteenDays).toMatchObject({
        subtotalOere: 634_51 + 394_66,
        vatOere: 158_63 + 98_66,
        actualOere: 1_286_46,
        prepaidOere: 833_33,
        nextOere: 0,
        totalDueOere: 453_13,
        beyondOere: 666_67
      })
      expect(nineteenDays.totalDueOere - nineteenDays.beyondOere).toBe(-213_54)
      // What is asked for in advance is known for the whole quarter until the customer has left.
      expect(yield* amounts(leaver)).toEqual([1_500_00, 833_33])

      // One left eight days before already, and the other did not leave at all.
      const report = { moveAt: day("2025-02-20"), corrects: "moveOut", by: "a caseworker" } as const
      yield* world.run(reportErroneousMove({ ...report, gsrn: leaver.gsrn, correctedAt: day("2025-02-12") }))
      yield* world.run(reportErroneousMove({ ...report, gsrn: stays.gsrn }))
      yield* world.settled
      yield* world.leap("P4D")
      yield* world.reaches(leaver.gsrn, ["erroneousMove/reporting corrected", "moveOut/current effectuated"])
      yield* world.reaches(stays.gsrn, ["erroneousMove/reporting corrected", "moveOut/current corrected"])
      // Eleven days of February come to 228.49 and 57.12 of VAT; 42 of the ninety days to 700.00. 378.75 are to be paid.
      expect(yield* lastBill(leaver, "2025-02-12", 11)).toMatchObject({
        actualOere: 793_14 + 285_61,
        prepaidOere: 700_00,
        totalDueOere: 378_75,
        beyondOere: 800_00
      })
      expect(yield* amounts(leaver)).toEqual([1_500_00, 833_33, 700_00])
      const point = (yield* world.point(stays.gsrn))!
      expect([point.customers.at(-1)?.to, point.supply.at(-1)?.to]).toEqual([undefined, undefined])
      expect(yield* amounts(stays)).toEqual([1_500_00, 833_33, 1_500_00])
      const due = yield* world.run(finalSettlementsDue())
      expect(due.filter(({ gsrn }) => gsrn === stays.gsrn)).toEqual([])

      // The supply was ours all the time, whoever lived there: the month is billed as a whole, and the last bill is as before.
      yield* world.leapTo("2025-03-03T12:00:00Z")
      yield* world.settle(month("2025-02"))
      for (const { gsrn } of [leaver, stays]) {
        yield* world.expectBill(gsrn, january, handBill({ days: 31, ofMonth: 31 }))
        yield* world.expectBill(gsrn, month("2025-02"), handBill({ days: 28, ofMonth: 28 }))
      }
      expect(yield* lastBill(leaver, "2025-02-12", 11)).toMatchObject({ totalDueOere: 378_75 })
    }),
  patience
)
