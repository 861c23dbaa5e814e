import { chargeKeyText, Gln, type PriceListDefaults } from "@datahub-settlement/core"
import { Effect, Option, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { CommandFailed } from "../store/CommandFailed.ts"
import { withStore } from "../store/openStore.ts"
import { print, printError, printJson } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { askingService } from "./askingService.ts"
import { priceListImport, priceListIntake } from "./priceListIntake.ts"
import type { PriceListOutcome } from "./PriceListOutcome.ts"
import { priceListFaultCount, priceListJson, priceListText } from "./priceListReport.ts"
import { readFiles } from "./readFiles.ts"

const exitText = `Exit codes: 0 everything was recorded or known, 1 something is not in the list, was refused or could not be had,
  2 wrong use, 70 a fault of ours.`

const json = Flag.Boolean("json").pipe(
  Flag.withDescription("Print one JSON object and nothing else on standard output"),
  Flag.withDefault(false)
)

/** Prints an outcome; what is missing or wrong ends the command with exit code 1. */
const tell = Effect.fnUntraced(function* (outcome: PriceListOutcome, asJson: boolean) {
  yield* asJson ? printJson(priceListJson(outcome)) : print(priceListText(outcome))
  for (const { message, source } of outcome.problems) yield* printError(`datahub-settlement: ${source}: ${message}\n`)
  const faults = priceListFaultCount(outcome)
  if (faults > 0) return yield* new CommandFailed({ reason: `price list: ${faults} problems` })
})

const fetchCommand = Command.make(
  "fetch",
  {
    gln: Flag.String("gln").pipe(
      Flag.withSchema(Gln),
      Flag.withDescription("Owner of charges, a grid company or Energinet; may be given several times"),
      Flag.atLeast(1)
    ),
    code: Flag.String("code").pipe(
      Flag.withDescription("Only charges with this code; may be given several times"),
      Flag.atLeast(0)
    ),
    json,
    ...storeFlags
  },
  Effect.fn("prices fetch")(function* (args) {
    const intake = priceListIntake({ owners: args.gln, codes: args.code })
    yield* withStore("prices fetch", args, "fill", () =>
      Effect.flatMap(askingService(intake), (outcome) => tell(outcome, args.json))
    )
  })
).pipe(
  Command.withDescription(`Fetches the tariffs, subscriptions and fees of some owners from Energi Data Service (DatahubPricelist), from the
  first row of 2014 to the last of the years to come, and records what is new. A row that the list named before and does
  not name any more has ended.

  One call for all owners is one request; the service takes one a minute.

  ${exitText}`),
  Command.withShortDescription("Fetch charges and their prices"),
  Command.withExamples([
    {
      command: "datahub-settlement prices fetch --gln 5790000432752 --gln 5790000705689",
      description: "Everything that Energinet and Radius charge"
    },
    {
      command: "datahub-settlement prices fetch --gln 5790000432752 --code EA-001 --code 40000 --code 41000",
      description: "The electricity tax and the tariffs of Energinet"
    }
  ])
)

const ChargeKeyText = Schema.String.check(
  Schema.isPattern(/^\d{13}\/D0[123]\/.+$/, { expected: "a charge as owner/type/code (5790000432752/D03/EA-001)" })
)

const defaultFlags = {
  vatClass: Flag.Literals("vat-class", ["D01", "D02"]).pipe(
    Flag.withDescription("For rows that do not say it: D01 without VAT, D02 with VAT"),
    Flag.optional
  ),
  transparent: Flag.Literals("transparent-invoicing", ["yes", "no"]).pipe(
    Flag.withDescription("For rows that do not say whether they are a line of their own on the invoice"),
    Flag.optional
  ),
  tax: Flag.String("tax").pipe(
    Flag.withSchema(ChargeKeyText),
    Flag.withDescription("For rows that do not say it: this charge is a tax, all others are not; several times"),
    Flag.atLeast(0)
  )
}

/** Nothing is taken for granted that was not said. */
const defaultsOf = (
  vatClass: Option.Option<"D01" | "D02">,
  transparent: Option.Option<"yes" | "no">,
  taxes: ReadonlyArray<string>
): PriceListDefaults => ({
  vatClass: Option.getOrUndefined(vatClass),
  transparentInvoicing: Option.getOrUndefined(Option.map(transparent, (answer) => answer === "yes")),
  isTax: taxes.length === 0 ? undefined : (key) => taxes.includes(chargeKeyText(key))
})

const importCommand = Command.make(
  "import",
  {
    files: Argument.String("files").pipe(
      Argument.withDescription("Answers of Energi Data Service, DatahubPricelist"),
      Argument.atLeast(1)
    ),
    whole: Flag.Boolean("whole").pipe(
      Flag.withDescription(
        "Each file holds every row since 2014 of each of its charges: prices that it does not name any more have ended"
      ),
      Flag.withDefault(false)
    ),
    ...defaultFlags,
    json,
    ...storeFlags
  },
  Effect.fn("prices import")(function* (args) {
    const { documents, unreadable } = yield* readFiles(args.files)
    const defaults = defaultsOf(args.vatClass, args.transparent, args.tax)
    yield* withStore("prices import", args, "fill", () =>
      Effect.flatMap(priceListImport(documents, { defaults, isWhole: args.whole }), (outcome) =>
        tell({ ...outcome, problems: [...unreadable, ...outcome.problems] }, args.json)
      )
    )
  })
).pipe(
  Command.withDescription(`Records charges and their prices from files, in their order. A charge with a faulty row is refused as a whole and
  told; the others are recorded. Columns that the rows lack are not guessed: say them with the flags below.

  ${exitText}`),
  Command.withShortDescription("Record charges and their prices from files"),
  Command.withExamples([
    { command: "datahub-settlement prices import radius.json energinet.json", description: "Two price lists" },
    {
      command:
        "datahub-settlement prices import energinet.json --vat-class D02 --transparent-invoicing yes --tax 5790000432752/D03/EA-001",
      description: "A list whose rows lack these columns"
    }
  ])
)

/** `datahub-settlement prices`. */
export const priceListCommand = Command.make("prices").pipe(
  Command.withDescription(
    "Charges of grid companies and Energinet with their prices: fetch them, record them from files"
  ),
  Command.withShortDescription("Fetch and record charges and their prices"),
  Command.withSubcommands([fetchCommand, importCommand])
)
