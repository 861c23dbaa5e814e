import type { JsonObject } from "./json.ts"
import { type Present, present } from "./present.ts"

/** The object, or `undefined` when nothing is in it. */
export const filled = <A extends object>(fields: A): Present<A> | undefined => {
  const some = present(fields)
  return Object.keys(some).length === 0 ? undefined : some
}

/** A code as it stands on the wire: `{ "value": "E17" }`. */
export const codeJson = (code: string): JsonObject => ({ value: code })

/** A GSRN or GLN as it stands on the wire. */
export const gs1Json = (number: string): JsonObject => ({ codingScheme: "A10", value: number })

/** What `write` makes of the value, where there is one. */
export const ifGiven = <A, B>(value: A | undefined, write: (value: A) => B): B | undefined =>
  value === undefined ? undefined : write(value)
