import { Data, Effect } from "effect"
import { readFile } from "node:fs/promises"

/** A configuration file that cannot be used. */
export class ConfigFileUnusable extends Data.TaggedError("ConfigFileUnusable")<{
  readonly path: string
  readonly reason: string
}> {
  override get message(): string {
    return `The configuration file ${this.path} cannot be used: ${this.reason}.`
  }
}

/**
 * Reads a configuration file: one JSON object with the names of the environment. Numbers, booleans, lists of texts and
 * objects (of paths) may be written as such.
 */
export const readConfigFile = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<Readonly<Record<string, string>>, ConfigFileUnusable> {
  const unusable = (reason: string) => new ConfigFileUnusable({ path, reason })
  const text = yield* Effect.tryPromise({
    try: () => readFile(path, "utf8"),
    catch: (error) => unusable(error instanceof Error ? error.message : String(error))
  })
  const json = yield* Effect.try({
    try: (): unknown => JSON.parse(text),
    // The parser's own words may quote what is around the fault: a secret.
    catch: () => unusable("it is no JSON")
  })
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return yield* unusable("it has to be one JSON object with names such as DATAHUB_GLN")
  }
  const settings: Record<string, string> = {}
  for (const [name, value] of Object.entries(json)) {
    const written = textOf(value)
    if (written === undefined) return yield* unusable(`${name} is null; leave it out instead`)
    settings[name] = written
  }
  return settings
})

const textOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return value
  if (value === null) return undefined
  return Array.isArray(value)
    ? value.map(String).join(",")
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value)
}
