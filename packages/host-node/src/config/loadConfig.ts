import { Data, Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { commandFailed } from "../store/print.ts"
import type { StoreFlags } from "../store/storePlace.ts"
import { readConfigFile } from "./configFile.ts"
import type { HostConfig } from "./configKeys.ts"
import { readConfig } from "./readConfig.ts"

/** A configuration that the host cannot run by. */
export class ConfigUnusable extends Data.TaggedError("ConfigUnusable")<{ readonly problems: ReadonlyArray<string> }> {
  override get message(): string {
    const listed = this.problems.map((problem) => `\n- ${problem}`).join("")
    return `The configuration is not usable:${listed}\nSee it all with \`datahub-settlement config check\`.`
  }
}

export const configFlag = Flag.String("config").pipe(
  Flag.withDescription("JSON file with settings by their names in the environment, which goes before it"),
  Flag.optional
)

/** Reads the configuration of a file, where there is one, and the environment. */
export const loadReading = Effect.fnUntraced(function* (path: Option.Option<string>) {
  const file = Option.isSome(path) ? yield* readConfigFile(path.value) : undefined
  return readConfig({ environment: process.env, file })
})

/** The same, for whoever cannot do without: what is wrong is told, and ends the command. */
export const loadConfig = (path: Option.Option<string>) => Effect.map(loadNotedConfig(path), ({ config }) => config)

/** The same, with what a person may want to look at. */
export const loadNotedConfig = Effect.fnUntraced(
  function* (path: Option.Option<string>) {
    const { config, notes, problems } = yield* loadReading(path)
    if (config === undefined) return yield* new ConfigUnusable({ problems })
    return { config, notes }
  },
  Effect.catch(({ message }) => commandFailed(message))
)

/** Where the database is: the command line before the configuration. */
export const storeFlagsOf = (config: HostConfig, given: StoreFlags): StoreFlags => {
  if (Option.isSome(given.databaseUrl) || Option.isSome(given.dataFolder)) return given
  // A server of one's own goes before the embedded one, as everywhere.
  if (config.databaseUrl !== undefined)
    return { databaseUrl: Option.some(config.databaseUrl), dataFolder: Option.none() }
  return { databaseUrl: Option.none(), dataFolder: Option.fromNullishOr(config.dataFolder) }
}
