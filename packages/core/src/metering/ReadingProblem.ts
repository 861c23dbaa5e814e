import { Data } from "effect"
import { type Instant, placeText, type ProblemPlace } from "../market/index.ts"

/** Intervals that are to be settled have no reading that can be. */
export class MissingReading extends Data.TaggedError("MissingReading")<
  ProblemPlace & {
    readonly intervals: number
    /** CIM codes of what stands there instead: A02 missing, A05 incomplete, or the unknown code. */
    readonly qualities: ReadonlyArray<string>
  }
> {
  override get message(): string {
    return `Missing reading: ${placeText(this)}: ${this.intervals} interval(s) without a usable value (${this.qualities.join(", ")})`
  }
}

/** Readings in another unit than KWH. */
export class UnknownUnit extends Data.TaggedError("UnknownUnit")<ProblemPlace & { readonly unit: string }> {
  override get message(): string {
    return `Unit ${this.unit} cannot be settled: ${placeText(this)}`
  }
}

/** Two registrations of the same instant give different values: nothing says which one holds. */
export class ContradictoryReadings extends Data.TaggedError("ContradictoryReadings")<
  ProblemPlace & {
    readonly registeredAt: Instant
    readonly messageIds: readonly [string, string]
  }
> {
  override get message(): string {
    return `Contradictory readings with one registration time: ${placeText(this)}: messages ${this.messageIds.join(" and ")}`
  }
}

/** A registration gives some quarters of an hour for which an older one gave the hour as a whole. */
export class MixedResolution extends Data.TaggedError("MixedResolution")<ProblemPlace> {
  override get message(): string {
    return `Quarter-hour and hourly readings within one hour: ${placeText(this)}`
  }
}

/** What can be wrong with the readings of a metering point. */
export type ReadingProblem = MissingReading | UnknownUnit | ContradictoryReadings | MixedResolution
