import { Command } from "effect/cli"
import { backupCommand, restoreCommand } from "./backup/backupCommands.ts"
import { migrateCommand } from "./migrateCommand.ts"
import { pruneCommand } from "./pruneCommand.ts"
import { startCommand } from "./startCommand.ts"
import { statusCommand } from "./statusCommand.ts"

/** `datahub-settlement db`: everything about the database. */
export const dbCommand = Command.make("db").pipe(
  Command.withDescription(
    "The database: start the one that comes with this program, set it up, see how it stands, back it up, drop what is old"
  ),
  Command.withShortDescription("Run and look after the database"),
  Command.withSubcommands([startCommand, migrateCommand, statusCommand, backupCommand, restoreCommand, pruneCommand])
)
