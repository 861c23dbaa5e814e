import { Data } from "effect"
import { type Gsrn, placeText, type PriceArea, type ProblemPlace } from "../market/index.ts"
import type { ReadingProblem } from "../metering/index.ts"

/** A linked charge has no price. */
export class MissingPrice extends Data.TaggedClass("MissingPrice")<ProblemPlace> {
  get message(): string {
    return `Missing price: ${placeText(this)}`
  }
}

/** A price or share that cannot be settled exactly: prices are whole nano-DKK, shares whole percent. */
export class InvalidPrice extends Data.TaggedClass("InvalidPrice")<ProblemPlace & { readonly reason: string }> {
  get message(): string {
    return `Invalid price: ${placeText(this)}: ${this.reason}`
  }
}

/** The spot prices given are those of another price area than the metering point's. */
export class WrongPriceArea extends Data.TaggedClass("WrongPriceArea")<
  ProblemPlace & { readonly expected: PriceArea }
> {
  get message(): string {
    return `Wrong price area, expected ${this.expected}: ${placeText(this)}`
  }
}

/** The product settles at spot and a spot price is not known. */
export class MissingSpotPrice extends Data.TaggedClass("MissingSpotPrice")<ProblemPlace> {
  get message(): string {
    return `Missing spot price: ${placeText(this)}`
  }
}

/** No product terms hold in part of the supply. */
export class MissingProduct extends Data.TaggedClass("MissingProduct")<ProblemPlace> {
  get message(): string {
    return `No product terms: ${placeText(this)}`
  }
}

/** Two price versions, links, products or supply periods claim the same time. */
export class OverlappingVersions extends Data.TaggedClass("OverlappingVersions")<
  ProblemPlace & {
    readonly what: "price" | "link" | "product" | "supply" | "production" | "heating allowance"
  }
> {
  get message(): string {
    return `Overlapping ${this.what} versions: ${placeText(this)}`
  }
}

/** A charge is linked before and after, but not in between. */
export class ChargeLinkGap extends Data.TaggedClass("ChargeLinkGap")<ProblemPlace> {
  get message(): string {
    return `Gap between charge links: ${placeText(this)}`
  }
}

/** A link names a charge that is not among the charges given. */
export class UnknownCharge extends Data.TaggedClass("UnknownCharge")<ProblemPlace> {
  get message(): string {
    return `Charge linked but not known: ${placeText(this)}`
  }
}

/** A link's quantity cannot be settled: a tariff counts once (BRS-037), other charges a whole number of times. */
export class InvalidLinkQuantity extends Data.TaggedClass("InvalidLinkQuantity")<
  ProblemPlace & { readonly quantity: number }
> {
  get message(): string {
    return `Link quantity ${this.quantity} cannot be settled: ${placeText(this)}`
  }
}

/** Readings inside the period but outside our supply: someone has the supply period wrong. */
export class ReadingsOutsideSupply extends Data.TaggedClass("ReadingsOutsideSupply")<ProblemPlace> {
  get message(): string {
    return `Readings outside our supply: ${placeText(this)}`
  }
}

/** The period, the supply or a validity does not lie on local midnights, is empty or is too long. */
export class InvalidPeriod extends Data.TaggedClass("InvalidPeriod")<ProblemPlace & { readonly reason: string }> {
  get message(): string {
    return `Invalid period: ${placeText(this)}: ${this.reason}`
  }
}

/** We do not supply the metering point in any part of the period. */
export class NotSupplied extends Data.TaggedClass("NotSupplied")<ProblemPlace> {
  get message(): string {
    return `Not our supply: ${placeText(this)}`
  }
}

/** Electric heating is to be settled by the yearly limit, and no allowance covers part of the supply. */
export class MissingHeatingAllowance extends Data.TaggedClass("MissingHeatingAllowance")<ProblemPlace> {
  get message(): string {
    return `No electric-heating allowance: ${placeText(this)}`
  }
}

/** Everything that can stop a metering point. */
export type SettlementProblem =
  | ReadingProblem
  | MissingPrice
  | InvalidPrice
  | WrongPriceArea
  | MissingSpotPrice
  | MissingProduct
  | OverlappingVersions
  | ChargeLinkGap
  | UnknownCharge
  | InvalidLinkQuantity
  | ReadingsOutsideSupply
  | InvalidPeriod
  | NotSupplied
  | MissingHeatingAllowance

/** A metering point that cannot be settled, with every reason at once. */
export class SettlementRefused extends Data.TaggedError("SettlementRefused")<{
  readonly gsrn: Gsrn
  readonly problems: ReadonlyArray<SettlementProblem>
}> {
  override get message(): string {
    return `Metering point ${this.gsrn} cannot be settled:\n${this.problems.map((problem) => `- ${problem.message}`).join("\n")}`
  }
}
