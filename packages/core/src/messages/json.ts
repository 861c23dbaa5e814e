import { Result } from "effect"
import type { CimError } from "./CimError.ts"
import { documentKind, documentLabel, type rsmNumbers } from "./documentKind.ts"
import { addFault, noFaults, refusal } from "./faults.ts"

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The value of a JSON text; anything but text is taken as parsed already. */
export const jsonOf = (input: unknown, document: string): Result.Result<unknown, CimError> => {
  if (typeof input !== "string") return Result.succeed(input)
  try {
    return Result.succeed(JSON.parse(input.startsWith("\uFEFF") ? input.slice(1) : input))
  } catch (error) {
    // Some engines quote what they found, with its line ends.
    const reason = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ")
    const issue = {
      path: positionIn(input, reason) ?? "the document",
      expected: "JSON",
      actual: input.trim() === "" ? "an empty text" : reason
    }
    return Result.fail(refusal(document, { issues: [issue], count: 1 }))
  }
}

/** Line and column of a syntax error. Engines say it in words, some of them only the position, some nothing at all. */
const positionIn = (text: string, reason: string): string | undefined => {
  const lineAndColumn = /line (\d+) column (\d+)/.exec(reason)
  if (lineAndColumn !== null) return `line ${lineAndColumn[1]}, column ${lineAndColumn[2]}`
  const position = /position (\d+)/.exec(reason)?.[1] ?? (/end of (JSON|data)/.test(reason) ? text.length : undefined)
  if (position === undefined) return undefined
  const before = text.slice(0, Number(position)).split("\n")
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`
}

/** The object under the root key of the CIM document that is expected. */
export const cimRootOf = (input: unknown, name: keyof typeof rsmNumbers): Result.Result<JsonObject, CimError> =>
  Result.flatMap(jsonOf(input, documentLabel(name)), (json) => {
    const rootKey = `${name}_MarketDocument`
    const root = isObject(json) ? json[rootKey] : undefined
    if (isObject(root)) return Result.succeed(root)
    const faults = noFaults()
    if (root !== undefined) addFault(faults, [rootKey], "an object", root)
    else addFault(faults, [], `the root key ${rootKey}`, documentKind(json)?.rootKey ?? json)
    return Result.fail(refusal(documentLabel(name), faults))
  })
