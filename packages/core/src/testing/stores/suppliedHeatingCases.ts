import { Effect, Option } from "effect"
import type { Contract, HeatingUse } from "../../portfolio/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { midnight } from "./conformanceWorld.ts"
import {
  contractOf,
  from,
  january,
  march,
  masterOf,
  only,
  portfolioCase,
  type PortfolioCase,
  tariff,
  validity
} from "./portfolioCases.ts"

const charges = { tax: { ...tariff, code: "EA-001" }, reduced: { ...tariff, code: "EA-002" } }

const use = (until: string, wh: number): HeatingUse => ({ until: midnight(until), wh })

const heated = (...usedBefore: ReadonlyArray<HeatingUse>): Pick<Contract, "electricHeating"> => ({
  electricHeating: usedBefore.length === 0 ? charges : { ...charges, usedBefore }
})

/** What a contract says was used of the yearly limit of electric heating before our readings begin. */
export const suppliedHeatingCases: ReadonlyArray<PortfolioCase> = [
  portfolioCase(
    225,
    "what was used of the heating limit comes in time order, and outlives a change of product",
    (world) =>
      Effect.gen(function* () {
        const { ledger, portfolio } = world
        const gsrn = world.gsrn(1)
        const first = contractOf(gsrn, validity("2024-01-01"), "Spot", heated(use("2025-03-01", 3_012_418)))
        yield* portfolio.record({ meteringPoints: [masterOf(gsrn)], supply: [{ gsrn, from }], contracts: [first] })
        yield* expectSame("stored", Option.getOrThrow(yield* portfolio.point(gsrn)).contracts, [first])
        yield* expectSame("again", yield* portfolio.record({ contracts: [first] }), { added: 0, superseded: 0 })
        const asOf = yield* ledger.knownInstant
        const known = { ...charges, periods: [validity("2024-01-01")], usedBefore: [use("2025-03-01", 3_012_418)] }
        yield* expectSame("supplied", (yield* only(world, gsrn, march))?.electricHeating, known)
        yield* expectSame("in January too", (yield* only(world, gsrn, january))?.electricHeating, known)

        const fixed = contractOf(gsrn, validity("2025-03-10"), "Fixed", heated(use("2026-02-01", 7)))
        yield* portfolio.record({ contracts: [fixed] })
        yield* expectSame("with the new product", (yield* only(world, gsrn, march))?.electricHeating, {
          ...known,
          usedBefore: [use("2025-03-01", 3_012_418), use("2026-02-01", 7)]
        })
        yield* expectSame("as of then", (yield* only(world, gsrn, march, asOf))?.electricHeating, known)
      })
  ),
  portfolioCase(226, "a contract says what was used only for as long as it holds", (world) =>
    Effect.gen(function* () {
      const { portfolio } = world
      const gsrn = world.gsrn(1)
      const uses = [use("2025-03-01", 30), use("2025-06-01", 60), use("2025-02-01", 20)]
      yield* portfolio.record({
        meteringPoints: [masterOf(gsrn)],
        supply: [{ gsrn, from }],
        contracts: [contractOf(gsrn, validity("2024-01-01", "2025-07-01"), "Spot", heated(...uses))]
      })
      yield* portfolio.record({
        contracts: [contractOf(gsrn, validity("2025-02-01", "2025-03-10"), "Spot", heated(use("2025-03-01", 31)))]
      })
      const expected = [use("2025-02-01", 20), use("2025-03-01", 31), use("2025-06-01", 60)]
      yield* expectSame("corrected", (yield* only(world, gsrn, march))?.electricHeating?.usedBefore, expected)
      const contracts = Option.getOrThrow(yield* portfolio.point(gsrn)).contracts
      yield* expectSame(
        "of each version",
        contracts.map(({ electricHeating }) => electricHeating?.usedBefore?.map(({ wh }) => wh)),
        [[20], [31], [60]]
      )
      yield* portfolio.record({ removed: { contracts: [{ gsrn, ...validity("2025-05-01") }] } })
      yield* expectSame("ended", (yield* only(world, gsrn, march))?.electricHeating?.usedBefore, expected.slice(0, 2))
    })
  ),
  portfolioCase(227, "what makes no sense about the heating limit is refused", (world) =>
    Effect.gen(function* () {
      const gsrn = world.gsrn(1)
      const refusals = {
        "half a Wh": [use("2025-03-01", 0.5)],
        "less than nothing": [use("2025-03-01", -1)],
        noon: [{ until: midnight("2025-03-01") + 12 * 3_600_000, wh: 1 }],
        "the day on which the contract begins": [use("2025-01-01", 1)],
        "after its end": [use("2025-08-01", 1)],
        twice: [use("2025-03-01", 1), use("2025-03-01", 2)]
      }
      for (const [what, uses] of Object.entries(refusals)) {
        const contracts = [contractOf(gsrn, validity("2025-01-01", "2025-07-01"), "Spot", heated(...uses))]
        const refused = yield* expectFailure(what, world.portfolio.record({ contracts }), "InvalidVersion")
        yield* expectSame(`${what}: where`, [refused.what, refused.gsrn], ["contract", gsrn])
      }
      yield* expectSame("nothing recorded", yield* world.portfolio.point(gsrn), Option.none())
      const atItsEnd = contractOf(gsrn, validity("2025-01-01", "2025-07-01"), "Spot", heated(use("2025-07-01", 1)))
      yield* world.portfolio.record({ contracts: [atItsEnd] })
    })
  )
]
