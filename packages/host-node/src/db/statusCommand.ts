import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { withStore } from "../store/openStore.ts"
import { print, printJson } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { databaseStatus } from "./databaseStatus.ts"
import { statusJson, statusText } from "./statusText.ts"

const description = `Says how the database stands: which server and version, at which level its tables are, how many
  readings lie in which month and how big they are, which message came last, and the newest settlement runs.

  Changes nothing, and works with a role that may only read.

  Exit codes: 0 it could be read, 1 it could not, 2 wrong use, 70 a fault of ours.`

/** `datahub-settlement db status`. */
export const statusCommand = Command.make(
  "status",
  {
    ...storeFlags,
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("db status")(function* ({ json, ...flags }) {
    yield* withStore("db status", flags, "look", (store) =>
      Effect.flatMap(databaseStatus, (status) =>
        json ? printJson(statusJson(store, status)) : print(statusText(store, status))
      )
    )
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Say how the database stands"),
  Command.withExamples([
    { command: "datahub-settlement db status", description: "See what is in the database" },
    { command: "datahub-settlement db status --json", description: "The same as one JSON object" }
  ])
)
