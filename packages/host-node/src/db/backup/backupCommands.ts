import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { migrationStatus } from "@datahub-settlement/persistence"
import { withStore } from "../../store/openStore.ts"
import { placeText } from "../../store/placeText.ts"
import { print, printJson } from "../../store/print.ts"
import { storeFlags } from "../../store/storePlace.ts"
import { bytesText } from "../statusText.ts"
import { BackupNotWritten } from "./BackupProblem.ts"
import type { Manifest } from "./Manifest.ts"
import { restoreBackup } from "./restoreBackup.ts"
import { writeBackup } from "./writeBackup.ts"

const jsonFlag = Flag.Boolean("json").pipe(
  Flag.withDescription("Print one JSON object and nothing else on standard output"),
  Flag.withDefault(false)
)

const contentsText = ({ tables }: Manifest): string => {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0)
  return `${tables.length} tables, ${rows} rows, ${bytesText(bytes)}`
}

/** `datahub-settlement db backup <folder>`. */
export const backupCommand = Command.make(
  "backup",
  {
    ...storeFlags,
    folder: Argument.String("folder").pipe(Argument.withDescription("Where the backup goes: a new or an empty folder")),
    json: jsonFlag
  },
  Effect.fn("db backup")(function* ({ folder, json, ...flags }) {
    yield* withStore("db backup", flags, "look", (store) =>
      Effect.gen(function* () {
        if ((yield* migrationStatus()).level === 0) {
          return yield* new BackupNotWritten({ folder, reason: `the database ${placeText(store)} is empty.` })
        }
        const manifest = yield* writeBackup(folder)
        yield* json ? printJson({ folder, ...manifest }) : print(`Backup in ${folder}: ${contentsText(manifest)}.\n`)
      })
    )
  })
).pipe(
  Command.withDescription(
    `Copies the whole database into a folder, as of one moment, while everything else goes on. The files are personal data:
  they are readable for this account alone. A backup that was cut off leaves nothing behind.

  Exit codes: 0 the backup is whole and on the disk, 1 there is none, 2 wrong use, 70 a fault of ours.`
  ),
  Command.withShortDescription("Copy the whole database into a folder"),
  Command.withExamples([
    { command: "datahub-settlement db backup /backup/2026-02-01", description: "Take a backup while everything runs" }
  ])
)

/** `datahub-settlement db restore <folder>`. */
export const restoreCommand = Command.make(
  "restore",
  {
    ...storeFlags,
    folder: Argument.String("folder").pipe(Argument.withDescription("A folder that `db backup` wrote")),
    json: jsonFlag
  },
  Effect.fn("db restore")(function* ({ folder, json, ...flags }) {
    yield* withStore("db restore", flags, "set up", (store) =>
      Effect.gen(function* () {
        const { manifest, migration } = yield* restoreBackup(folder)
        if (json) return yield* printJson({ folder, level: migration.level, ...manifest })
        const level = `level ${migration.level} of ${migration.latest}`
        yield* print(`Restored ${folder} to database ${placeText(store)}: ${contentsText(manifest)}, ${level}.\n`)
      })
    )
  })
).pipe(
  Command.withDescription(
    `Fills an empty database with a backup: checks every file first, then makes the tables and fills them in one
  transaction. A database with anything in it is left alone. Runs, readings and prices are as they were, so that an old
  run can be made again.

  Exit codes: 0 restored, 1 not, and the database is as empty as before, 2 wrong use, 70 a fault of ours.`
  ),
  Command.withShortDescription("Fill an empty database with a backup"),
  Command.withExamples([
    {
      command: "datahub-settlement db restore /backup/2026-02-01 --data-folder ./restored",
      description: "Restore into a new data folder"
    }
  ])
)
