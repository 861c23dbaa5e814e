import { formatInstant } from "@datahub-settlement/core"
import { migrate, migrationStatus } from "@datahub-settlement/persistence"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { placeText } from "../store/placeText.ts"
import { print, printJson } from "../store/print.ts"
import { withStore } from "../store/openStore.ts"
import { storeFlags } from "../store/storePlace.ts"

const description = `Brings the database to the level of this program: makes its tables, or changes those of an older
  version. What is there already is left alone, so that it may be run before every start. All steps are one transaction:
  when one fails, nothing has changed.

  The user of the URL must own the database (or be allowed to create schemas and the extension btree_gist in it).

  Exit codes: 0 the database is at the level of this program, 1 it is not, 2 wrong use, 70 a fault of ours.`

/** `datahub-settlement db migrate`. */
export const migrateCommand = Command.make(
  "migrate",
  {
    ...storeFlags,
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("db migrate")(function* ({ json, ...flags }) {
    yield* withStore("db migrate", flags, "set up", (store) =>
      Effect.gen(function* () {
        const before = (yield* migrationStatus()).level
        const { applied, latest, level } = yield* migrate()
        const news = applied.filter((step) => step.level > before)
        if (json) {
          const steps = news.map((step) => ({ ...step, appliedAt: formatInstant(step.appliedAt) }))
          return yield* printJson({ level, latest, applied: steps })
        }
        const done =
          news.length === 0 ? "nothing to do" : `applied ${news.map((step) => `${step.level} ${step.name}`).join(", ")}`
        yield* print(`Database ${placeText(store)}: level ${level} of ${latest}, ${done}.\n`)
      })
    )
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Make or update the tables"),
  Command.withExamples([
    { command: "datahub-settlement db migrate", description: "Set up the database that comes with this program" },
    {
      command: "DATABASE_URL=postgres://settlement:…@db.example/settlement datahub-settlement db migrate",
      description: "Set up a database on a server of your own"
    }
  ])
)
