import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { CommandFailed } from "../store/CommandFailed.ts"
import { print, printJson } from "../store/print.ts"
import { configJson, configText } from "./configText.ts"
import { configFlag, loadReading, told } from "./loadConfig.ts"

const checkCommand = Command.make(
  "check",
  {
    config: configFlag,
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("config check")(function* ({ config, json }) {
    const reading = yield* loadReading(config).pipe(
      Effect.catchTag("ConfigFileUnusable", ({ message }) => told(message))
    )
    yield* json ? printJson(configJson(reading)) : print(configText(reading))
    if (reading.config === undefined) return yield* new CommandFailed({ reason: "The configuration is not usable" })
  })
).pipe(
  Command.withDescription(`Prints every setting of \`serve\` with its value, where it came from, and what is wrong or missing.

  Secrets are not shown. Nothing is connected to.

  Exit codes: 0 usable, 1 not usable, 2 wrong use, 70 a fault of ours.`),
  Command.withShortDescription("Say what the host would run by"),
  Command.withExamples([
    { command: "datahub-settlement config check", description: "Check what the environment says" },
    { command: "datahub-settlement config check --config host.json --json", description: "A file too, for a program" }
  ])
)

/** `datahub-settlement config`. */
export const configCommand = Command.make("config").pipe(
  Command.withDescription("The configuration of the host"),
  Command.withSubcommands([checkCommand])
)
