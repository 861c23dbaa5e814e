import { Effect, Option } from "effect"
import { expectFailure, expectSame } from "./conformance.ts"
import { dates, midnight } from "./conformanceWorld.ts"
import {
  contractOf,
  fee,
  from,
  linkOf,
  march,
  masterOf,
  only,
  subscription,
  tariff,
  validity,
  portfolioCase,
  type PortfolioCase
} from "./portfolioCases.ts"

/** Fees that come again, all versions of a point, which points are known. */
export const portfolioPointCases: ReadonlyArray<PortfolioCase> = [
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
