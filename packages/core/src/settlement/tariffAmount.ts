import type { PriceVersion, TariffPrice } from "../charges/index.ts"
import { endOf, type Gsrn, type Period } from "../market/index.ts"
import { type ExactDkk, exactOfPico } from "../quantity/index.ts"
import { amountOfVectors, timesWithoutPrice } from "./amountOfVectors.ts"
import { type ChargePlan, versionAt } from "./ChargePlan.ts"
import { tariffVector } from "./PriceVector.ts"
import { type ReadingBlock, sumWhOf } from "./ReadingBlock.ts"
import { productOf } from "./sumOfProducts.ts"
import type { Segment } from "./Settlement.ts"
import { MissingPrice, type SettlementProblem } from "./SettlementProblem.ts"

/** A tariff priced for one segment. */
export interface TariffAmount {
  readonly version: PriceVersion<TariffPrice>
  readonly exact: ExactDkk
}

/** What readings of a segment cost at a tariff; undefined, with the problem listed, when it has no price. */
export const tariffAmount = (
  plan: ChargePlan,
  gsrn: Gsrn,
  segment: Segment,
  blocks: ReadonlyArray<ReadingBlock>,
  problems: Array<SettlementProblem>
): TariffAmount | undefined => {
  const version = versionAt(plan, segment.from) as PriceVersion<TariffPrice> | undefined
  const missing = (period: Period): void => {
    problems.push(new MissingPrice({ gsrn, charge: plan.id, from: period.from, to: period.to }))
  }
  if (version === undefined) return void missing(segment)
  const { price } = version
  if (price.kind === "flat") {
    if (Number.isNaN(price.nanoDkkPerKwh))
      return void missing({ from: segment.from, to: Math.min(endOf(version), segment.to) })
    return { version, exact: exactOfPico(productOf(sumWhOf(blocks), price.nanoDkkPerKwh)) }
  }
  const exact = amountOfVectors(blocks, (month, resolution) => tariffVector(price, month, resolution))
  if (exact !== undefined) return { version, exact }
  for (const time of timesWithoutPrice(blocks, (month, resolution) => tariffVector(price, month, resolution)))
    missing(time)
}
