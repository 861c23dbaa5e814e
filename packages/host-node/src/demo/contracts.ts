import { type Contract, Gsrn, type Period, Portfolio, type PortfolioPoint } from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { productOf } from "./products.ts"

/** What the supplier has agreed with customers that DataHub has just told of: how many by product. */
export interface NewContracts {
  readonly spot: number
  readonly fixed: number
  readonly solar: number
}

/** Records a contract for every metering point that is supplied in a period and has none yet. */
export const recordContracts = Effect.fnUntraced(function* (period: Period) {
  const portfolio = yield* Portfolio
  const gsrns = yield* portfolio.pointsInSupply({ period })
  const points = yield* Effect.forEach(gsrns, (gsrn) => portfolio.point(gsrn))
  const known = points.flatMap(Option.toArray)
  const before = known.filter(({ contracts }) => contracts.length > 0).length
  const contracts = yield* Effect.forEach(
    known.filter(({ contracts }) => contracts.length === 0),
    (point, nth) => contractOf(point, before + nth)
  )
  if (contracts.length > 0) yield* portfolio.record({ contracts })
  return {
    spot: contracts.filter(({ terms }) => terms.energy.kind === "spot").length,
    fixed: contracts.filter(({ terms }) => terms.energy.kind === "fixed").length,
    solar: contracts.filter(({ production }) => production !== undefined).length
  } satisfies NewContracts
})

const contractOf = Effect.fnUntraced(function* (point: PortfolioPoint, nth: number) {
  const { gsrn, supply } = point
  const production = yield* productionOf(point)
  const contract: Contract = { gsrn, from: supply[0]!.from, terms: productOf(nth) }
  // DataHub's E17 and E18 are what went each way through the meter: there is nothing left to net.
  return production === undefined
    ? contract
    : { ...contract, production: { gsrn: production, netting: "none" as const } }
})

/** The production point at the same address, where that is ours too. */
const productionOf = Effect.fnUntraced(function* ({ meteringPoint }: PortfolioPoint) {
  const linked = meteringPoint.at(-1)?.masterData?.linked
  if (linked === undefined) return undefined
  const portfolio = yield* Portfolio
  const other = Option.getOrUndefined(yield* portfolio.point(Gsrn.make(linked)))
  return other?.meteringPoint.at(-1)?.type === "E18" && other.supply.length > 0 ? other.gsrn : undefined
})
