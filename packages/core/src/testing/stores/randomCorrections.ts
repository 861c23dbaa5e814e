import { Effect } from "effect"
import { takeCharges, takePortfolio } from "../../intake/index.ts"
import { type Gsrn, MarketCalendar, type Period } from "../../market/index.ts"
import { Portfolio } from "../../portfolio/index.ts"
import { feeOf, tariffOf } from "../chargesOf.ts"
import { linkOf } from "../linkOf.ts"
import { seededRandom, type SeededRandom } from "../SeededRandom.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import {
  addPoint,
  billCorrections,
  billMonths,
  type CorrectionCaseNeeds,
  type CorrectionWorld,
  expectBilledAnew,
  month,
  tellReadings
} from "./correctionRunWorld.ts"

const months = [month(1), month(2), month(3)]
const whole = dates("2024-01-01", "2024-04-01")
const STEPS = 12

/** One change, drawn when it is made, and noted as the intake notes it. */
type Change = (
  world: CorrectionWorld,
  points: ReadonlyArray<Gsrn>,
  random: SeededRandom
) => Effect.Effect<unknown, unknown, CorrectionCaseNeeds>

/** A stretch of days within the settled months, and the day with which it begins. */
const someDays = (random: SeededRandom): { readonly period: Period; readonly date: string } => {
  const days = MarketCalendar.localDays(whole)
  const first = random.int(0, days.length - 8)
  return {
    period: dates(days[first]!, days[first + random.int(1, 7)]!),
    date: days[first]!
  }
}

const newReadings: Change = (world, points, random) => {
  const { period } = someDays(random)
  const kwh = Array.from({ length: 24 }, () => (random.int(0, 6000) / 1000).toFixed(3))
  const isSolar = random.chance(0.3)
  const gsrn = isSolar ? world.gsrn(5) : random.pick(points as [Gsrn, ...ReadonlyArray<Gsrn>])
  return tellReadings(world, {
    gsrn,
    period,
    kwh: (index) => kwh[index % 24]!,
    ...(isSolar ? { meteringPointType: "E18" as const } : {})
  })
}

const newPrice: Change = (world, _, random) =>
  Effect.gen(function* () {
    const { date } = someDays(random)
    const charge = random.pick([world.charges.net, world.charges.tax, world.charges.low])
    const price = (random.int(0, 900_000) / 1_000_000).toFixed(6)
    const { prices } = tariffOf({ code: charge.key.code, prices: [{ valid: [date], price }] })
    yield* takeCharges([{ ...charge, prices } as typeof charge], `drawn-${world.next()}`)
  })

const newLink: Change = (world, points, random) =>
  Effect.gen(function* () {
    const { date, period } = someDays(random)
    const gsrn = random.pick(points as [Gsrn, ...ReadonlyArray<Gsrn>])
    const fee = feeOf({ code: `K${world.number}-FEE`, prices: "61.25" })
    yield* takeCharges([fee], "fee")
    const { monthly } = world.charges
    yield* takePortfolio(
      random.pick([
        { links: [linkOf(gsrn, fee, [date], random.int(1, 3))] },
        { links: [linkOf(gsrn, monthly, [date], random.int(1, 3))] },
        { removed: { links: [{ gsrn, charge: monthly.key, ...period }] } }
      ]),
      `drawn-${world.next()}`
    )
  })

const newSupply: Change = (world, points, random) =>
  Effect.gen(function* () {
    const gsrn = random.pick(points as [Gsrn, ...ReadonlyArray<Gsrn>])
    const supply = [{ gsrn, from: midnight("2024-01-01") }]
    yield* takePortfolio(random.chance(0.5) ? { removed: { supply } } : { supply }, `drawn-${world.next()}`)
  })

const newContract: Change = (world, points, random) =>
  Effect.gen(function* () {
    const gsrn = random.pick(points as [Gsrn, ...ReadonlyArray<Gsrn>])
    const contract = (yield* (yield* Portfolio).versions([gsrn])).get(gsrn)!.contracts.at(-1)!
    const { subscriptionPerMonth: _, ...terms } = contract.terms
    const { date } = someDays(random)
    const other = { ...terms, subscriptionPerMonth: random.int(0, 40) * 1e9 }
    yield* takePortfolio({ contracts: [{ ...contract, from: midnight(date), terms: other }] }, `drawn-${world.next()}`)
  })

const correct: Change = (world, _, random) =>
  billCorrections(world, { chunkPoints: random.int(1, 3), correctionsMax: random.pick([2, 10_000]) })

const changes = [newReadings, newReadings, newPrice, newLink, newSupply, newContract, correct, correct] as const

/** A random history of changes and correction runs after three billed months. */
export const randomCorrections = Effect.fnUntraced(function* (world: CorrectionWorld, seed: number) {
  const random = seededRandom(seed)
  const points = [0, 2, 4].map(world.gsrn)
  for (const [index, kind] of (["plain", "heated", "solar"] as const).entries()) yield* addPoint(world, index * 2, kind)
  const production = { gsrn: world.gsrn(5), meteringPointType: "E18" as const }
  for (const period of months) {
    yield* tellReadings(world, { gsrn: points[0]!, period, kwh: "0.412" })
    yield* tellReadings(world, { gsrn: points[1]!, period, kwh: "2.2" })
    yield* tellReadings(world, { gsrn: points[2]!, period, kwh: "0.5" })
    yield* tellReadings(world, { ...production, period, kwh: (index) => (index % 24 === 12 ? "0.9" : "0.1") })
  }
  yield* billMonths(world, ...months)
  for (let step = 0; step < STEPS; step++) yield* random.pick(changes)(world, points, random)
  for (let hasMore = true; hasMore;) hasMore = (yield* billCorrections(world)).hasMore
  // Supplied and linked without a gap again, so that nothing is missing on both sides and everything can be settled.
  const again = {
    supply: points.map((gsrn) => ({ gsrn, from: midnight("2024-01-01") })),
    links: points.map((gsrn) => linkOf(gsrn, world.charges.monthly, ["2024-01-01"]))
  }
  yield* takePortfolio(again, "again")
  yield* billCorrections(world)
  yield* expectBilledAnew(world, months, points)
})
