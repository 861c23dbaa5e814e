import { Effect } from "effect"
import type { Gsrn, Validity } from "../../market/index.ts"
import type { MeteringPointAddress } from "../../metering/index.ts"
import type { MeteringPointVersion } from "../../portfolio/index.ts"
import { expectSame } from "./conformance.ts"
import { masterOf, portfolioCase, type PortfolioCase, validity } from "./portfolioCases.ts"

/** A number no other case of a suite has. */
const home: MeteringPointAddress = { streetName: "Havnegade", number: "12", floor: "1", postalCode: "24001" }
const addressId = "0a3f50b8-0000-32b8-e044-000000024001"

const placed = (
  gsrn: Gsrn,
  address: MeteringPointAddress,
  more: Partial<MeteringPointVersion> & Partial<Validity> = {}
): MeteringPointVersion => {
  const version = masterOf(gsrn, more)
  const { from: validFrom, type } = version
  return { ...version, masterData: { gsrn, validFrom, type, address, children: [], estimatedAnnualVolumes: [] } }
}

/** Metering points by their address. */
export const locatedPointCases: ReadonlyArray<PortfolioCase> = [
  portfolioCase(
    240,
    "consumption points are found by postal code and by address id, in order, whoever supplies",
    (world) =>
      Effect.gen(function* () {
        const [first, second, child, solar, elsewhere] = [1, 2, 3, 4, 5].map(world.gsrn) as [
          Gsrn,
          Gsrn,
          Gsrn,
          Gsrn,
          Gsrn
        ]
        const upstairs = { ...home, floor: "2", addressId }
        yield* world.portfolio.record({
          meteringPoints: [
            placed(second, upstairs),
            placed(first, home),
            placed(child, home, { type: "D14", parent: first }),
            placed(solar, home, { type: "E18" }),
            placed(elsewhere, { ...home, postalCode: "24002" })
          ]
        })
        const found = yield* world.portfolio.located({ postalCode: "24001" })
        yield* expectSame("by postal code", found, [
          { gsrn: first, address: home },
          { gsrn: second, address: upstairs }
        ])
        yield* expectSame("by address id", yield* world.portfolio.located({ addressId }), [
          { gsrn: second, address: upstairs }
        ])
        yield* expectSame("nowhere", yield* world.portfolio.located({ postalCode: "24009" }), [])
      })
  ),
  portfolioCase(241, "an address that was put right is the only one", (world) =>
    Effect.gen(function* () {
      const gsrn = world.gsrn(1)
      const right = { ...home, postalCode: "24004" }
      yield* world.portfolio.record({ meteringPoints: [placed(gsrn, { ...home, postalCode: "24003" })] })
      yield* world.portfolio.record({ meteringPoints: [placed(gsrn, right, validity("2025-02-01"))] })
      yield* expectSame("as it was", yield* world.portfolio.located({ postalCode: "24003" }), [])
      yield* expectSame("as it is", yield* world.portfolio.located({ postalCode: "24004" }), [{ gsrn, address: right }])
    })
  )
]
