import { Effect } from "effect"
import { expectSame } from "./conformance.ts"
import { dates } from "./conformanceWorld.ts"
import {
  contractOf,
  fee,
  from,
  linkOf,
  march,
  masterOf,
  portfolioCase,
  type PortfolioCase,
  validity
} from "./portfolioCases.ts"
import { energinet } from "../../market/index.ts"

/** Charges of these cases alone: points of others are not linked to them. */
const grid = { owner: energinet, type: "D03", code: "CONCERNED" } as const
const reduced = { owner: energinet, type: "D03", code: "CONCERNED-LOW" } as const

/** Which points news are about. */
export const concernedPointCases: ReadonlyArray<PortfolioCase> = [
  portfolioCase(260, "points are settled with their children and production, also those of before", (world) =>
    Effect.gen(function* () {
      const [first, second, child, solar] = [world.gsrn(1), world.gsrn(2), world.gsrn(3), world.gsrn(4)]
      const { portfolio } = world
      const production = { gsrn: solar, netting: "hourly" } as const
      yield* portfolio.record({
        meteringPoints: [masterOf(first), masterOf(second), masterOf(child, { type: "D14", parent: first })],
        contracts: [contractOf(first, { from }, "Spot", { production })]
      })
      const of = (...gsrns: Parameters<typeof portfolio.settledWith>[0]) =>
        Effect.map(portfolio.settledWith(gsrns), (pairs) => pairs.map(({ gsrn, settled }) => [gsrn, settled]))
      yield* expectSame("itself", yield* of(first), [[first, first]])
      yield* expectSame("others", yield* of(solar, child, second), [
        [second, second],
        [child, first],
        [child, child],
        [solar, first],
        [solar, solar]
      ])
      yield* portfolio.record({
        meteringPoints: [masterOf(child, { type: "D14", parent: second })],
        contracts: [contractOf(first, { from })]
      })
      yield* expectSame("of before", yield* of(child, solar), [
        [child, first],
        [child, second],
        [child, child],
        [solar, first],
        [solar, solar]
      ])
      yield* expectSame("of nobody", yield* of(), [])
    })
  ),
  portfolioCase(
    261,
    "a charge concerns the points that are linked to it in a period, and those that it is the reduced tax of",
    (world) =>
      Effect.gen(function* () {
        const [first, second, third, heated] = [world.gsrn(1), world.gsrn(2), world.gsrn(3), world.gsrn(4)]
        const { portfolio } = world
        yield* portfolio.record({
          meteringPoints: [first, second, third, heated].map((gsrn) => masterOf(gsrn)),
          contracts: [contractOf(heated, validity("2025-03-10"), "Spot", { electricHeating: { tax: grid, reduced } })],
          links: [
            linkOf(second, grid, validity("2025-03-20")),
            linkOf(first, grid, validity("2025-01-01", "2025-03-02")),
            linkOf(third, grid, validity("2025-01-01", "2025-03-01")),
            linkOf(heated, fee, validity("2025-03-01"))
          ]
        })
        yield* expectSame("linked", yield* portfolio.linkedPoints(grid, march), [first, second])
        yield* expectSame("earlier", yield* portfolio.linkedPoints(grid, dates("2025-02-01", "2025-03-01")), [
          first,
          third
        ])
        yield* expectSame("reduced", yield* portfolio.linkedPoints(reduced, march), [heated])
        yield* expectSame("too early", yield* portfolio.linkedPoints(reduced, dates("2025-03-01", "2025-03-10")), [])
        yield* portfolio.record({ removed: { links: [{ gsrn: second, charge: grid, from }] } })
        yield* expectSame("believed now", yield* portfolio.linkedPoints(grid, march), [first])
        yield* expectSame("unknown", yield* portfolio.linkedPoints({ ...grid, code: "NOBODY" }, march), [])
      })
  ),
  portfolioCase(262, "of a range only some points are read", (world) =>
    Effect.gen(function* () {
      const gsrns = [world.gsrn(1), world.gsrn(2), world.gsrn(3), world.gsrn(4)] as const
      const { portfolio } = world
      yield* portfolio.record({
        meteringPoints: gsrns.map((gsrn) => masterOf(gsrn)),
        supply: gsrns.map((gsrn) => ({ gsrn, from })),
        links: gsrns.map((gsrn) => linkOf(gsrn, grid, { from }))
      })
      const read = (...some: ReadonlyArray<(typeof gsrns)[number]>) =>
        Effect.map(portfolio.points({ from: gsrns[0], to: gsrns[2], gsrns: some, period: march }), (points) =>
          points.map(({ gsrn, links }) => [gsrn, links.length])
        )
      yield* expectSame("two", yield* read(gsrns[2], gsrns[0], gsrns[3]), [
        [gsrns[0], 1],
        [gsrns[2], 1]
      ])
      yield* expectSame("none", yield* read(), [])
    })
  )
]
