import { Effect, Option } from "effect"
import { energinet } from "../../market/index.ts"
import { expectFailure, expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import {
  contractOf,
  fee,
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
  type PortfolioCase
} from "./portfolioCases.ts"

/** How versions supersede each other, and how they are refused. */
export const portfolioVersionCases: ReadonlyArray<PortfolioCase> = [
  portfolioCase(200, "a newer version replaces what it overlaps, and what is before and after it stays", (world) =>
    Effect.gen(function* () {
      const gsrn = world.gsrn(1)
      yield* world.portfolio.record({
        meteringPoints: [masterOf(gsrn)],
        supply: [{ gsrn, ...validity("2025-01-01") }],
        contracts: [contractOf(gsrn, validity("2025-01-01"))],
        links: [linkOf(gsrn, subscription, validity("2025-01-01"), 1)]
      })
      const outcome = yield* world.portfolio.record({
        contracts: [contractOf(gsrn, validity("2025-03-10", "2025-03-20"), "Campaign")],
        links: [linkOf(gsrn, subscription, validity("2025-03-15"), 3)]
      })
      yield* expectSame("outcome", outcome, { added: 5, superseded: 2 })
      const point = yield* only(world, gsrn, march)
      yield* expectSame(
        "product",
        point?.product.map((terms) => [terms.name, terms.from, terms.to ?? null]),
        [
          ["Spot", midnight("2025-01-01"), midnight("2025-03-10")],
          ["Campaign", midnight("2025-03-10"), midnight("2025-03-20")],
          ["Spot", midnight("2025-03-20"), null]
        ]
      )
      yield* expectSame(
        "links",
        point?.links.map((link) => [link.quantity, link.from, link.to ?? null]),
        [
          [1, midnight("2025-01-01"), midnight("2025-03-15")],
          [3, midnight("2025-03-15"), null]
        ]
      )
    })
  ),
  portfolioCase(201, "versions that say what is known already change nothing", (world) =>
    Effect.gen(function* () {
      const [gsrn, solar] = [world.gsrn(1), world.gsrn(2)]
      const masterData = { gsrn, validFrom: from, children: [], estimatedAnnualVolumes: [], description: "sommerhus" }
      const changes = {
        meteringPoints: [masterOf(gsrn, { masterData })],
        supply: [{ gsrn, ...validity("2025-01-01") }],
        contracts: [
          contractOf(gsrn, validity("2025-01-01"), "Spot", { production: { gsrn: solar, netting: "none" as const } })
        ],
        links: [linkOf(gsrn, tariff, validity("2025-01-01")), linkOf(gsrn, fee, validity("2025-01-01", "2025-01-02"))]
      }
      yield* world.portfolio.record(changes)
      yield* expectSame("again", yield* world.portfolio.record(changes), { added: 0, superseded: 0 })
      const parts = {
        supply: [{ gsrn, ...validity("2025-02-01", "2025-03-01") }],
        links: [linkOf(gsrn, tariff, validity("2025-02-01"))]
      }
      yield* expectSame("in parts", yield* world.portfolio.record(parts), { added: 0, superseded: 0 })
      yield* expectSame("nothing at all", yield* world.portfolio.record({}), { added: 0, superseded: 0 })
    })
  ),
  portfolioCase(202, "as of an instant gives what was known then, for ever", (world) =>
    Effect.gen(function* () {
      const gsrn = world.gsrn(1)
      const before = yield* world.ledger.knownInstant
      yield* world.portfolio.record({
        meteringPoints: [masterOf(gsrn)],
        supply: [{ gsrn, ...validity("2025-01-01") }],
        links: [linkOf(gsrn, subscription, validity("2025-01-01"))]
      })
      const first = yield* world.ledger.knownInstant
      const known = yield* only(world, gsrn, march, first)
      yield* world.portfolio.record({ links: [linkOf(gsrn, subscription, validity("2025-03-10"), 2)] })
      yield* world.portfolio.annulSupply(gsrn, validity("2025-02-01"))
      const second = yield* world.ledger.knownInstant
      yield* world.portfolio.record({ supply: [{ gsrn, ...validity("2025-03-01") }] })
      yield* expectSame("before", yield* only(world, gsrn, march, before), undefined)
      yield* expectSame("before, by point", yield* world.portfolio.point(gsrn, before), Option.none())
      yield* expectSame("first", yield* only(world, gsrn, march, first), known)
      yield* expectSame("second", yield* only(world, gsrn, march, second), undefined)
      yield* expectSame("second, January", times((yield* only(world, gsrn, january, second))?.supply ?? []), [
        [midnight("2025-01-01"), midnight("2025-02-01")]
      ])
      yield* expectSame(
        "now",
        (yield* only(world, gsrn, march))?.links.map(({ quantity }) => quantity),
        [1, 2]
      )
      const history = Option.getOrThrow(yield* world.portfolio.point(gsrn, first))
      const several = yield* world.portfolio.versions([world.gsrn(2), gsrn], first)
      yield* expectSame("versions of several", [...several], [[gsrn, history]])
      yield* expectSame("all versions of first", times(history.links), [[midnight("2025-01-01"), null]])
      const listed = yield* world.portfolio.pointsInSupply({ period: march, asOf: second })
      yield* expectSame("list as of second", listed.includes(gsrn), false)
    })
  ),
  portfolioCase(203, "supply is annulled, contracts and links end, by taking their time out", (world) =>
    Effect.gen(function* () {
      const gsrn = world.gsrn(1)
      yield* world.portfolio.record({
        meteringPoints: [masterOf(gsrn)],
        supply: [{ gsrn, ...validity("2025-01-01") }],
        contracts: [contractOf(gsrn, validity("2025-01-01"))],
        links: [linkOf(gsrn, tariff, validity("2025-01-01")), linkOf(gsrn, subscription, validity("2025-01-01"))]
      })
      yield* expectSame("annulled", yield* world.portfolio.annulSupply(gsrn, dates("2025-02-01", "2025-03-01")), {
        added: 2,
        superseded: 1
      })
      yield* expectSame("again", yield* world.portfolio.annulSupply(gsrn, dates("2025-02-01", "2025-03-01")), {
        added: 0,
        superseded: 0
      })
      const end = validity("2025-03-10")
      yield* world.portfolio.record({
        removed: { contracts: [{ gsrn, ...end }], links: [{ gsrn, charge: tariff, ...end }] }
      })
      const point = (yield* only(world, gsrn, march))!
      yield* expectSame("supply", times(point.supply), [
        [midnight("2025-01-01"), midnight("2025-02-01")],
        [midnight("2025-03-01"), null]
      ])
      yield* expectSame("product", times(point.product), [[midnight("2025-01-01"), end.from]])
      yield* expectSame(
        "links",
        point.links.map(({ charge, to }) => [charge.type, to ?? null]),
        [
          ["D01", null],
          ["D03", end.from]
        ]
      )
      const replaced = {
        removed: { supply: [{ gsrn, from }] },
        supply: [{ gsrn, ...dates("2025-01-01", "2025-02-01") }]
      }
      yield* world.portfolio.record(replaced)
      const left = Option.getOrThrow(yield* world.portfolio.point(gsrn))
      yield* expectSame("taken out and put in at once", times(left.supply), times([dates("2025-01-01", "2025-02-01")]))
    })
  ),
  portfolioCase(204, "what cannot be recorded is refused, and nothing of it is", (world) =>
    Effect.gen(function* () {
      const [gsrn, unknown] = [world.gsrn(1), world.gsrn(2)]
      const { portfolio } = world
      const good = { meteringPoints: [masterOf(gsrn)], contracts: [contractOf(gsrn, validity("2025-01-01"))] }
      const supply = [
        { gsrn, ...validity("2025-01-01") },
        { gsrn, ...validity("2025-02-01", "2025-03-01") }
      ]
      const overlap = yield* expectFailure("overlap", portfolio.record({ ...good, supply }), "OverlappingVersion")
      yield* expectSame(
        "overlap says what",
        [overlap.what, overlap.gsrn, overlap.from, overlap.to],
        ["supply", gsrn, midnight("2025-02-01"), midnight("2025-03-01")]
      )
      const links = [linkOf(gsrn, tariff, validity("2025-01-01")), linkOf(gsrn, tariff, validity("2025-06-01"))]
      const link = yield* expectFailure("links", portfolio.record({ ...good, links }), "OverlappingVersion")
      yield* expectSame("links say which", [link.what, link.charge], ["link", `${energinet}/D03/CD`])
      const refusals = {
        "an empty version": { supply: [{ gsrn, ...dates("2025-01-01", "2025-01-01") }] },
        "a supply that does not begin at midnight": { supply: [{ gsrn, from: midnight("2025-01-01") + 1 }] },
        "no pieces": { links: [linkOf(gsrn, subscription, validity("2025-01-01"), 0)] },
        "half a piece": { links: [linkOf(gsrn, subscription, validity("2025-01-01"), 1.5)] },
        "DKK where nano-DKK are meant": {
          contracts: [
            {
              ...contractOf(gsrn, validity("2025-01-01")),
              terms: { name: "DKK", energy: { kind: "fixed" as const, price: 0.9 }, subscriptionPerMonth: 0 }
            }
          ]
        }
      }
      for (const [what, changes] of Object.entries(refusals)) {
        yield* expectFailure(
          what,
          portfolio.record({ meteringPoints: good.meteringPoints, ...changes }),
          "InvalidVersion"
        )
      }
      const stranger = { ...good, supply: [{ gsrn: unknown, ...validity("2025-01-01") }] }
      yield* expectFailure("supply of a point without master data", portfolio.record(stranger), "UnknownMeteringPoint")
      yield* expectSame("nothing recorded", yield* portfolio.point(gsrn), Option.none())
    })
  )
]
