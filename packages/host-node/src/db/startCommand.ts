import {
  type EmbeddedPostgresProblem,
  type RunningPostgres,
  type ServerLost,
  startEmbeddedPostgres
} from "@datahub-settlement/persistence"
import { Config, Console, Data, Effect, Option, Redacted, Runtime, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { defaultDataFolder } from "../store/dataFolder.ts"

const description = `Starts the PostgreSQL server that comes with this program, and keeps it running until Ctrl-C or SIGTERM.

  The server listens on 127.0.0.1 only and asks for a password, which was made up when the data folder was set up. The
  first start sets the folder up; later ones find the data, the password and, if it is free, the port of the time before.
  A server that runs on the folder already is left alone: its URL is printed, and the command ends.

  Settings of your own go into operator.conf in the data folder, in the syntax of postgresql.conf.

  Exit codes: 0 it ran already, 1 it cannot be started or has ended by itself, 2 wrong use, 70 a fault of ours,
  130 stopped by Ctrl-C or SIGTERM, everything written.`

/** The server could not be started, or ended by itself; it has been told already. */
export class DatabaseNotRunning extends Data.TaggedError("DatabaseNotRunning")<{
  readonly problem: EmbeddedPostgresProblem | ServerLost
}> {
  override readonly [Runtime.errorExitCode] = 1
  override readonly [Runtime.errorReported] = false
}

/** The URL with its password replaced, unless it is to be seen. */
export const shownUrl = (url: Redacted.Redacted<string>, showPassword: boolean): string => {
  const shown = new URL(Redacted.value(url))
  if (!showPassword) shown.password = "***"
  return shown.href
}

/** What the operator reads when the server is ready. */
export const readyText = (server: RunningPostgres, showPassword: boolean): string =>
  [
    `PostgreSQL ${server.version} ${server.startedByUs ? "is ready" : "runs already"} (process ${server.pid}, port ${server.port}).`,
    `URL:  ${shownUrl(server.url, showPassword)}${showPassword ? "" : "   (with --show-password as it is)"}`,
    `Data: ${server.dataFolder}`,
    ...(server.startedByUs ? ["Stop it with Ctrl-C."] : [])
  ].join("\n")

const parameters = {
  dataFolder: Flag.String("data-folder").pipe(
    Flag.withDescription(
      "Where the data is, or shall be; DATAHUB_SETTLEMENT_DATA_FOLDER says it too. Without both: /var/lib/datahub-settlement for root, else ~/.local/share/datahub-settlement"
    ),
    Flag.withFallbackConfig(Config.String("DATAHUB_SETTLEMENT_DATA_FOLDER")),
    Flag.optional
  ),
  port: Flag.Int("port").pipe(
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 }))),
    Flag.withDescription("Port on 127.0.0.1; without it that of the last start, or a free one"),
    Flag.optional
  ),
  showPassword: Flag.Boolean("show-password").pipe(
    Flag.withDescription("Print the URL with its password"),
    Flag.withDefault(false)
  )
}

/** `datahub-settlement db start`. */
export const startCommand = Command.make(
  "start",
  parameters,
  Effect.fn("db start")(function* ({ dataFolder, port, showPassword }) {
    const run = Effect.gen(function* () {
      const server = yield* startEmbeddedPostgres({
        dataFolder: Option.getOrElse(dataFolder, () => defaultDataFolder()),
        port: Option.getOrUndefined(port)
      })
      yield* Console.log(readyText(server, showPassword))
      if (server.startedByUs) return yield* server.lost
    })
    yield* Effect.scoped(run).pipe(
      Effect.catch((problem) =>
        Console.error(`datahub-settlement: ${problem.message}`).pipe(
          Effect.andThen(new DatabaseNotRunning({ problem }))
        )
      )
    )
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Start the PostgreSQL server that comes with this program"),
  Command.withExamples([
    { command: "datahub-settlement db start", description: "Start with the data in its usual place" },
    {
      command: "datahub-settlement db start --data-folder ./data --port 5433",
      description: "Say where the data is, and the port"
    },
    {
      command: "datahub-settlement db start --show-password",
      description: "See the URL that other programs connect with"
    }
  ])
)
