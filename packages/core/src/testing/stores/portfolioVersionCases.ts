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
  ),
  portfolioCase(205, "the same fee comes again, and only the one of the same day is replaced", (world) =>
    Effect.gen(function* () {
      const gsrn = world.gsrn(1)
      const first = linkOf(gsrn, fee, validity("2025-03-05"))
      const second = linkOf(gsrn, fee, validity("2025-03-12"), 2)
      yield* world.portfolio.record({
        meteringPoints: [masterOf(gsrn)],
        supply: [{ gsrn, from }],
        links: [first, second]
      })
      yield* expectSame("both", (yield* only(world, gsrn, march))?.links, [first, second])
      const corrected = { ...second, quantity: 1 }
      yield* expectSame("corrected", yield* world.portfolio.record({ links: [corrected] }), { added: 1, superseded: 1 })
      yield* expectSame("after it", (yield* only(world, gsrn, march))?.links, [first, corrected])
      yield* world.portfolio.record({
        removed: { links: [{ gsrn, charge: fee, ...dates("2025-03-01", "2025-03-10") }] }
      })
      yield* expectSame("annulled", (yield* only(world, gsrn, march))?.links, [corrected])
    })
  ),
  portfolioCase(206, "all versions of a point come, as they are valid", (world) =>
    Effect.gen(function* () {
      const gsrn = world.gsrn(1)
      yield* expectSame("unknown", yield* world.portfolio.point(gsrn), Option.none())
      const masterData = {
        gsrn,
        validFrom: from,
        children: [],
        estimatedAnnualVolumes: [{ product: "8716867000030", unit: "KWH", quantity: 4200.5 }]
      }
      const contract = contractOf(gsrn, validity("2025-01-01"), "Blanding", {
        terms: {
          name: "Blanding",
          energy: { kind: "blend", spotSharePercent: 40, margin: 1, supplement: 2, price: 900_000_000 },
          subscriptionPerMonth: 0
        }
      })
      const links = [
        linkOf(gsrn, subscription, validity("2025-01-01", "2025-02-01")),
        linkOf(gsrn, subscription, validity("2025-02-01"), 2),
        linkOf(gsrn, tariff, validity("2025-01-01"))
      ]
      const meteringPoints = [
        masterOf(gsrn, { ...dates("2024-01-01", "2025-01-01"), masterData }),
        masterOf(gsrn, validity("2025-01-01"))
      ]
      yield* world.portfolio.record({
        meteringPoints,
        supply: [{ gsrn, ...validity("2025-01-01") }],
        contracts: [contract],
        links
      })
      yield* expectSame(
        "point",
        yield* world.portfolio.point(gsrn),
        Option.some({
          gsrn,
          meteringPoint: meteringPoints,
          supply: [{ gsrn, ...validity("2025-01-01") }],
          contracts: [contract],
          customers: [],
          links,
          children: []
        })
      )
    })
  ),
  portfolioCase(207, "which points are known is told of thousands at once", (world) =>
    Effect.gen(function* () {
      const { gsrn, portfolio } = world
      yield* expectSame("of none", [...(yield* portfolio.known([]))], [])
      const all = Array.from({ length: 2000 }, (_, index) => gsrn(index))
      yield* expectSame("none", [...(yield* portfolio.known(all))], [])
      const [stranger, ended] = [gsrn(1998), gsrn(1999)]
      const recorded = all.filter((one, index) => index % 3 === 0 && one !== stranger)
      yield* portfolio.record({
        meteringPoints: [
          ...recorded.map((one) => masterOf(one, { parent: stranger })),
          masterOf(ended, dates("2024-01-01", "2024-02-01"))
        ],
        links: [linkOf(stranger, tariff, validity("2025-01-01"))]
      })
      yield* portfolio.record({ meteringPoints: [masterOf(recorded[0]!, { type: "E18" })] })
      yield* expectSame(
        "only those with a version of their own, whenever it holds",
        [...(yield* portfolio.known([...all, ended]))].sort(),
        [...recorded, ended].sort()
      )
      yield* expectSame("not asked for", [...(yield* portfolio.known([stranger, recorded[1]!]))], [recorded[1]])
    })
  ),
  portfolioCase(
    208,
    "customers are versions like all else, and a CPR number is refused",
    ({ gsrn: point, ledger, portfolio }) =>
      Effect.gen(function* () {
        const gsrn = point(1)
        const contacts = [{ type: "D04", name: "Åse Ørsted", email: "aase@example.dk", protectedAddress: true }]
        const first = {
          gsrn,
          ...validity("2025-01-01"),
          customer: { name: "Åse Ørsted", protectedName: true, contacts }
        }
        const second = { gsrn, ...dates("2025-03-01", "2025-04-01"), customer: { cvr: "12345678", contacts: [] } }
        const customersOf = (asOf?: number) =>
          Effect.map(portfolio.point(gsrn, asOf), (found) => Option.getOrUndefined(found)?.customers ?? null)
        yield* expectSame("added", yield* portfolio.record({ customers: [first] }), { added: 1, superseded: 0 })
        yield* expectSame("known", yield* portfolio.record({ customers: [first] }), { added: 0, superseded: 0 })
        const before = yield* ledger.knownInstant
        yield* expectSame("moved", yield* portfolio.record({ customers: [second] }), { added: 3, superseded: 1 })
        const [march, april] = [midnight("2025-03-01"), midnight("2025-04-01")]
        const versions = [{ ...first, to: march }, second, { ...first, from: april }]
        yield* expectSame("customers", yield* customersOf(), versions)
        yield* expectSame("known before", yield* customersOf(before), [first])
        yield* portfolio.record({ removed: { customers: [{ gsrn, from: march }] } })
        yield* expectSame("moved out", yield* customersOf(), [{ ...first, to: march }])
        const secrets = [{ cpr: "0101010000" }, { secondCpr: "0101010000" }]
        for (const secret of secrets) {
          const customers = [{ ...second, customer: { ...second.customer, ...secret } }]
          const refused = yield* expectFailure("CPR", portfolio.record({ customers }), "InvalidVersion")
          yield* expectSame("says nothing of it", refused.message.includes("0101010000"), false)
        }
        const twice = portfolio.record({ customers: [second, { ...second, customer: first.customer }] })
        yield* expectSame("overlap", (yield* expectFailure("overlap", twice, "OverlappingVersion")).what, "customer")
        yield* expectSame("none of it", yield* customersOf(), [{ ...first, to: march }])
      })
  )
]
