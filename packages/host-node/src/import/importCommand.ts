import { Effect, FileSystem, Option, Stdio } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { TerminalCapabilities } from "effect/cli/TerminalCapabilities"
import { NotSettled } from "../exitCodes.ts"
import { problemText } from "../folder/FolderProblem.ts"
import { stderrLine } from "../output/overwrittenLine.ts"
import { makeProgress } from "../output/progress.ts"
import { noticesReport } from "../output/reportProblems.ts"
import { withStore } from "../store/openStore.ts"
import { print, printError, printJson, wrongUse } from "../store/print.ts"
import { storeFlags } from "../store/storePlace.ts"
import { importFolder } from "./importFolder.ts"
import type { ImportOutcome } from "./ImportOutcome.ts"

const description = `Takes the documents of a folder into the database: all that \`settle <folder>\` reads, whatever the names of the
  *.json files. RSM-012 goes to the metering ledger, RSM-022 and RSM-031 to the portfolio, RSM-034, price lists and
  spot prices to theirs; settlement.json and product.json say supply, contracts and
  what is paid in advance.

  The same folder once more changes nothing. A document that cannot be used is listed with file and path, and the
  others are kept: put it right and import the folder again.

  Exit codes: 0 everything is in the database, 1 something is not, 2 wrong use, 70 a fault of ours.`

/** `datahub-settlement import <folder>`. */
export const importCommand = Command.make(
  "import",
  {
    ...storeFlags,
    folder: Argument.String("folder").pipe(
      Argument.withDescription("Folder with the documents: every *.json in it and in the folders below is read")
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object and nothing else on standard output"),
      Flag.withDefault(false)
    )
  },
  Effect.fn("import")(function* ({ folder, json, ...flags }) {
    yield* checkFolder(folder)
    yield* withStore("import", flags, "fill", () =>
      Effect.gen(function* () {
        const progress = makeProgress(yield* stderrLine)
        const outcome = yield* importFolder(folder, (index, count) => progress.at("reading", index, count)).pipe(
          Effect.ensuring(progress.done)
        )
        yield* json ? printJson({ folder, ...outcome }) : print(outcomeText(outcome))
        yield* tellProblems(outcome)
        if (outcome.problems.length > 0) return yield* new NotSettled({ problemCount: outcome.problems.length })
      })
    )
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Take a folder of documents into the database"),
  Command.withExamples([
    {
      command: "datahub-settlement import examples/household-january-2026",
      description: "Take an example into the database that comes with this program"
    }
  ])
)

const checkFolder = Effect.fnUntraced(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const info = yield* Effect.option(fs.stat(folder))
  if (Option.isNone(info)) return yield* wrongUse("import", `there is no folder ${folder}`)
  if (info.value.type !== "Directory") return yield* wrongUse("import", `${folder} is not a folder`)
})

const outcomeText = ({
  aconto,
  files,
  knownMessages,
  portfolio,
  prices,
  readingDays,
  spotPrices
}: ImportOutcome): string => {
  const versions = ({ added, superseded }: ImportOutcome["prices"]): string =>
    `${added} version(s) added, ${superseded} superseded`
  return [
    `Files read      ${files}`,
    `Readings        ${readingDays} day(s) added, ${knownMessages} message(s) known already`,
    `Portfolio       ${versions(portfolio)}`,
    ...(aconto.added + aconto.superseded === 0 ? [] : [`Aconto          ${versions(aconto)}`]),
    `Charge prices   ${versions(prices)}`,
    `Spot prices     ${spotPrices.added} added, ${spotPrices.revised} revised`,
    ""
  ].join("\n")
}

const tellProblems = Effect.fnUntraced(function* ({ notices, problems }: ImportOutcome) {
  const stdio = yield* Stdio.Stdio
  const { canColor } = yield* TerminalCapabilities
  yield* printError(noticesReport(notices, { colour: canColor && (yield* stdio.stderrIsTerminal) }))
  if (problems.length === 0) return
  const head =
    problems.length === 1 ? "1 problem; all else is recorded:" : `${problems.length} problems; all else is recorded:`
  yield* printError([head, ...problems.map((problem) => `- ${problemText(problem)}`), ""].join("\n"))
})
