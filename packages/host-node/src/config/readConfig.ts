import { Result } from "effect"
import type { ConfigKey } from "./ConfigKey.ts"
import { configKeys, type HostConfig } from "./configKeys.ts"
import { datahubAddressOf } from "./datahubAddress.ts"

export type ConfigSource = "environment" | "file" | "default" | "not set"

/** One setting as it was found. */
export interface ConfigEntry {
  readonly key: ConfigKey<unknown>
  readonly source: ConfigSource
  /** As it was written; `undefined` where nothing was. */
  readonly text: string | undefined
  /** What is wrong with it, or that it is missing. */
  readonly problem: string | undefined
}

/** The whole configuration as it was found. */
export interface ConfigReading {
  readonly entries: ReadonlyArray<ConfigEntry>
  /** What makes it unusable, each in a sentence of its own. */
  readonly problems: ReadonlyArray<string>
  /** What a person may want to look at: names that mean nothing here. */
  readonly notes: ReadonlyArray<string>
  /** `undefined` where there are problems. */
  readonly config: HostConfig | undefined
}

export interface ConfigSources {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What a configuration file says, by the same names. */
  readonly file?: Readonly<Record<string, string>> | undefined
}

const keyNames = Object.keys(configKeys) as ReadonlyArray<keyof HostConfig>

/** Reads every setting, the environment before the file before the default, and says all that is wrong at once. */
export const readConfig = ({ environment, file = {} }: ConfigSources): ConfigReading => {
  const entries: Array<ConfigEntry> = []
  const values: Record<string, unknown> = {}
  for (const name of keyNames) {
    const key: ConfigKey<unknown> = configKeys[name]
    const { source, text } = found(key, environment, file)
    const parsed = text === undefined ? Result.succeed(undefined) : key.parse(text)
    values[name] = Result.getOrUndefined(parsed)
    const missing = text === undefined && key.isRequired ? "is missing" : undefined
    entries.push({ key, source, text, problem: Result.isFailure(parsed) ? parsed.failure : missing })
  }
  const problems = [
    ...entries.flatMap(({ key, problem, source }) => (problem === undefined ? [] : [sentence(key, source, problem)])),
    ...addressProblem(values as unknown as HostConfig),
    ...strangersOf(file).map((name) => `The file says ${name}, which is no setting${likeOf(name)}.`)
  ]
  return {
    entries,
    problems,
    notes: strangersOf(environment)
      .filter(isMisspelt)
      .map((name) => `${name} is set, which is no setting of this program${likeOf(name)}.`),
    config: problems.length === 0 ? (values as unknown as HostConfig) : undefined
  }
}

const found = (
  key: ConfigKey<unknown>,
  environment: ConfigSources["environment"],
  file: Readonly<Record<string, string>>
): { readonly source: ConfigSource; readonly text: string | undefined } => {
  // Set to nothing is how a container's environment says "not set".
  const said = environment[key.name] || undefined
  if (said !== undefined) return { source: "environment", text: said }
  const written = Object.hasOwn(file, key.name) ? file[key.name] : undefined
  if (written !== undefined) return { source: "file", text: written }
  return key.fallback === undefined ? { source: "not set", text: undefined } : { source: "default", text: key.fallback }
}

const sentence = (key: ConfigKey<unknown>, source: ConfigSource, problem: string): string =>
  source === "not set" ? `${key.name} ${problem}: ${key.what}.` : `${key.name} (${source}): ${problem}.`

/** Only where the parts themselves are sound: one fault is told once. */
const addressProblem = (values: HostConfig): ReadonlyArray<string> => {
  const address = datahubAddressOf(values)
  return Result.isFailure(address) ? [`${address.failure}.`] : []
}

const known: ReadonlySet<string> = new Set(Object.values(configKeys).map(({ name }) => name))

/** Names in the environment that begin as ours do and mean nothing: mostly misspelt. Tests have names of their own. */
const isMisspelt = (name: string): boolean => /^DATAHUB_(?!SETTLEMENT_TEST)/.test(name)

const strangersOf = (named: Readonly<Record<string, unknown>>): ReadonlyArray<string> =>
  Object.keys(named).filter((name) => !known.has(name))

/** The setting that a misspelt name most likely means: one of the two begins as the other does. */
const likeOf = (name: string): string => {
  const wanted = lettersOf(name)
  const like = [...known].find((one) => {
    const letters = lettersOf(one)
    return letters.startsWith(wanted) || wanted.startsWith(letters) || letters.endsWith(wanted)
  })
  return like === undefined ? "" : `; did you mean ${like}`
}

const lettersOf = (name: string): string => name.replaceAll(/[^A-Za-z]/g, "").toUpperCase()
