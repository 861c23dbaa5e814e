import { Effect, Option } from "effect"
import type { ChargeLink } from "../../charges/index.ts"
import { covers, energinet, GridArea, type Gsrn, type Instant, type Period, type Validity } from "../../market/index.ts"
import { MeteringLedger } from "../../metering/index.ts"
import { type Contract, Portfolio, type PortfolioChanges, type PortfolioPoint } from "../../portfolio/index.ts"
import { seededRandom, type SeededRandom } from "../SeededRandom.ts"
import { expectSame } from "./conformance.ts"
import { midnight, worldPoint } from "./conformanceWorld.ts"
import { dayAt, days, randomValidity } from "./randomDays.ts"

/** What is known of a thing on each day. */
type Model = Map<string, Array<unknown>>

const put = (model: Model, key: string, validity: Validity, value: unknown): void => {
  const values = model.get(key) ?? days.map(() => null)
  model.set(
    key,
    days.map((day, i) => (covers(validity, day) ? value : values[i]))
  )
}

/** The same of versions; two of them on one day show as a list. */
const byDay = <V extends Validity>(
  versions: ReadonlyArray<V>,
  valueOf: (version: V) => unknown
): ReadonlyArray<unknown> =>
  days.map((day) => {
    const holding = versions.filter((version) => covers(version, day)).map(valueOf)
    return holding.length > 1 ? holding : (holding[0] ?? null)
  })

const codes = ["A", "B"] as const
const keyOf = (code: string) => ({ owner: energinet, type: "D03" as const, code })
const NOTHING = days.map(() => null)

/** Supply, contracts and links of one point, recorded, changed and taken back at random. */
export const portfolioAgrees = (
  seed: number,
  world: number
): Effect.Effect<void, unknown, Portfolio | MeteringLedger> =>
  Effect.gen(function* () {
    const portfolio = yield* Portfolio
    const ledger = yield* MeteringLedger
    const random = seededRandom(seed)
    const gsrn = worldPoint(world, 1)
    yield* portfolio.record({
      meteringPoints: [
        { gsrn, from: midnight("2024-01-01"), type: "E17", gridArea: GridArea.make("791"), priceArea: "DK2" }
      ]
    })
    const model: Model = new Map()
    const seen: Array<{ readonly asOf: Instant; readonly model: Model }> = []
    for (let step = random.int(3, 9); step > 0; step--) {
      yield* portfolio.record(randomChange(random, gsrn, model))
      if (random.chance(0.5)) seen.push({ asOf: yield* ledger.knownInstant, model: new Map(model) })
    }
    for (const { asOf, model: then } of [...seen, { asOf: undefined, model }]) {
      const point = Option.getOrThrow(yield* portfolio.point(gsrn, asOf))
      yield* expectSame(`seed ${seed}, versions as of ${asOf}`, knownOf(point), modelOf(then))
      yield* suppliedAgrees(seed, portfolio, point, asOf)
    }
  })

/** Something recorded or taken out, in the model too. */
const randomChange = (random: SeededRandom, gsrn: Gsrn, model: Model): PortfolioChanges => {
  const place = { gsrn, ...randomValidity(random) }
  const code = random.pick(codes)
  const quantity = random.int(1, 3)
  const isRemoval = random.chance(0.25)
  const kind = random.pick<"supply" | "contract" | "link">(["supply", "contract", "link"])
  put(model, kind === "link" ? code : kind, place, isRemoval ? null : kind === "supply" ? true : quantity)
  const contract: Contract = {
    ...place,
    terms: { name: "P", energy: { kind: "fixed", price: quantity }, subscriptionPerMonth: 0 }
  }
  const link: ChargeLink = { ...place, charge: keyOf(code), quantity }
  const removed = { supply: { supply: [place] }, contract: { contracts: [place] }, link: { links: [link] } }
  const recorded = { supply: { supply: [place] }, contract: { contracts: [contract] }, link: { links: [link] } }
  return isRemoval ? { removed: removed[kind] } : recorded[kind]
}

const knownOf = ({ contracts, links, supply }: PortfolioPoint) => ({
  supply: byDay(supply, () => true),
  contract: byDay(contracts, ({ terms }) => (terms.energy.kind === "fixed" ? terms.energy.price : undefined)),
  links: codes.map((code) =>
    byDay(
      links.filter(({ charge }) => charge.code === code),
      ({ quantity }) => quantity
    )
  )
})

const modelOf = (model: Model) => ({
  supply: model.get("supply") ?? NOTHING,
  contract: model.get("contract") ?? NOTHING,
  links: codes.map((code) => model.get(code) ?? NOTHING)
})

/** What settlement takes says the same as the versions, within any period. */
const suppliedAgrees = (
  seed: number,
  portfolio: Portfolio["Service"],
  point: PortfolioPoint,
  asOf: Instant | undefined
) =>
  Effect.gen(function* () {
    const { gsrn } = point
    const period: Period = { from: dayAt(5), to: dayAt(17) }
    const [supplied] = yield* portfolio.points({ from: gsrn, to: gsrn, period, asOf })
    const within = (values: ReadonlyArray<unknown>) => values.slice(5, 17)
    const expected = knownOf(point)
    const isSupplied = within(expected.supply).some((value) => value === true)
    yield* expectSame(`seed ${seed}, supplied as of ${asOf}`, supplied !== undefined, isSupplied)
    if (supplied === undefined) return
    const actual = {
      supply: byDay(supplied.supply, () => true),
      contract: within(byDay(supplied.product, ({ energy }) => (energy.kind === "fixed" ? energy.price : undefined))),
      links: codes.map((code) =>
        within(
          byDay(
            supplied.links.filter(({ charge }) => charge.code === code),
            ({ quantity }) => quantity
          )
        )
      )
    }
    const same = { supply: expected.supply, contract: within(expected.contract), links: expected.links.map(within) }
    yield* expectSame(`seed ${seed}, for settlement as of ${asOf}`, actual, same)
  })
