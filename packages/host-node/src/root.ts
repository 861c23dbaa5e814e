import { Command } from "effect/cli"
import { acontoCommand } from "./aconto/acontoCommand.ts"
import { settleCommand } from "./command/settleCommand.ts"
import { configCommand } from "./config/index.ts"
import { dbCommand } from "./db/index.ts"
import { demoCommand } from "./demo/demoCommand.ts"
import { priceListCommand, spotCommand } from "./energidata/index.ts"
import { deadLettersCommand, messagesCommand, outboxCommand, parkedCommand } from "./exchange/index.ts"
import { importCommand } from "./import/importCommand.ts"
import { processesCommand, requestCommand } from "./processes/index.ts"
import { readingsCommand } from "./readings/index.ts"
import { runsCommand } from "./run/runsCommand.ts"
import { settleCorrectionsCommand } from "./run/settleCorrectionsCommand.ts"
import { settleRunCommand } from "./run/settleRunCommand.ts"
import { serveCommand } from "./serve/serveCommand.ts"

/** The command with all that are below it. */
export const root = Command.make("datahub-settlement").pipe(
  Command.withDescription(`Settles Danish electricity supply by the documents of Energinet's DataHub.

  Exit codes of all commands: 0 done, 1 not done or something is missing, 2 wrong use, 70 a fault of ours, 130 stopped by
  Ctrl-C or SIGTERM. The help of each says what they mean for it.`),
  Command.withSubcommands([
    demoCommand,
    settleCommand.pipe(Command.withSubcommands([settleRunCommand, settleCorrectionsCommand])),
    importCommand,
    spotCommand,
    priceListCommand,
    readingsCommand,
    runsCommand,
    dbCommand,
    serveCommand,
    configCommand,
    messagesCommand,
    deadLettersCommand,
    parkedCommand,
    outboxCommand,
    processesCommand,
    acontoCommand,
    requestCommand
  ])
)
