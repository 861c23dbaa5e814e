import { LocalDate, MarketCalendar, type Period, type PriceArea } from "@datahub-settlement/core"
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { CommandFailed } from "../store/CommandFailed.ts"
import { withStore } from "../store/openStore.ts"
import { print, printError, printJson, wrongUse } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { askingService } from "./askingService.ts"
import { readFiles } from "./readFiles.ts"
import { spotGapsOf, spotImport, spotIntake, type SpotIntakeOutcome } from "./spotIntake.ts"
import { gapsText, spotFaultCount, spotJson, spotText } from "./spotReport.ts"

const exitText = `Exit codes: 0 no price is missing, 1 some are missing or something could not be had, 2 wrong use,
  70 a fault of ours.`

const json = Flag.Boolean("json").pipe(
  Flag.withDescription("Print one JSON object and nothing else on standard output"),
  Flag.withDefault(false)
)

const periodFlags = {
  from: Flag.String("from").pipe(Flag.withSchema(LocalDate), Flag.withDescription("First Danish day, 2026-01-01")),
  to: Flag.String("to").pipe(
    Flag.withSchema(LocalDate),
    Flag.withDescription("First Danish day no longer meant, 2026-02-01")
  ),
  area: Flag.Literals("area", ["DK1", "DK2"]).pipe(
    Flag.withDescription("Price area, may be given twice; without it both"),
    Flag.atLeast(0)
  )
}

const areasOf = (given: ReadonlyArray<PriceArea>): ReadonlyArray<PriceArea> =>
  given.length === 0 ? ["DK1", "DK2"] : given

const periodOf = Effect.fnUntraced(function* (command: string, from: LocalDate, to: LocalDate) {
  if (to <= from)
    return yield* wrongUse(
      command,
      `--to ${to}: expected a day after --from ${from}; it is the first one no longer meant`
    )
  const period: Period = MarketCalendar.datePeriod(from, to)
  return period
})

/** Prints an outcome; faults end the command with exit code 1. */
const tell = Effect.fnUntraced(function* (outcome: SpotIntakeOutcome, asJson: boolean, text: string, faults: number) {
  yield* asJson ? printJson(spotJson(outcome)) : print(text)
  for (const { message, source } of outcome.problems) yield* printError(`datahub-settlement: ${source}: ${message}\n`)
  if (faults > 0) return yield* new CommandFailed({ reason: `spot prices: ${faults} gaps and problems` })
})

const fetchCommand = Command.make(
  "fetch",
  {
    ...periodFlags,
    refetch: Flag.Boolean("refetch").pipe(
      Flag.withDescription("Ask for days with known prices too; other prices than before are kept as revisions"),
      Flag.withDefault(false)
    ),
    json,
    ...storeFlags
  },
  Effect.fn("spot fetch")(function* (args) {
    const period = yield* periodOf("spot fetch", args.from, args.to)
    const intake = spotIntake({ areas: areasOf(args.area), period, refetch: args.refetch })
    yield* withStore("spot fetch", args, "fill", () =>
      Effect.flatMap(askingService(intake), (outcome) =>
        tell(outcome, args.json, spotText(outcome), spotFaultCount(outcome))
      )
    )
  })
).pipe(
  Command.withDescription(`Fetches the spot prices that are missing from Energi Data Service and records them.

  Hours up to 2025-09-30 come from Elspotprices, quarters after it from DayAheadPrices. The service takes one request a
  minute for each dataset from one address: most calls need one or two, and a wait is told. Prices of the next day are
  there from about 13:00. ENERGI_DATA_SERVICE_URL puts another address in the place of the service.

  ${exitText}`),
  Command.withShortDescription("Fetch missing spot prices"),
  Command.withExamples([
    { command: "datahub-settlement spot fetch --from 2026-01-01 --to 2026-02-01", description: "January, both areas" },
    {
      command: "datahub-settlement spot fetch --from 2026-01-01 --to 2026-02-01 --area DK1 --refetch",
      description: "What was published anew since"
    }
  ])
)

const importCommand = Command.make(
  "import",
  {
    files: Argument.String("files").pipe(
      Argument.withDescription("Answers of Energi Data Service, Elspotprices or DayAheadPrices"),
      Argument.atLeast(1)
    ),
    json,
    ...storeFlags
  },
  Effect.fn("spot import")(function* (args) {
    const { documents, unreadable } = yield* readFiles(args.files)
    yield* withStore("spot import", args, "fill", () =>
      Effect.flatMap(spotImport(documents), (recorded) => {
        const outcome = { ...recorded, problems: [...unreadable, ...recorded.problems] }
        // Files need not follow one another: what lies between them is told and is no fault.
        return tell(outcome, args.json, spotText(outcome), outcome.problems.length)
      })
    )
  })
).pipe(
  Command.withDescription(`Records spot prices from files. A file that cannot be read is told and the others are recorded; of files that
  contradict each other nothing is. Gaps are told for the time from the first to the last price.

  Exit codes: 0 everything was recorded or known, 1 a file could not be used, 2 wrong use, 70 a fault of ours.`),
  Command.withShortDescription("Record spot prices from files"),
  Command.withExamples([
    { command: "datahub-settlement spot import dayaheadprices-2026-01.json", description: "A month from a file" }
  ])
)

const gapsCommand = Command.make(
  "gaps",
  { ...periodFlags, json, ...storeFlags },
  Effect.fn("spot gaps")(function* (args) {
    const period = yield* periodOf("spot gaps", args.from, args.to)
    yield* withStore("spot gaps", args, "use", () =>
      Effect.flatMap(spotGapsOf(areasOf(args.area), period), (outcome) =>
        tell(outcome, args.json, gapsText(outcome), spotFaultCount(outcome))
      )
    )
  })
).pipe(
  Command.withDescription(`Lists the time of a period for which no spot price is known, in UTC.\n\n  ${exitText}`),
  Command.withShortDescription("List missing spot prices"),
  Command.withExamples([
    { command: "datahub-settlement spot gaps --from 2026-01-01 --to 2026-02-01", description: "Is January whole?" }
  ])
)

/** `datahub-settlement spot`. */
export const spotCommand = Command.make("spot").pipe(
  Command.withDescription("Spot prices: fetch them, record them from files, see what is missing"),
  Command.withShortDescription("Fetch and look after spot prices"),
  Command.withSubcommands([fetchCommand, importCommand, gapsCommand])
)
