#!/usr/bin/env node
import { CimParser, SettlementEngine } from "@datahub-settlement/core"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Effect, Exit, Layer, Runtime } from "effect"
import { CliError, Command } from "effect/cli"
import { exitCodes } from "./exitCodes.ts"
import { programVersion } from "./programVersion.ts"
import { root } from "./root.ts"
import { runMain } from "./serve/runMain.ts"

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
