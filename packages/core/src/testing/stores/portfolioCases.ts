import { Effect } from "effect"
import type { ChargeKey, ChargeLink } from "../../charges/index.ts"
import { energinet, GridArea, type Gsrn, type Instant, type Period, type Validity } from "../../market/index.ts"
import { MeteringLedger } from "../../metering/index.ts"
import { type Contract, type MeteringPointVersion, Portfolio, type SuppliedPoint } from "../../portfolio/index.ts"
import type { ConformanceCase } from "./conformance.ts"
import { dates, midnight, worldPoint } from "./conformanceWorld.ts"

/** What a case works with. */
export interface World {
  readonly portfolio: Portfolio["Service"]
  readonly ledger: MeteringLedger["Service"]
  /** Points of this case alone. */
  readonly gsrn: (index: number) => Gsrn
}

export type PortfolioCase = ConformanceCase<Portfolio | MeteringLedger>

/** A case in a world of its own. */
export const portfolioCase = (
  world: number,
  name: string,
  test: (world: World) => Effect.Effect<void, unknown>
): PortfolioCase => ({
  name,
  run: Effect.gen(function* () {
    yield* test({
      portfolio: yield* Portfolio,
      ledger: yield* MeteringLedger,
      gsrn: (index) => worldPoint(world, index)
    })
  })
})

export const january = dates("2025-01-01", "2025-02-01")
export const march = dates("2025-03-01", "2025-04-01")
export const from = midnight("2024-01-01")
export const area = GridArea.make("791")
export const tariff: ChargeKey = { owner: energinet, type: "D03", code: "CD" }
export const subscription: ChargeKey = { owner: energinet, type: "D01", code: "CD" }
export const fee: ChargeKey = { owner: energinet, type: "D02", code: "GEBYR" }

export const validity = (first: string, end?: string): Validity =>
  end === undefined ? { from: midnight(first) } : dates(first, end)

export const masterOf = (gsrn: Gsrn, more: Partial<MeteringPointVersion> = {}): MeteringPointVersion => ({
  gsrn,
  from,
  type: "E17",
  gridArea: area,
  priceArea: "DK1",
  ...more
})

export const linkOf = (gsrn: Gsrn, charge: ChargeKey, when: Validity, quantity = 1): ChargeLink => ({
  gsrn,
  charge,
  quantity,
  ...when
})

export const contractOf = (gsrn: Gsrn, when: Validity, name = "Spot", more: Partial<Contract> = {}): Contract => ({
  gsrn,
  ...when,
  terms: { name, energy: { kind: "spot", margin: 40_000_000, supplement: 0 }, subscriptionPerMonth: 29_000_000_000 },
  ...more
})

/** The point alone, as it is supplied in a period. */
export const only = ({ portfolio }: World, gsrn: Gsrn, period: Period, asOf?: Instant) =>
  Effect.map(portfolio.points({ from: gsrn, to: gsrn, period, asOf }), ([point]): SuppliedPoint | undefined => point)

/** Begin and end of each version. */
export const times = (versions: ReadonlyArray<Validity>) => versions.map((one) => [one.from, one.to ?? null])
