import type { EnergyTerms, ProductTerms, SpotPrices } from "../charges/index.ts"
import { covers, type Gsrn, type Period } from "../market/index.ts"
import { type ExactDkk, exactOfPico, halfEvenToOere, shareOf } from "../quantity/index.ts"
import { amountOfVectors, timesWithoutPrice } from "./amountOfVectors.ts"
import { spotVector } from "./PriceVector.ts"
import { type ReadingBlock, sumWhOf } from "./ReadingBlock.ts"
import { productOf } from "./sumOfProducts.ts"
import { type LinePart, type ReadingsBasis, type Segment, SettlementLine } from "./Settlement.ts"
import { MissingProduct, MissingSpotPrice, type SettlementProblem } from "./SettlementProblem.ts"

const ALL_PERCENT = 100

/** The product terms that hold in a segment. */
export const termsOf = (
  product: ReadonlyArray<ProductTerms>,
  gsrn: Gsrn,
  segment: Segment,
  problems: Array<SettlementProblem>
): ProductTerms | undefined => {
  const terms = product.find((one) => covers(one, segment.from))
  if (terms === undefined) problems.push(new MissingProduct({ gsrn, from: segment.from, to: segment.to }))
  return terms
}

/** What readings cost at spot; undefined, with the problem listed, where a spot price is not known. */
export const spotAmount = (
  blocks: ReadonlyArray<ReadingBlock>,
  spot: SpotPrices,
  gsrn: Gsrn,
  problems: Array<SettlementProblem>
): ExactDkk | undefined => {
  const exact = amountOfVectors(blocks, (month, resolution) => spotVector(spot, month, resolution))
  if (exact === undefined) {
    const times: ReadonlyArray<Period> = timesWithoutPrice(blocks, (month, resolution) =>
      spotVector(spot, month, resolution)
    )
    for (const { from, to } of times) {
      problems.push(new MissingSpotPrice({ gsrn, charge: `spot ${spot.priceArea}`, from, to }))
    }
  }
  return exact
}

/** The supplier's energy: kWh × (spot + margin + supplement), × the fixed price, or a share of each. */
export const energyLine = (
  terms: ProductTerms,
  spot: SpotPrices,
  gsrn: Gsrn,
  segment: Segment,
  blocks: ReadonlyArray<ReadingBlock>,
  readings: ReadingsBasis,
  problems: Array<SettlementProblem>
): SettlementLine | undefined => {
  const atSpot = terms.energy.kind === "fixed" ? 0n : spotAmount(blocks, spot, gsrn, problems)
  if (atSpot === undefined) return undefined
  const quantityWh = sumWhOf(blocks)
  const exact = energyAmount(terms.energy, quantityWh, atSpot)
  return new SettlementLine({
    kind: "energy",
    id: "product/energy",
    name: terms.name,
    gsrn,
    segment,
    quantityWh,
    exact,
    amountOere: halfEvenToOere(exact),
    vatClass: "D02",
    isTax: false,
    trace: () => ({ readings, parts: energyParts(terms.energy, quantityWh, atSpot) })
  })
}

const flat = (quantityWh: number, price: number): ExactDkk => exactOfPico(productOf(quantityWh, price))

const energyAmount = (energy: EnergyTerms, quantityWh: number, atSpot: ExactDkk): ExactDkk => {
  if (energy.kind === "fixed") return flat(quantityWh, energy.price)
  const market = atSpot + flat(quantityWh, energy.margin + energy.supplement)
  if (energy.kind === "spot") return market
  const share = energy.spotSharePercent
  return shareOf(market, share) + shareOf(flat(quantityWh, energy.price), ALL_PERCENT - share)
}

const energyParts = (energy: EnergyTerms, quantityWh: number, atSpot: ExactDkk): ReadonlyArray<LinePart> => {
  if (energy.kind === "fixed") {
    return [{ label: "fixed price", quantityWh, price: energy.price, amount: flat(quantityWh, energy.price) }]
  }
  const share = energy.kind === "blend" ? energy.spotSharePercent : ALL_PERCENT
  const percent = share === ALL_PERCENT ? "" : ` (${share} %)`
  const part = (label: string, price: number): LinePart => ({
    label: `${label}${percent}`,
    quantityWh,
    price,
    amount: shareOf(flat(quantityWh, price), share)
  })
  const parts: Array<LinePart> = [
    { label: `spot price, interval by interval${percent}`, quantityWh, amount: shareOf(atSpot, share) },
    part("margin", energy.margin)
  ]
  if (energy.supplement !== 0) parts.push(part("supplement", energy.supplement))
  if (energy.kind === "blend") {
    const rest = ALL_PERCENT - share
    parts.push({
      label: `fixed price (${rest} %)`,
      quantityWh,
      price: energy.price,
      amount: shareOf(flat(quantityWh, energy.price), rest)
    })
  }
  return parts
}

/** Production left over after netting, or all of it without netting: bought from the customer at spot, and no more. */
export const productionCreditLine = (
  spot: SpotPrices,
  gsrn: Gsrn,
  segment: Segment,
  blocks: ReadonlyArray<ReadingBlock>,
  readings: ReadingsBasis,
  problems: Array<SettlementProblem>
): SettlementLine | undefined => {
  const amount = spotAmount(blocks, spot, gsrn, problems)
  if (amount === undefined) return undefined
  const quantityWh = sumWhOf(blocks)
  return new SettlementLine({
    kind: "productionCredit",
    id: "production/credit",
    name: "Production credited at spot",
    gsrn,
    segment,
    quantityWh,
    exact: -amount,
    amountOere: halfEvenToOere(-amount),
    vatClass: "D02",
    isTax: false,
    trace: () => ({
      readings,
      parts: [{ label: "spot price, interval by interval, credited", quantityWh, amount: -amount }]
    })
  })
}
