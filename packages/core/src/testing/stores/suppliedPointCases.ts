import { Effect, Option } from "effect"
import { GridArea, type Gsrn, type Period, type Validity } from "../../market/index.ts"
import { expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import {
  area,
  contractOf,
  from,
  january,
  linkOf,
  march,
  masterOf,
  only,
  subscription,
  tariff,
  times,
  validity,
  portfolioCase,
  type PortfolioCase,
  type World
} from "./portfolioCases.ts"

/** What a supplied point is made of. */
export const suppliedPointCases: ReadonlyArray<PortfolioCase> = [
  portfolioCase(220, "a supplied point comes with all that its settlement takes", (world) =>
    Effect.gen(function* () {
      const [gsrn, child, solar] = [world.gsrn(1), world.gsrn(2), world.gsrn(3)]
      const production = { gsrn: solar, netting: "hourly" as const }
      const heating = { tax: { ...tariff, code: "EA-001" }, reduced: { ...tariff, code: "EA-002" } }
      const links = [
        linkOf(gsrn, subscription, validity("2024-01-01"), 2),
        linkOf(gsrn, tariff, validity("2024-01-01"))
      ]
      const childLink = linkOf(child, tariff, validity("2024-06-01", "2025-06-01"))
      const outcome = yield* world.portfolio.record({
        meteringPoints: [masterOf(gsrn), masterOf(child, { type: "D14", parent: gsrn })],
        supply: [{ gsrn, ...validity("2024-02-01") }],
        contracts: [contractOf(gsrn, validity("2024-02-01"), "Spot æøå", { production, electricHeating: heating })],
        links: [childLink, ...links, linkOf(gsrn, { ...tariff, code: "OLD" }, validity("2024-01-01", "2025-01-01"))]
      })
      yield* expectSame("outcome", outcome, { added: 8, superseded: 0 })
      yield* expectSame("point", yield* only(world, gsrn, january), {
        gsrn,
        type: "E17",
        gridArea: area,
        priceArea: "DK1",
        supply: [validity("2024-02-01")],
        product: [{ ...contractOf(gsrn, {} as Validity, "Spot æøå").terms, ...validity("2024-02-01") }],
        links: [...links, childLink],
        children: [{ gsrn: child, type: "D14", from }],
        production: { ...production, periods: [validity("2024-02-01")] },
        electricHeating: { ...heating, periods: [validity("2024-02-01")] }
      })
    })
  ),
  portfolioCase(
    221,
    "points without supply in the period, of other areas and of other types are left out; the rest is in order",
    (world) =>
      Effect.gen(function* () {
        const points = [5, 3, 1, 4, 2, 6].map(world.gsrn)
        const [fifth, third, first, fourth, second, sixth] = points as [Gsrn, Gsrn, Gsrn, Gsrn, Gsrn, Gsrn]
        const other = GridArea.make("131")
        yield* world.portfolio.record({
          meteringPoints: points.map((gsrn) =>
            masterOf(gsrn, gsrn === fourth ? { gridArea: other } : gsrn === fifth ? { type: "E18" } : {})
          ),
          supply: points.map((gsrn) => ({
            gsrn,
            ...(gsrn === second
              ? validity("2024-01-01", "2025-01-01")
              : gsrn === third
                ? validity("2025-02-01")
                : validity("2024-01-01"))
          }))
        })
        const range = { from: first, to: sixth, period: january }
        const gsrns = (query: Partial<Parameters<World["portfolio"]["points"]>[0]>) =>
          Effect.map(world.portfolio.points({ ...range, ...query }), (found) => found.map(({ gsrn }) => gsrn))
        const inSupply = (query: Partial<Parameters<World["portfolio"]["pointsInSupply"]>[0]>) =>
          Effect.map(world.portfolio.pointsInSupply({ period: january, ...query }), (found) =>
            found.filter((gsrn) => points.includes(gsrn))
          )
        for (const [what, find] of [
          ["points", gsrns],
          ["pointsInSupply", inSupply]
        ] as const) {
          yield* expectSame(what, yield* find({}), [first, fourth, sixth])
          yield* expectSame(`${what} of one area`, yield* find({ gridAreas: [area] }), [first, sixth])
          yield* expectSame(`${what} of both areas`, yield* find({ gridAreas: [other, area] }), [first, fourth, sixth])
          yield* expectSame(`${what} of no area`, yield* find({ gridAreas: [] }), [])
          yield* expectSame(`${what} of production`, yield* find({ types: ["E18", "D01"] }), [fifth])
        }
        yield* expectSame("a range, both ends included", yield* gsrns({ from: third, to: fourth }), [fourth])
        yield* expectSame(
          "the end of the period is not in it",
          yield* inSupply({ period: validity("2024-12-31", "2025-01-01") as Period }),
          [first, second, fourth, sixth]
        )
      })
  ),
  portfolioCase(222, "links of a child count for as long as it is a child", (world) =>
    Effect.gen(function* () {
      const [gsrn, child, late] = [world.gsrn(2), world.gsrn(1), world.gsrn(3)]
      yield* world.portfolio.record({
        meteringPoints: [
          masterOf(gsrn),
          masterOf(child, { type: "D14", parent: gsrn, ...validity("2024-01-01", "2025-03-10") }),
          masterOf(child, { type: "D14", ...validity("2025-03-10") }),
          masterOf(late, { type: "D05", parent: gsrn, ...validity("2025-03-20"), masterData: undefined })
        ],
        supply: [{ gsrn, ...validity("2024-01-01") }],
        links: [child, late].map((point) => linkOf(point, tariff, validity("2024-01-01")))
      })
      const point = (yield* only(world, gsrn, march))!
      yield* expectSame(
        "children",
        point.children.map(({ gsrn: one }) => one),
        [child, late]
      )
      yield* expectSame(
        "links",
        point.links.map((link) => [link.gsrn, link.from, link.to ?? null]),
        [
          [child, midnight("2024-01-01"), midnight("2025-03-10")],
          [late, midnight("2025-03-20"), null]
        ]
      )
      yield* expectSame(
        "a month before",
        (yield* only(world, gsrn, january))?.children.map(({ gsrn: one }) => one),
        [child]
      )
      const all = Option.getOrThrow(yield* world.portfolio.point(gsrn))
      yield* expectSame(
        "children of all times",
        all.children.map(({ gsrn: one }) => one),
        [child, late]
      )
      const whole = yield* world.portfolio.points({ from: child, to: late, period: march })
      yield* expectSame("in one range with its children", whole, [point])
    })
  ),
  portfolioCase(223, "neighbours that say the same are one, and settings know their times", (world) =>
    Effect.gen(function* () {
      const [gsrn, solar] = [world.gsrn(1), world.gsrn(2)]
      const production = { gsrn: solar, netting: "hourly" as const }
      yield* world.portfolio.record({
        meteringPoints: [masterOf(gsrn)],
        supply: [
          { gsrn, ...validity("2025-01-01", "2025-02-01") },
          { gsrn, ...validity("2025-02-01") }
        ],
        contracts: [
          contractOf(gsrn, validity("2025-01-01", "2025-03-10")),
          contractOf(gsrn, validity("2025-03-10", "2025-03-20"), "Spot", { production }),
          contractOf(gsrn, validity("2025-03-20", "2025-05-01"), "Fixed", { production }),
          contractOf(gsrn, validity("2025-06-01"), "Fixed", { production })
        ],
        links: [
          linkOf(gsrn, tariff, validity("2025-01-01", "2025-03-10")),
          linkOf(gsrn, tariff, validity("2025-03-10")),
          linkOf(solar, tariff, validity("2025-01-01"))
        ]
      })
      const point = (yield* only(world, gsrn, march))!
      yield* expectSame("supply", times(point.supply), [[midnight("2025-01-01"), null]])
      const linksOf = (one: Gsrn) => times(point.links.filter((link) => link.gsrn === one))
      yield* expectSame("links", linksOf(gsrn), [[midnight("2025-01-01"), null]])
      yield* expectSame("links of the production, while it is that", linksOf(solar), [
        [midnight("2025-03-10"), midnight("2025-05-01")]
      ])
      yield* expectSame(
        "product",
        point.product.map((terms) => [terms.name, terms.to ?? null]),
        [
          ["Spot", midnight("2025-03-20")],
          ["Fixed", midnight("2025-05-01")]
        ]
      )
      yield* expectSame("production", point.production, {
        ...production,
        periods: [dates("2025-03-10", "2025-05-01"), validity("2025-06-01")]
      })
      yield* expectSame("none in January", (yield* only(world, gsrn, january))?.production, undefined)
    })
  ),
  portfolioCase(224, "areas are those that hold at the end of the period", (world) =>
    Effect.gen(function* () {
      const gsrn = world.gsrn(1)
      const moved = GridArea.make("244")
      yield* world.portfolio.record({
        meteringPoints: [
          masterOf(gsrn, dates("2024-01-01", "2025-03-10")),
          masterOf(gsrn, { gridArea: moved, ...dates("2025-03-10", "2025-06-01") })
        ],
        supply: [{ gsrn, from }]
      })
      yield* expectSame("before", (yield* only(world, gsrn, january))?.gridArea, area)
      yield* expectSame("in its month", (yield* only(world, gsrn, march))?.gridArea, moved)
      yield* expectSame(
        "after the last version",
        (yield* only(world, gsrn, dates("2025-07-01", "2025-08-01")))?.gridArea,
        moved
      )
      const byArea = yield* world.portfolio.points({ from: gsrn, to: gsrn, period: march, gridAreas: [area] })
      yield* expectSame("no longer of the old area", byArea, [])
    })
  )
]
