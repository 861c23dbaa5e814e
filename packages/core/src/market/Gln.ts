import { Schema } from "effect"
import { gs1Fault } from "./gs1.ts"

/**
 * The number of a market participant (GLN): 13 digits with a GS1 check digit.
 *
 * @example
 * import { Gln } from "@datahub-settlement/core"
 *
 * Gln.make("5790000432752") // => "5790000432752"
 */
export const Gln = Schema.String.check(
  Schema.makeFilter((text: string) => gs1Fault("GLN", 13, text) ?? true, {
    expected: "a 13-digit GLN with a valid check digit"
  })
).pipe(Schema.brand("Gln"))
export type Gln = typeof Gln.Type

/** Energinet as system operator: owner of the system and transmission tariffs and of the electricity tax. */
export const energinet: Gln = Gln.make("5790000432752")

/** DataHub itself, as the sender of what a supplier receives. */
export const datahub: Gln = Gln.make("5790001330552")
