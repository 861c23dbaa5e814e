import { Data, Effect, Result, type Schema } from "effect"
import { readFile } from "node:fs/promises"
import { decodeOwnFile } from "../folder/decodeOwnFile.ts"
import type { FolderProblem } from "../folder/FolderProblem.ts"

/** A file that belongs to a request cannot be used. */
export class OwnFileUnusable extends Data.TaggedError("OwnFileUnusable")<{
  /** What it should hold: `customer`. */
  readonly what: string
  readonly path: string
  readonly reasons: ReadonlyArray<string>
}> {
  override get message(): string {
    const { path, reasons, what } = this
    const text = reasons.length === 1 ? ` ${reasons[0]}` : reasons.map((reason) => `\n- ${reason}`).join("")
    return `The ${what} in ${path} cannot be used:${text}`
  }
}

/** Reads a JSON file of ours; every fault with its path, what was expected and, as `wordsOf` has it, what stands there. */
export const readOwnFile = Effect.fnUntraced(function* <S extends Schema.ConstraintDecoder<unknown>>(
  what: string,
  path: string,
  schema: S,
  wordsOf: (fault: FolderProblem) => string = ({ message }) => message
) {
  const unusable = (...reasons: ReadonlyArray<string>) => new OwnFileUnusable({ what, path, reasons })
  const body = yield* Effect.tryPromise({
    try: () => readFile(path, "utf8"),
    catch: (error) => unusable(error instanceof Error ? error.message : String(error))
  })
  const json = yield* Effect.try({ try: (): unknown => JSON.parse(body), catch: () => unusable("it is no JSON") })
  const decoded = decodeOwnFile(schema, path, json)
  return Result.isSuccess(decoded) ? decoded.success : yield* unusable(...decoded.failure.map(wordsOf))
})
