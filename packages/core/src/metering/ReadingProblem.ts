import { Data } from "effect"
import { type Instant, placeText, type ProblemPlace } from "../market/index.ts"

/*
 * Findings, not errors: plain data with a message. A run lists them by the million when readings are late, and the stack
 * that an error takes along costs more than settling the point. What fails is SettlementRefused, which carries them.
 */

/** Intervals that are to be settled have no reading that can be. */
export class MissingReading extends Data.TaggedClass("MissingReading")<
  ProblemPlace & {
    readonly intervals: number
    /** CIM codes of what stands there instead: A02 missing, A05 incomplete, or the unknown code. */
    readonly qualities: ReadonlyArray<string>
  }
> {
  get message(): string {
    return `Missing reading: ${placeText(this)}: ${this.intervals} interval(s) without a usable value (${this.qualities.join(", ")})`
  }
}

/** Readings in another unit than KWH. */
export class UnknownUnit extends Data.TaggedClass("UnknownUnit")<ProblemPlace & { readonly unit: string }> {
  get message(): string {
    return `Unit ${this.unit} cannot be settled: ${placeText(this)}`
  }
}

/** Two registrations of the same instant give different values: nothing says which one holds. */
export class ContradictoryReadings extends Data.TaggedClass("ContradictoryReadings")<
  ProblemPlace & {
    readonly registeredAt: Instant
    readonly messageIds: readonly [string, string]
  }
> {
  get message(): string {
    return `Contradictory readings with one registration time: ${placeText(this)}: messages ${this.messageIds.join(" and ")}`
  }
}

/** A registration gives some quarters of an hour for which an older one gave the hour as a whole. */
export class MixedResolution extends Data.TaggedClass("MixedResolution")<ProblemPlace> {
  get message(): string {
    return `Quarter-hour and hourly readings within one hour: ${placeText(this)}`
  }
}

/** What can be wrong with the readings of a metering point. */
export type ReadingProblem = MissingReading | UnknownUnit | ContradictoryReadings | MixedResolution
