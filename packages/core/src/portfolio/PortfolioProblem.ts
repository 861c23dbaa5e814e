import { Data } from "effect"
import { type Gsrn, placeText, type ProblemPlace } from "../market/index.ts"

/** Which kind of version. */
export type VersionKind = "metering point" | "supply" | "contract" | "customer" | "link"

/** Two versions that are recorded together claim the same time: nothing says which one holds. */
export class OverlappingVersion extends Data.TaggedError("OverlappingVersion")<
  ProblemPlace & { readonly what: VersionKind }
> {
  override get message(): string {
    return `Two ${this.what} versions claim the same time: ${placeText(this)}`
  }
}

/** A version that cannot be recorded. */
export class InvalidVersion extends Data.TaggedError("InvalidVersion")<
  ProblemPlace & {
    readonly what: VersionKind
    readonly reason: string
  }
> {
  override get message(): string {
    return `The ${this.what} version cannot be recorded: ${placeText(this)}: ${this.reason}`
  }
}

/** Supply of a metering point of which no master data is known: it could not be found by area, and so not be settled. */
export class UnknownMeteringPoint extends Data.TaggedError("UnknownMeteringPoint")<{ readonly gsrn: Gsrn }> {
  override get message(): string {
    return `Metering point ${this.gsrn} is not known: record its master data before its supply, or together with it`
  }
}

/** Why changes are refused. */
export type PortfolioProblem = OverlappingVersion | InvalidVersion | UnknownMeteringPoint
