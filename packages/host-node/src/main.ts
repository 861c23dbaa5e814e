#!/usr/bin/env node
import { CimParser, SettlementEngine } from "@datahub-settlement/core"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Effect, Exit, Layer, Runtime } from "effect"
import { CliError, Command } from "effect/cli"
import { exitCodes } from "./exitCodes.ts"
import { acontoCommand } from "./aconto/acontoCommand.ts"
import { settleCommand } from "./command/settleCommand.ts"
import { configCommand } from "./config/index.ts"
import { dbCommand } from "./db/index.ts"
import { demoCommand } from "./demo/demoCommand.ts"
import { priceListCommand, spotCommand } from "./energidata/index.ts"
import { deadLettersCommand, messagesCommand, outboxCommand, parkedCommand } from "./exchange/index.ts"
import { importCommand } from "./import/importCommand.ts"
import { processesCommand, requestCommand } from "./processes/index.ts"
import { programVersion } from "./programVersion.ts"
import { readingsCommand } from "./readings/index.ts"
import { runsCommand } from "./run/runsCommand.ts"
import { settleCorrectionsCommand } from "./run/settleCorrectionsCommand.ts"
import { settleRunCommand } from "./run/settleRunCommand.ts"
import { runMain } from "./serve/runMain.ts"
import { serveCommand } from "./serve/serveCommand.ts"

const root = Command.make("datahub-settlement").pipe(
  Command.withDescription("Settles Danish electricity supply by the documents of Energinet's DataHub."),
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

/** What the parser of arguments refuses is wrong use; what nobody expected is a fault of ours. */
const teardown: Runtime.Teardown = (exit, onExit) => {
  if (Exit.isSuccess(exit)) return onExit(exitCodes.settled)
  if (Cause.hasInterruptsOnly(exit.cause)) return onExit(exitCodes.interrupted)
  const error = Cause.squash(exit.cause)
  if (Cause.hasDies(exit.cause)) return onExit(exitCodes.defect)
  if (!CliError.isCliError(error)) return onExit(Runtime.getErrorExitCode(error))
  return onExit(error._tag === "ShowHelp" && error.errors.length === 0 ? exitCodes.settled : exitCodes.wrongUse)
}

/** What nobody has told yet goes to standard error, whatever the output is: a program may be reading it. */
const tellUntold = <E>(cause: Cause.Cause<E>): Effect.Effect<void> =>
  Effect.sync(() => {
    const error = Cause.squash(cause)
    if (Cause.hasDies(cause)) {
      process.stderr.write(`datahub-settlement: this is a fault of ours, please report it.\n${Cause.pretty(cause)}\n`)
    } else if (!CliError.isCliError(error) && Runtime.getErrorReported(error) && !Cause.hasInterruptsOnly(cause)) {
      process.stderr.write(`datahub-settlement: ${error instanceof Error ? error.message : String(error)}\n`)
    }
  })

root.pipe(
  Command.run({ version: programVersion }),
  Effect.tapCause(tellUntold),
  Effect.provide(Layer.mergeAll(CimParser.layer, SettlementEngine.layer, NodeServices.layer)),
  runMain({ teardown, disableErrorReporting: true })
)
