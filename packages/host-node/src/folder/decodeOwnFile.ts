import { Result, type Schema, SchemaIssue, SchemaParser } from "effect"
import { faultAt, type FolderProblem } from "./FolderProblem.ts"

const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** Decodes a file of our own; every fault with its path, what was expected and what stands there. */
export const decodeOwnFile = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
  file: string,
  json: unknown
): Result.Result<S["Type"], ReadonlyArray<FolderProblem>> =>
  Result.mapError(
    SchemaParser.decodeUnknownResult(schema)(json, { errors: "all", onExcessProperty: "error" }),
    (issue) =>
      issuesOf(issue).issues.map(({ message, path = [] }) => {
        const keys = path.map((segment) => (typeof segment === "object" ? segment.key : segment))
        const expected =
          message === "Missing key" ? "a value" : message.replace(/^Expected /, "").replace(/, got .*$/s, "")
        return faultAt(file, "InvalidFile", pathText(keys), expected, shortened(valueAt(json, keys)))
      })
  )

const pathText = (keys: ReadonlyArray<PropertyKey>): string =>
  keys.map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`)).join("")

const valueAt = (json: unknown, keys: ReadonlyArray<PropertyKey>): unknown =>
  keys.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    json
  )

const shortened = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing"
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
