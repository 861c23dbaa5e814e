import { Schema } from "effect"
import { checkDigit, gs1Fault } from "./gs1.ts"

/**
 * The number of a metering point (GSRN, "målepunkts-id"): 18 digits with a GS1 check digit; Danish ones start with 5713.
 *
 * @example
 * import { Gsrn } from "@datahub-settlement/core"
 *
 * const gsrn = Gsrn.make("571313999000000010")
 * gsrn.length // => 18
 */
export const Gsrn = Schema.String.check(
  Schema.makeFilter((text: string) => gs1Fault("GSRN", 18, text) ?? true, {
    expected: "an 18-digit GSRN with a valid check digit"
  })
).pipe(Schema.brand("Gsrn"))
export type Gsrn = typeof Gsrn.Type

/** The GSRN that has these first 17 digits: for test data and seeded worlds, never for real points. */
export const gsrnOf = (first17Digits: string): Gsrn => Gsrn.make(first17Digits + checkDigit(first17Digits))
