import { Result, Schema } from "effect"
import { type Instant, LocalDate, MarketCalendar } from "../market/index.ts"
import type { CimError } from "./CimError.ts"
import { decodeInto } from "./cimSchema.ts"
import { addFault, type Faults, noFaults, refusal } from "./faults.ts"
import { isObject, jsonOf } from "./json.ts"
import { instantOf } from "./wireInstant.ts"

/*
 * What the open data API of Energinet (Energi Data Service) wraps its rows in: `total` (rows that match), `filters` (a
 * text that holds JSON), `dataset` and `records`. Instants have no offset: columns named `…UTC` are UTC, all others
 * Danish wall clock. A decimal comes as a JSON number.
 */

/** An envelope whose rows have been checked. */
export interface EdsEnvelope<Row> {
  readonly dataset: string
  readonly rows: ReadonlyArray<Row>
}

const Envelope = Schema.Struct({
  total: Schema.Int,
  dataset: Schema.String,
  records: Schema.Array(Schema.Unknown)
})

/**
 * The rows of a document. A document with fewer rows than `total` was cut by a limit and is refused: a price list with
 * rows missing would give prices that do not hold.
 */
export const decodeEds = <S extends Schema.ConstraintDecoder<unknown>, A>(
  input: unknown,
  rowSchemas: Readonly<Record<string, S>>,
  read: (envelope: EdsEnvelope<S["Type"]>, faults: Faults) => A
): Result.Result<A, CimError> => {
  const label = Object.keys(rowSchemas).join(" or ")
  return Result.flatMap(jsonOf(input, label), (json) => {
    const faults = noFaults()
    const envelope = decodeInto(Envelope, json, [], faults)
    const dataset = isObject(json) && typeof json.dataset === "string" ? json.dataset : label
    const rowSchema = Object.hasOwn(rowSchemas, dataset) ? rowSchemas[dataset] : undefined
    if (envelope === undefined || rowSchema === undefined) {
      if (envelope !== undefined) addFault(faults, ["dataset"], label, dataset)
      return Result.fail(refusal(label, faults))
    }
    if (envelope.total > envelope.records.length) {
      addFault(faults, ["records"], `all ${envelope.total} rows (total)`, `${envelope.records.length} rows`)
    }
    const rows = decodeInto(Schema.Array(rowSchema), envelope.records, ["records"], faults)
    const value = rows === undefined ? undefined : read({ dataset, rows }, faults)
    return faults.count === 0 && value !== undefined ? Result.succeed(value) : Result.fail(refusal(dataset, faults))
  })
}

/** The instant of a `…UTC` column, `2025-09-30T22:00:00`. */
export const utcOf = (text: string): Instant | undefined => instantOf(text.endsWith("Z") ? text : `${text}Z`)

/** The instant of a Danish midnight, `2025-10-01T00:00:00`; `undefined` for any other time of day. */
export const danishMidnightOf = (text: string): Instant | undefined => {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T00:00(?::00(?:\.0+)?)?)?$/.exec(text)
  return match !== null && Schema.is(LocalDate)(match[1]) ? MarketCalendar.startOfDay(match[1]) : undefined
}
