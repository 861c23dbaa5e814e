import { Command } from "effect/cli"
import { missingCommand } from "./missingCommand.ts"
import { showReadingsCommand } from "./showReadingsCommand.ts"

/** `datahub-settlement readings`: what the ledger has. */
export const readingsCommand = Command.make("readings").pipe(
  Command.withDescription("Readings in the database: what they are, and what is missing of them"),
  Command.withShortDescription("Look at readings"),
  Command.withSubcommands([missingCommand, showReadingsCommand])
)
