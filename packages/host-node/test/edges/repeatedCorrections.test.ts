import type { ChargeKey } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { day, days, month } from "./edgeWorld.ts"
import { handBill, type HandHours, onEach } from "./handBill.ts"
import { areUsual, charges, usualBut, usualKwh, usualTerms, usualWorld } from "./household.ts"

const patience = 600_000
const [january, february] = [month("2025-01"), month("2025-02")]
const from = day("2025-01-01")

const reducedTax: ChargeKey = { ...charges.tax, code: "EA-002" }
const feedIn: ChargeKey = { ...charges.tax, code: "40010" }

/** Golden master 8's production, kWh by local hour: 0.5 of them a day are left over, 0.1 in each hour from 10 to 14. */
const produced = (hours: Readonly<Record<number, string>> = {}): ReadonlyArray<string> =>
  usualKwh.map((_, hour) => hours[hour] ?? sunByHour[hour] ?? "0")
const sunByHour: Readonly<Record<number, string>> = {
  8: "0.200",
  9: "0.200",
  ...Object.fromEntries([10, 11, 12, 13, 14].map((hour) => [hour, "0.600"])),
  15: "0.300",
  16: "0.100"
}
const noon = [10, 11, 12, 13, 14]
/** What is not drawn any more on such a day, and what is left over. */
const ownUse = [
  [8, "-0.200"],
  [9, "-0.200"],
  ...noon.map((hour) => [hour, "-0.500"] as const),
  [15, "-0.300"],
  [16, "-0.100"]
] as const
const leftOver = noon.map((hour) => [hour, "0.100"] as const)

/** A home that is heated by electricity uses ten times as much: 132 kWh a day, and 4,000 kWh on the 31st of January. */
const tenfold = usualKwh.map((kwh) => (Number(kwh) * 10).toFixed(3))
const nothing = usualKwh.map(() => "0")
const withoutADay = tenfold.map((kwh, hour) => [hour, `-${kwh}`] as const)

it.live(
  "corrections of corrections: of the same hours, across the limit of electric heating, and between import and export",
  () =>
    Effect.gen(function* () {
      const world = yield* usualWorld()
      const [again, heated, solar] = [world.take("ours"), world.take("ours"), world.take("ours", undefined, "solar")]
      const both = days("2025-01-01", "2025-03-01")
      yield* areUsual(world, both, again, heated, solar)
      yield* world.tellTariff(reducedTax, true, from)
      yield* world.tellPrices(
        { key: reducedTax, resolution: "P1D", dkk: "0.005", period: both },
        { key: feedIn, resolution: "P1D", dkk: "0.011", period: both }
      )
      yield* world.tellReadings(heated.gsrn, tenfold)
      yield* world.tellReadings(solar.linked!, produced())
      const electricHeating = { tax: charges.tax, reduced: reducedTax }
      const production = { gsrn: solar.linked!, netting: "hourly" } as const
      yield* world.recordContract({ gsrn: again.gsrn, from, terms: usualTerms })
      yield* world.recordContract({ gsrn: heated.gsrn, from, terms: usualTerms, electricHeating })
      yield* world.recordContract({ gsrn: solar.gsrn, from, terms: usualTerms, production })
      yield* world.leapTo("2025-03-03T12:00:00Z")
      for (const period of [january, february]) yield* world.settle(period)

      /** Both months of the heated home: what January is more than usual, and what lies above the limit. */
      const expectHeated = Effect.fnUntraced(function* (more: HandHours, ...reducedKwh: readonly [string, string]) {
        const [inJanuary, inFebruary] = reducedKwh
        const usual = { days: 31, ofMonth: 31, times: 10 } as const
        yield* world.expectBill(heated.gsrn, january, handBill({ ...usual, more, reducedKwh: inJanuary }))
        const after = { ...usual, days: 28, ofMonth: 28, reducedKwh: inFebruary }
        yield* world.expectBill(heated.gsrn, february, handBill(after))
      })
      /** January of the home with production: what is drawn and what is left over, more than on its usual days. */
      const expectSolar = (drawn: HandHours, left: HandHours) => {
        const more = [...onEach(31, ownUse), ...drawn]
        const surplus = [...onEach(31, leftOver), ...left]
        return world.expectBill(solar.gsrn, january, handBill({ days: 31, ofMonth: 31, more, surplus }))
      }
      const expectAgain = (more: HandHours) =>
        world.expectBill(again.gsrn, january, handBill({ days: 31, ofMonth: 31, more }))
      const expectAsAtFirst = Effect.gen(function* () {
        yield* expectAgain([])
        yield* expectHeated([], "92", "3696")
        yield* expectSolar([], [])
      })
      yield* expectAsAtFirst

      // An hour more and one less. A day without any use, so that the limit is not reached before the 1st of February. And
      // an hour that drew 0.3 kWh feeds 0.3 kWh in.
      yield* world.tellReadings(again.gsrn, usualBut({ 10: "0.900", 18: "1.000" }), "2025-01-10")
      yield* world.tellReadings(heated.gsrn, nothing, "2025-01-10")
      yield* world.tellReadings(solar.linked!, produced({ 9: "0.800" }), "2025-01-12")
      yield* world.correct
      yield* expectAgain([
        [10, "0.400"],
        [18, "-0.200"]
      ])
      yield* expectHeated(withoutADay, "0", "3656")
      yield* expectSolar([[9, "-0.300"]], [[9, "0.300"]])

      yield* world.leap("PT1H")
      // The same hours once more. The limit is reached on the last day of January again, and the other way round an hour that
      // fed in draws now, as its consumption turns out to be larger.
      yield* world.tellReadings(again.gsrn, usualBut({ 10: "0.650", 18: "1.450" }), "2025-01-10")
      yield* world.tellReadings(heated.gsrn, tenfold.with(3, "50.000"), "2025-01-11")
      yield* world.tellReadings(solar.gsrn, usualBut({ 12: "0.900" }), "2025-01-12")
      yield* world.correct
      yield* expectAgain([
        [10, "0.150"],
        [18, "0.250"]
      ])
      yield* expectHeated([...withoutADay, [3, "47.000"]], "7", "3696")
      yield* expectSolar(
        [
          [9, "-0.300"],
          [12, "0.300"]
        ],
        [
          [9, "0.300"],
          [12, "-0.100"]
        ]
      )

      yield* world.leap("PT1H")
      // All of it as it was at first.
      yield* world.tellReadings(again.gsrn, usualKwh, "2025-01-10")
      for (const date of ["2025-01-10", "2025-01-11"]) yield* world.tellReadings(heated.gsrn, tenfold, date)
      yield* world.tellReadings(solar.linked!, produced(), "2025-01-12")
      yield* world.tellReadings(solar.gsrn, usualKwh, "2025-01-12")
      yield* world.correct
      yield* expectAsAtFirst
      for (const { gsrn } of [again, heated, solar]) {
        expect((yield* world.billed(gsrn, january)).runIds).toHaveLength(4)
      }
      expect((yield* world.correct).settled).toBe(0)
    }),
  patience
)
