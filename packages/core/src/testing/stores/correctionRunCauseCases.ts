import { Effect } from "effect"
import { takeCharges, takePortfolio, takeSpotPrices } from "../../intake/index.ts"
import { Portfolio } from "../../portfolio/index.ts"
import { billedOf } from "../../runs/index.ts"
import { feeOf, tariffOf } from "../chargesOf.ts"
import { linkOf } from "../linkOf.ts"
import { spotOf } from "../spotOf.ts"
import { expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import { billedPoint, correctionCaseIn, type CorrectionCases } from "./correctionRunCases.ts"
import {
  addPoint,
  billCorrections,
  billMonths,
  expectBilledAnew,
  linesIn,
  month,
  noteNews,
  sumsOf,
  tellReadings
} from "./correctionRunWorld.ts"

const cases: CorrectionCases = []
const correctionCase = correctionCaseIn(cases, 61)

correctionCase("supply annulled after two billed months and a correction is taken back to nothing", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1, 2])
    yield* billMonths(world, month(1), month(2))
    yield* tellReadings(world, { gsrn, period: dates("2024-01-10", "2024-01-11"), kwh: "0.777" })
    yield* billCorrections(world)
    const supply = { from: midnight("2024-01-01") }
    yield* takePortfolio({ removed: { supply: [{ gsrn, ...supply }] } }, "annulled")
    yield* billCorrections(world)
    yield* expectSame("billed", yield* sumsOf(world.billing, [gsrn]), [])
    yield* noteNews(world, gsrn, month(1), "supply")
    yield* expectSame("taken back once", linesIn((yield* billCorrections(world)).runs), 0)
    yield* takePortfolio({ supply: [{ ...supply, gsrn }] }, "given back")
    yield* billCorrections(world)
    yield* expectBilledAnew(world, [month(1), month(2)], [gsrn])
  })
)

correctionCase("late prices and links split segments and are billed by charge", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "0.4", [1, 2])
    yield* billMonths(world, month(1), month(2))
    const { net } = world.charges
    const late = tariffOf({ code: net.key.code, prices: [{ valid: ["2024-01-17"], price: "0.311" }] })
    const fee = feeOf({ code: `K${world.number}-FEE`, prices: "65" })
    yield* takeCharges([{ ...net, prices: late.prices } as typeof net, fee], "late")
    yield* billCorrections(world)
    yield* takePortfolio(
      {
        links: [linkOf(gsrn, fee, ["2024-01-09", "2024-01-10"], 2)],
        removed: { links: [{ gsrn, charge: net.key, from: midnight("2024-02-10") }] }
      },
      "late"
    )
    yield* billCorrections(world)
    yield* expectBilledAnew(world, [month(1), month(2)], [gsrn])
  })
)

correctionCase("a contract that comes late, other terms and electric heating are settled anew by themselves", (world) =>
  Effect.gen(function* () {
    const gsrn = yield* billedPoint(world, "plain", "3", [1, 2])
    const [agreed] = (yield* (yield* Portfolio).versions([gsrn])).get(gsrn)!.contracts
    yield* takePortfolio({ removed: { contracts: [{ gsrn, from: agreed!.from }] } }, "taken back")
    yield* billMonths(world, month(1), month(2))
    yield* expectSame("nothing billed", yield* sumsOf(world.billing, [gsrn]), [])
    yield* takePortfolio({ contracts: [agreed!] }, "agreed late")
    yield* billCorrections(world)
    yield* expectSame("billed now", (yield* billedOf(gsrn, month(1))).totalOere > 0, true)
    const { low, tax } = world.charges
    const heated = { ...agreed!, electricHeating: { tax: tax.key, reduced: low.key } }
    const cheaper = { ...heated, from: midnight("2024-02-10"), terms: { ...agreed!.terms, subscriptionPerMonth: 0 } }
    yield* takePortfolio({ contracts: [heated] }, "heated")
    yield* takePortfolio({ contracts: [cheaper] }, "other terms")
    yield* takePortfolio({ contracts: [cheaper] }, "the same once more")
    yield* expectSame("month by month", (yield* billCorrections(world)).runs.length, 2)
    yield* expectBilledAnew(world, [month(1), month(2)], [gsrn])
  })
)

correctionCase("a child point that belongs elsewhere is settled anew with both parents", (world) =>
  Effect.gen(function* () {
    const [first, second, child] = [world.gsrn(0), world.gsrn(2), world.gsrn(7)]
    for (const index of [0, 2]) {
      yield* addPoint(world, index, "plain")
      yield* tellReadings(world, { gsrn: world.gsrn(index), period: month(1), kwh: "0.4" })
    }
    const since = { from: midnight("2024-01-01") }
    const own = { ...since, gsrn: child, type: "D14" as const, gridArea: world.area, priceArea: "DK1" as const }
    const fee = feeOf({ code: `K${world.number}-CHILD`, prices: "12" })
    yield* takeCharges([fee], "child")
    yield* takePortfolio(
      { meteringPoints: [{ ...own, parent: first }], links: [linkOf(child, fee, ["2024-01-05"])] },
      "child"
    )
    yield* billMonths(world, month(1))
    yield* takePortfolio({ meteringPoints: [{ ...own, parent: second }] }, "moved")
    const { runs } = yield* billCorrections(world)
    yield* expectSame("points", runs[0]!.run.points, 2)
    yield* expectSame("lines", linesIn(runs), 2)
    yield* expectBilledAnew(world, [month(1)], [first, second])
  })
)

/** After all others: spot prices are those of every world. */
correctionCase(
  "revised spot prices, and such as were missing, are settled anew at every point of the price area",
  (world) =>
    Effect.gen(function* () {
      const gsrns = [0, 2].map(world.gsrn)
      for (const index of [0, 2]) {
        yield* addPoint(world, index, "plain")
        yield* tellReadings(world, { gsrn: world.gsrn(index), period: month(4), kwh: "0.4" })
        yield* tellReadings(world, { gsrn: world.gsrn(index), period: month(5), kwh: "0.4" })
      }
      yield* billMonths(world, month(4), month(5))
      yield* expectSame("no prices in May", (yield* billedOf(gsrns[0]!, month(5))).runIds, [])
      const day = dates("2024-04-07", "2024-04-08")
      yield* takeSpotPrices(spotOf({ period: day, dkkPerKwh: "0.7" }), "as it was, but for midnight")
      yield* takeSpotPrices(spotOf({ period: day, dkkPerKwh: "0.9", priceArea: "DK2" }), "elsewhere")
      yield* takeSpotPrices(spotOf({ period: month(5), dkkPerKwh: "0.5" }), "late")
      for (let hasMore = true; hasMore;) hasMore = (yield* billCorrections(world)).hasMore
      yield* expectSame("May is billed", (yield* billedOf(gsrns[0]!, month(5))).runIds.length, 1)
      yield* expectSame("April has a correction", (yield* billedOf(gsrns[1]!, month(4))).runIds.length, 2)
      yield* expectBilledAnew(world, [month(4), month(5)], gsrns)
    })
)

/** Corrections for other causes than readings: supply, contracts, prices and links. Spot prices, which are those of every world, come last. */
export const correctionRunCauseCases: CorrectionCases = cases
