import { LocalDate } from "@datahub-settlement/core"
import { type Pruned, pruneReadings, YEARS_KEPT } from "@datahub-settlement/persistence"
import { Effect, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { withStore } from "../store/openStore.ts"
import { print, printJson, wrongUse } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { bytesText } from "./statusText.ts"

const description = `Drops the months of readings that lie wholly before a date, and gives their room back. Nothing younger than
  ${YEARS_KEPT} years goes, nor what a run that is not finished or a correction that is due still needs. Runs, their lines, prices and
  portfolio stay; a run of a month that was dropped can no longer be made again. Take a backup first.

  Only the owner of the tables may. With TimescaleDB its retention policy does the same, and this says so.

  Exit codes: 0 dropped, or nothing to drop, 1 refused, 2 wrong use, 70 a fault of ours.`

const isLocalDate = Schema.is(LocalDate)

const prunedText = (pruned: Pruned, before: string, dryRun: boolean): string => {
  if (pruned.storage === "TimescaleDB hypertable") {
    return pruned.hasPolicy
      ? `Nothing to do: the retention policy of TimescaleDB drops readings after ${YEARS_KEPT} years by itself.\n`
      : `Nothing was dropped: this TimescaleDB has no retention policy. As the owner: SELECT drop_chunks('metering.metering_day', DATE '${before}');\n`
  }
  const { months } = pruned
  if (months.length === 0) return `No month of readings lies wholly before ${before}.\n`
  const bytes = months.reduce((sum, month) => sum + month.bytes, 0)
  const names = months.map(({ month }) => month).join(", ")
  return `${dryRun ? "Would drop" : "Dropped"} the readings of ${names}: ${bytesText(bytes)}.\n`
}

/** `datahub-settlement db prune`. */
export const pruneCommand = Command.make(
  "prune",
  {
    ...storeFlags,
    before: Flag.String("before").pipe(Flag.withDescription("Date; months that end on it or before go: 2021-01-01")),
    dryRun: Flag.Boolean("dry-run").pipe(
      Flag.withDescription("Say what would be dropped, and drop nothing"),
      Flag.withDefault(false)
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("db prune")(function* ({ before, dryRun, json, ...flags }) {
    if (!isLocalDate(before))
      return yield* wrongUse("db prune", `--before ${before}: expected a date, such as 2021-01-01`)
    yield* withStore("db prune", flags, "use", () =>
      Effect.flatMap(pruneReadings(before, dryRun), (pruned) =>
        json ? printJson({ before, dryRun, ...pruned }) : print(prunedText(pruned, before, dryRun))
      )
    )
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Drop readings that are older than five years"),
  Command.withExamples([
    { command: "datahub-settlement db prune --before 2021-01-01 --dry-run", description: "See what would go" },
    { command: "datahub-settlement db prune --before 2021-01-01", description: "Drop all months before 2021" }
  ])
)
