import { Data, Effect, FileSystem, Path, Result, Schema, SchemaIssue } from "effect"
import { Case, CommonFile } from "./Case.ts"
import { type CaseIssue, type CaseKind, kindOf } from "./CaseKind.ts"

/** A file that cannot be read as a golden master: which one, where in it, and why. */
export class UnreadableCase extends Data.TaggedError("UnreadableCase")<{
  readonly file: string
  readonly issues: ReadonlyArray<CaseIssue>
}> {
  override get message(): string {
    return this.issues
      .map(({ message, path }) => `${this.file}${path === "" ? "" : `: ${path}`}: ${message}`)
      .join("\n")
  }
}

/** A case that can be calculated. */
export interface ReadCase {
  readonly file: string
  readonly case: Case
  readonly does: CaseKind
}

const COMMON = "common.json"

/** Every `*.json` of a folder besides `common.json`, by name; one that cannot be read does not hide the others. */
export const readCases = Effect.fn("readCases")(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const names = yield* fs
    .readDirectory(folder)
    .pipe(Effect.mapError(() => unreadable(folder, "no such folder, or not one that can be read")))
  const files = names.filter((name) => name.endsWith(".json") && name !== COMMON).sort()
  if (files.length === 0) return yield* unreadable(folder, "no cases: every *.json besides common.json is one")
  const common = names.includes(COMMON) ? yield* readCommon(folder) : {}
  return yield* Effect.forEach(files, (file) => Effect.result(readCase(folder, file, common)))
})

const unreadable = (file: string, message: string, path = ""): UnreadableCase =>
  new UnreadableCase({ file, issues: [{ path, message }] })

const readObject = Effect.fnUntraced(function* (folder: string, file: string) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const text = yield* fs
    .readFileString(path.join(folder, file))
    .pipe(Effect.mapError(() => unreadable(file, "cannot be read")))
  const json: unknown = yield* Effect.try({
    try: () => JSON.parse(text),
    catch: (error) => unreadable(file, `not JSON: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (typeof json !== "object" || json === null || Array.isArray(json))
    return yield* unreadable(file, "must hold one JSON object")
  return json as Readonly<Record<string, unknown>>
})

const readCommon = Effect.fnUntraced(function* (folder: string) {
  const common = yield* readObject(folder, COMMON)
  yield* decode(CommonFile, COMMON, common)
  return common
})

const readCase = Effect.fnUntraced(function* (folder: string, file: string, common: Readonly<Record<string, unknown>>) {
  const own = yield* readObject(folder, file)
  const one = yield* decode(Case, file, { ...common, ...own })
  const does = yield* Effect.fromResult(
    Result.mapError(kindOf(one), (issue) => new UnreadableCase({ file, issues: [issue] }))
  )
  return { file, case: one, does } satisfies ReadCase
})

const formatIssues = SchemaIssue.makeFormatterStandardSchemaV1()

const decode = <S extends Schema.Codec<unknown, unknown>>(schema: S, file: string, json: unknown) =>
  Schema.decodeUnknownEffect(schema)(json, { errors: "all", onExcessProperty: "error" }).pipe(
    Effect.mapError(
      ({ issue }) =>
        new UnreadableCase({
          file,
          issues: formatIssues(issue).issues.map(({ message, path = [] }) => ({
            path: pathText(path),
            message: plain(message)
          }))
        })
    )
  )

const pathText = (path: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }>): string =>
  path
    .map((part) => (typeof part === "object" ? part.key : part))
    .reduce<string>(
      (text, key) =>
        typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`,
      ""
    )

/** The decoder's words in those of a person who wrote the file. */
const plain = (message: string): string =>
  message === "Expected no excess property"
    ? "unknown key"
    : message === "Missing key"
      ? "is missing, in the case and in common.json"
      : message
