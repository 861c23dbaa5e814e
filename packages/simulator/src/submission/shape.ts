/*
 * DataHub checks what it is sent against a JSON schema in which no key is allowed that is not named. These few shapes
 * are all that its documents need; every violation is reported with the JSON pointer to it.
 */

/** What may stand in one place. */
export type Shape =
  | { readonly kind: "text" | "number" | "boolean" | "instant" | "code" | "id" | "any" }
  | { readonly kind: "array"; readonly of: Shape }
  | { readonly kind: "object"; readonly required: Keys; readonly optional: Keys }

type Keys = Readonly<Record<string, Shape>>

/** A bare text, `{value}` and `{codingScheme,value}`. */
export const text: Shape = { kind: "text" }
export const number: Shape = { kind: "number" }
export const boolean: Shape = { kind: "boolean" }
export const instant: Shape = { kind: "instant" }
export const code: Shape = { kind: "code" }
export const id: Shape = { kind: "id" }

export const arrayOf = (of: Shape): Shape => ({ kind: "array", of })
export const objectOf = (required: Keys, optional: Keys = {}): Shape => ({ kind: "object", required, optional })

/** Every violation, its text beginning with the JSON pointer. Empty when the value has the shape. */
export const violations = (value: unknown, shape: Shape, pointer = "#"): ReadonlyArray<string> => {
  switch (shape.kind) {
    case "array":
      return Array.isArray(value)
        ? value.flatMap((item, index) => violations(item, shape.of, `${pointer}/${index}`))
        : [`${pointer}: expected an array`]
    case "object":
      return ofObject(value, shape, pointer)
    case "code":
      return ofObject(value, { required: { value: text }, optional: {} }, pointer)
    case "id":
      return ofObject(value, { required: { codingScheme: text, value: text }, optional: {} }, pointer)
    case "instant":
      return typeof value === "string" && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value)
        ? []
        : [`${pointer}: expected an instant with seconds and Z`]
    case "text":
      return typeof value === "string" ? [] : [`${pointer}: expected a string`]
    case "any":
      return []
    case "number":
    case "boolean":
      return typeof value === shape.kind ? [] : [`${pointer}: expected a ${shape.kind}`]
  }
}

const ofObject = (
  value: unknown,
  shape: { readonly required: Keys; readonly optional: Keys },
  pointer: string
): ReadonlyArray<string> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${pointer}: expected an object`]
  const object = value as Readonly<Record<string, unknown>>
  const missing = Object.keys(shape.required).filter((key) => !Object.hasOwn(object, key))
  return [
    ...missing.map((key) => `${pointer}: the required property ${key} is missing`),
    ...Object.entries(object).flatMap(([key, inner]) => {
      const inside = shape.required[key] ?? shape.optional[key]
      const place = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`
      return inside === undefined ? [`${place}: no such property is allowed`] : violations(inner, inside, place)
    })
  ]
}
