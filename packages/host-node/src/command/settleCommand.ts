import { MarketCalendar, renderInvoiceHtml, renderInvoiceText } from "@datahub-settlement/core"
import { Clock, Effect, FileSystem, Option, Path, type PlatformError, Result, Stdio, Stream, Terminal } from "effect"
import { Command } from "effect/cli"
import { TerminalCapabilities } from "effect/cli/TerminalCapabilities"
import { NotSettled, WrongUse } from "../exitCodes.ts"
import { invoiceOfPoint } from "../output/invoiceOfPoint.ts"
import { invoicePath, type InvoiceTarget, invoiceTarget, liesIn } from "../output/invoicePaths.ts"
import { stderrLine } from "../output/overwrittenLine.ts"
import { makeProgress } from "../output/progress.ts"
import { reportJson } from "../output/reportJson.ts"
import { noticesReport, problemsReport } from "../output/reportProblems.ts"
import { type FolderSettlement, settleFolder } from "../settle/settleFolder.ts"
import { checkedTimes, settleParameters } from "./settleOptions.ts"

const description = `Settles a folder of DataHub documents: reads it, settles each consumption point in it with its
  production and child points, prints the lines and writes the invoice as a page.

  The folder holds, in any number of *.json files and whatever their names:
    RSM-012 readings, RSM-022 master data, RSM-031 charge links, RSM-034 charges and prices
    Elspotprices, DayAheadPrices, DatahubPricelist as Energi Data Service gives them
    settlement.json  which metering points, whose they are, the period
    product.json     what the customer has agreed to pay

  Nothing is guessed: whatever is missing or wrong is listed, all of it at once.

  Exit codes: 0 settled, 1 something cannot be settled, 2 wrong use (arguments, no such folder), 70 a fault of ours.`

/** `datahub-settlement settle <folder>`. */
export const settleCommand = Command.make(
  "settle",
  settleParameters,
  Effect.fn("settle")(function* (args) {
    const times = checkedTimes(args)
    if (Result.isFailure(times)) return yield* wrongUse(times.failure)
    const path = yield* Path.Path
    yield* checkFolder(args.folder)
    const target = invoiceTarget(path, args.folder, Option.getOrUndefined(args.html))
    const wantsHtml = !args.json || Option.isSome(args.html)
    if (wantsHtml && liesIn(path, args.folder, target.file)) {
      return yield* wrongUse(
        `the invoice would be written into the input folder (${target.file}); choose another place with --html`
      )
    }
    const outcome = yield* settleShowingProgress(args.folder, times.success)
    const files = wantsHtml ? yield* writeInvoices(outcome, target, args.lang) : []
    if (args.json) yield* print(`${JSON.stringify(reportJson(args.folder, outcome, files), undefined, 2)}\n`)
    else yield* printInvoices(outcome, files, args.explain)
    yield* tellProblems(outcome)
    if (outcome.problems.length > 0) return yield* new NotSettled({ problemCount: outcome.problems.length })
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("Settle a folder of DataHub documents"),
  Command.withExamples([
    {
      command: "datahub-settlement settle examples/household-january-2026",
      description: "Settle the period that the folder names"
    },
    {
      command: "datahub-settlement settle readings --period 2026-01 --html january.html",
      description: "Settle January 2026 and say where the page goes"
    },
    {
      command: "datahub-settlement settle readings --from 2026-01-01 --to 2026-01-15 --explain",
      description: "Settle fourteen days and show why each line is what it is"
    },
    {
      command: "datahub-settlement settle readings --json > january.json",
      description: "Get everything as one JSON object"
    },
    {
      command: "datahub-settlement settle readings --as-of 2026-02-03T00:00:00Z",
      description: "Settle as it would have been on 3 February"
    }
  ])
)

const wrongUse = Effect.fnUntraced(function* (reason: string) {
  yield* printError(`datahub-settlement: ${reason}\nTry datahub-settlement settle --help.\n`)
  return yield* new WrongUse({ reason })
})

const checkFolder = Effect.fnUntraced(function* (folder: string) {
  const fs = yield* FileSystem.FileSystem
  const info = yield* Effect.option(fs.stat(folder))
  if (Option.isNone(info)) return yield* wrongUse(`there is no folder ${folder}`)
  if (info.value.type !== "Directory") return yield* wrongUse(`${folder} is not a folder`)
})

const settleShowingProgress = Effect.fnUntraced(function* (
  folder: string,
  times: Result.Result.Success<ReturnType<typeof checkedTimes>>
) {
  const progress = makeProgress(yield* stderrLine)
  return yield* settleFolder({ folder, ...times, onProgress: progress.at }).pipe(
    Effect.ensuring(progress.done),
    Effect.catchTag("PlatformError", (error) => wrongUse(`${folder} cannot be read: ${error.message}`))
  )
})

const writeInvoices = Effect.fnUntraced(function* (
  outcome: FolderSettlement,
  target: InvoiceTarget,
  lang: "da" | "en"
) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const today = MarketCalendar.localDateOf(yield* Clock.currentTimeMillis)
  return yield* Effect.forEach(outcome.settled, (point) => {
    const file = invoicePath(path, target, point.settlement.gsrn, outcome.settled.length > 1)
    return fs.makeDirectory(path.dirname(file), { recursive: true }).pipe(
      Effect.andThen(
        fs.writeFileString(file, renderInvoiceHtml(invoiceOfPoint(point, outcome.settings, today), { lang }))
      ),
      Effect.as(path.relative("", file)),
      Effect.catchTag("PlatformError", (error) =>
        wrongUse(`the invoice cannot be written to ${file}: ${error.message}`)
      )
    )
  })
})

const printInvoices = Effect.fnUntraced(function* (
  outcome: FolderSettlement,
  files: ReadonlyArray<string>,
  explain: boolean
) {
  const stdio = yield* Stdio.Stdio
  const terminal = yield* Terminal.Terminal
  const { canColor: colour } = yield* TerminalCapabilities
  const columns = (yield* stdio.stdoutIsTerminal) ? yield* terminal.columns : 0
  // A terminal that does not know its size says 0.
  const width = columns > 0 ? Math.min(120, columns) : 80
  const today = MarketCalendar.localDateOf(yield* Clock.currentTimeMillis)
  for (const [index, point] of outcome.settled.entries()) {
    yield* print(renderInvoiceText(invoiceOfPoint(point, outcome.settings, today), { width, colour, explain }))
    yield* print(`\nInvoice: ${files[index]}\n${index + 1 < outcome.settled.length ? "\n" : ""}`)
  }
})

const tellProblems = Effect.fnUntraced(function* ({ notices, problems, settled }: FolderSettlement) {
  const stdio = yield* Stdio.Stdio
  const { canColor } = yield* TerminalCapabilities
  const style = { colour: canColor && (yield* stdio.stderrIsTerminal) }
  yield* printError(noticesReport(notices, style))
  if (problems.length > 0) yield* printError(problemsReport(problems, settled.length, style))
})

/** Through the stream, so that a long text is out before the process ends, also into a pipe. */
const print = (text: string) =>
  Stdio.Stdio.use((stdio) => Stream.run(Stream.make(text), stdio.stdout({ endOnDone: false }))).pipe(
    // Whoever reads may have seen enough, as `head` does.
    Effect.catchTag("PlatformError", (error) => (isBrokenPipe(error) ? Effect.void : Effect.fail(error)))
  )

const isBrokenPipe = ({ reason: { cause } }: PlatformError.PlatformError): boolean =>
  cause instanceof Error && "code" in cause && cause.code === "EPIPE"

const printError = (text: string) =>
  Stdio.Stdio.use((stdio) => Stream.run(Stream.make(text), stdio.stderr({ endOnDone: false })))
