import { Effect, Stdio, Terminal } from "effect"
import { Command, Flag } from "effect/cli"
import { CommandFailed } from "../store/CommandFailed.ts"
import { commandFailed, print, printJson } from "../store/print.ts"
import { configJson, configText } from "./configText.ts"
import { configFlag, loadReading } from "./loadConfig.ts"

/** As wide as the terminal, within what is easily read. */
const lineWidth = Effect.gen(function* () {
  const stdio = yield* Stdio.Stdio
  const terminal = yield* Terminal.Terminal
  const columns = (yield* stdio.stdoutIsTerminal) ? yield* terminal.columns : 0
  return columns > 0 ? Math.min(Math.max(columns, 60), 120) : 100
})

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
      Effect.catchTag("ConfigFileUnusable", ({ message }) => commandFailed(message))
    )
    yield* json ? printJson(configJson(reading)) : print(configText(reading, yield* lineWidth))
    if (reading.config === undefined) return yield* new CommandFailed({ reason: "The configuration is not usable" })
  })
).pipe(
  Command.withDescription(`Prints every setting of \`serve\`: its value and where it came from, what it does, how it is written, what
  holds without it, an example, and what is wrong or missing.

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
