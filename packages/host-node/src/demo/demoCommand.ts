import { Effect, Option, Schema, Stdio, Terminal } from "effect"
import { Command, Flag } from "effect/cli"
import { TerminalCapabilities } from "effect/cli/TerminalCapabilities"
import { jsonFlag } from "../exchange/listFlags.ts"
import { withStore } from "../store/openStore.ts"
import { print, printError, printJson } from "../store/print.ts"
import { demoFolder } from "./DemoFolder.ts"
import type { DemoReport } from "./DemoReport.ts"
import { nextArguments, nextCommands } from "./nextCommands.ts"
import { playDemo } from "./playDemo.ts"
import { reportText } from "./reportText.ts"
import { makeTeller, silentTeller } from "./Teller.ts"

const description = `Plays January 2026 of a small supplier against a simulated DataHub, on a database of its own.

  Customers sign up, one moves in, one supply ends, readings come every morning, some late and some corrected; the month is
  settled, invoiced, and corrected once more. What handles it all is what \`serve\` and \`settle run\` are made of. Days
  pass in fractions of a second. The data are kept, so that other commands can look at them.

  The same seed gives the same figures. Customers and readings are invented; spot prices are those of January 2026:
  Energinet, Energi Data Service, CC BY 4.0.

  Exit codes: 0 played, 1 it could not be, 2 wrong use, 70 a fault of ours, 130 stopped by Ctrl-C or SIGTERM, with what
  it had made removed.`

const SEED = 123
const POINTS = 20
const DAYS_PER_SECOND = 3

const parameters = {
  dataFolder: Flag.String("data-folder").pipe(
    Flag.withDescription(
      "Where database and invoices go: a new or an empty folder; without it one below the temporary folder"
    ),
    Flag.optional
  ),
  seed: Flag.Int("seed").pipe(
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
    Flag.withDescription(`Which world: its customers, readings and mishaps; ${SEED} without it`),
    Flag.withDefault(SEED)
  ),
  points: Flag.Int("points").pipe(
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 16, maximum: 500 }))),
    Flag.withDescription(
      `Metering points of the world, half of them ours at the start, from 16 to 500; ${POINTS} without it`
    ),
    Flag.withDefault(POINTS)
  ),
  speed: Flag.Finite("speed").pipe(
    Flag.withSchema(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1000 }))),
    Flag.withDescription(`Days in a second at most, ${DAYS_PER_SECOND} without it; 0 for as many as there can be`),
    Flag.withDefault(DAYS_PER_SECOND)
  ),
  quiet: Flag.Boolean("quiet").pipe(Flag.withDescription("Tell only what came of it"), Flag.withDefault(false)),
  remove: Flag.Boolean("remove").pipe(
    Flag.withDescription("Remove database and invoices at the end"),
    Flag.withDefault(false)
  ),
  json: jsonFlag
}

/** `datahub-settlement demo`. */
export const demoCommand = Command.make(
  "demo",
  parameters,
  Effect.fn("demo")(function* ({ dataFolder, json, points, quiet, remove, seed, speed }) {
    const teller = json || quiet ? silentTeller : yield* tellerOfTerminal
    const { report, ...played } = yield* Effect.scoped(
      Effect.gen(function* () {
        const folder = yield* demoFolder(Option.getOrUndefined(dataFolder)).pipe(
          Effect.tapError(({ message }) => printError(`datahub-settlement: ${message}\n`))
        )
        const flags = { databaseUrl: Option.none(), dataFolder: Option.some(folder.path) }
        const options = { seed, points, daysPerSecond: speed, teller, folder: folder.path }
        const result = yield* withStore("demo", flags, "fill", (store) => playDemo(options, store))
        if (!remove) yield* folder.keep
        return { ...result, folder: folder.path }
      })
    ).pipe(
      Effect.ensuring(teller.done),
      Effect.onInterrupt(() => Effect.ignore(printError("Stopped: nothing was kept.\n")))
    )
    if (json) return yield* printJson(reportJson(report, played, remove))
    const style = yield* styleOfTerminal
    const next = remove ? ["Nothing was kept."] : nextCommands(report, played.folder, style.width)
    const shown = played.invoices.find(({ points: [point] }) => point?.gsrn === report.shown)
    const places = { invoices: remove ? "removed" : played.invoiceFolder, next }
    yield* print(reportText(report, shown, places, style))
  })
).pipe(
  Command.withDescription(description),
  Command.withShortDescription("See it work: a month of a small supplier, against a simulated DataHub"),
  Command.withExamples([
    { command: "datahub-settlement demo", description: "Watch a month in half a minute" },
    { command: "datahub-settlement demo --seed 7 --speed 0 --quiet", description: "Another world, as fast as it goes" },
    { command: "datahub-settlement demo --json --remove", description: "Figures only, and nothing left behind" }
  ])
)

const tellerOfTerminal = Effect.gen(function* () {
  const stdio = yield* Stdio.Stdio
  const terminal = yield* Terminal.Terminal
  const { canColor } = yield* TerminalCapabilities
  const isTerminal = yield* stdio.stderrIsTerminal
  const columns = isTerminal ? yield* terminal.columns : 0
  return makeTeller((text) => void process.stderr.write(text), {
    isTerminal,
    colour: canColor && isTerminal,
    columns: columns > 0 ? columns : 80
  })
})

const styleOfTerminal = Effect.gen(function* () {
  const stdio = yield* Stdio.Stdio
  const terminal = yield* Terminal.Terminal
  const { canColor } = yield* TerminalCapabilities
  const isTerminal = yield* stdio.stdoutIsTerminal
  const columns = isTerminal ? yield* terminal.columns : 0
  return { colour: canColor && isTerminal, width: columns > 0 ? Math.min(100, columns) : 100 }
})

const reportJson = (
  report: DemoReport,
  { folder, invoiceFolder }: { readonly folder: string; readonly invoiceFolder: string },
  isRemoved: boolean
) => ({
  ...report,
  ...(isRemoved ? {} : { dataFolder: folder, invoiceFolder, next: nextArguments(report, folder) })
})
