import { Schema } from "effect"

/** Price area: DK1 is west of the Great Belt, DK2 east of it. The grid area decides which applies, never the postcode. */
export const PriceArea = Schema.Literals(["DK1", "DK2"])
export type PriceArea = typeof PriceArea.Type

/** A grid area ("netområde"): three digits, coding scheme NDK. */
export const GridArea = Schema.String.check(Schema.isPattern(/^\d{3}$/, { expected: "a grid area of 3 digits" })).pipe(
  Schema.brand("GridArea")
)
export type GridArea = typeof GridArea.Type

/** How long one reading or one price lasts, for what can be settled hour by hour or quarter by quarter. */
export const Resolution = Schema.Literals(["PT15M", "PT1H"])
export type Resolution = typeof Resolution.Type

const MINUTE_MS = 60_000

/** Length of one interval in milliseconds. */
export const intervalMs: Readonly<Record<Resolution, number>> = { PT15M: 15 * MINUTE_MS, PT1H: 60 * MINUTE_MS }

/** Metering point types by code. A code outside this list is carried as text, never refused. */
export const meteringPointTypes = {
  E17: "consumption",
  E18: "production",
  E20: "exchange",
  D01: "VE production",
  D02: "analysis",
  D04: "surplus production group 6",
  D05: "net production",
  D06: "supply to grid",
  D07: "consumption from grid",
  D08: "wholesale services information",
  D09: "own production",
  D10: "net from grid",
  D11: "net to grid",
  D12: "total consumption",
  D13: "net loss correction",
  D14: "electrical heating",
  D15: "net consumption",
  D17: "other consumption",
  D18: "other production",
  D19: "capacity settlement",
  D20: "exchange reactive energy",
  D21: "collective net production",
  D22: "collective net consumption",
  D99: "internal use"
} as const

/** A code of {@link meteringPointTypes}; an unknown one stays the text that DataHub sent. */
export type MeteringPointType = keyof typeof meteringPointTypes | (string & {})
