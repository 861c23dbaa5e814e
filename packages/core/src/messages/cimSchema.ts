import { Result, Schema, SchemaIssue, SchemaParser } from "effect"
import { Gln, Gsrn, type Instant, MarketCalendar } from "../market/index.ts"
import { wholeOf } from "../quantity/index.ts"
import { headerOf, type CimHeader } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { documentLabel, type rsmNumbers } from "./documentKind.ts"
import { addFault, type Faults, noFaults, type PathPart, refusal } from "./faults.ts"
import { cimRootOf, isObject } from "./json.ts"
import { INSTANT_EXPECTED, instantOf } from "./wireInstant.ts"

/** A code on the wire: `{ "value": "E17" }`. Known or not, it is text here. */
export const Coded = Schema.Struct({ value: Schema.String })

export const GsrnId = Schema.Struct({ value: Gsrn })
export const GlnId = Schema.Struct({ value: Gln })
/** An identifier whose value is not checked: a GLN or an EIC, a grid area, whatever its scheme says. */
export const AnyId = Coded

/** A code of the sender's own, such as the id of a charge. */
export const FilledText = Schema.String.check(
  Schema.makeFilter((text: string) => text !== "", { expected: "a text that is not empty" })
)

/** A UTC timestamp as text; {@link instantOfWire} gives its instant. */
export const InstantText = Schema.String.check(
  Schema.makeFilter((text: string) => instantOf(text) !== undefined, { expected: INSTANT_EXPECTED })
)

/** A timestamp that must lie on a Danish midnight: what prices and links are dated by. */
export const MidnightText = Schema.String.check(
  Schema.makeFilter((text: string) => isMidnight(instantOf(text)), {
    expected: "a Danish midnight (2025-01-15T23:00:00Z)"
  })
)

const isMidnight = (instant: Instant | undefined): boolean =>
  instant !== undefined && MarketCalendar.isLocalMidnight(instant)

/** The instant of a timestamp that has passed {@link InstantText}. */
export const instantOfWire = (text: string): Instant => instantOf(text)!

/** A number, bare or as `{ "value": 1 }`. */
export const WireNumber = Schema.Union([Schema.Finite, Schema.Struct({ value: Schema.Finite })])

export const numberOfWire = (wire: typeof WireNumber.Type): number => (typeof wire === "number" ? wire : wire.value)

/** DKK with at most six decimals: what charges and spot prices are published with. */
export const SixDecimals = Schema.Finite.check(
  Schema.makeFilter((price: number) => wholeOf(price, 1e6) !== undefined, {
    expected: "a price with at most 6 decimals"
  })
)

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** Decodes with every fault added, each with its path, what was expected and what stands there. */
export const decodeInto = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
  value: unknown,
  at: ReadonlyArray<PathPart>,
  faults: Faults
): S["Type"] | undefined => {
  const decoded = SchemaParser.decodeUnknownResult(schema)(value, { errors: "all" })
  if (Result.isSuccess(decoded)) return decoded.success
  for (const { message, path = [] } of issuesOf(decoded.failure).issues) {
    const parts = path.map(partOf)
    addFault(faults, [...at, ...parts], expectedText(message), valueAt(value, parts))
  }
  return undefined
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "an array"
}

/**
 * The schema's own message in the words of our other messages; that a key may be absent helps nobody who sent it
 * wrong.
 */
const expectedText = (message: string): string =>
  message === "Missing key"
    ? "a value"
    : message
        .replace(/^Expected /, "")
        .split(" | ")
        .filter((kind) => kind !== "undefined")
        .map((kind) => kinds[kind] ?? kind)
        .join(" or ")

const partOf = (segment: PropertyKey | { readonly key: PropertyKey }): PathPart => {
  const key = typeof segment === "object" ? segment.key : segment
  return typeof key === "number" ? key : String(key)
}

const valueAt = (value: unknown, path: ReadonlyArray<PathPart>): unknown =>
  path.reduce<unknown>(
    (inner, part) => (Array.isArray(inner) ? inner[Number(part)] : isObject(inner) ? inner[part] : undefined),
    value
  )

/** The records of a document of the structure family, with its header. */
export const decodeRecords = <S extends Schema.ConstraintDecoder<unknown>, A>(
  input: unknown,
  name: keyof typeof rsmNumbers,
  record: S,
  read: (records: ReadonlyArray<S["Type"]>, header: CimHeader, place: RecordsPlace) => A
): Result.Result<A, CimError> =>
  Result.flatMap(cimRootOf(input, name), (root) => {
    const faults = noFaults()
    const rootKey = `${name}_MarketDocument`
    const header = headerOf(root, rootKey, faults)
    const path = [rootKey, "MktActivityRecord"]
    const records = decodeInto(Schema.Array(record), root.MktActivityRecord, path, faults)
    const value = records === undefined ? undefined : read(records, header, { path, faults })
    return faults.count === 0 && value !== undefined
      ? Result.succeed(value)
      : Result.fail(refusal(documentLabel(name), faults, header.messageId || undefined))
  })

/** Where the records are, for the path of a fault. */
export interface RecordsPlace {
  readonly path: ReadonlyArray<PathPart>
  readonly faults: Faults
}
